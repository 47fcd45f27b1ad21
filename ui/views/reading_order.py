"""In which order Tab and a screen reader come to the parts of a view: as a person reads, not as they were made."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


def tab_through(*parts: QWidget) -> None:
    """Tab goes through these parts in this order, and inside each in the order of its own parts."""
    stops = dict.fromkeys(stop for part in parts for stop in _stops(part))  # a part may lie in another
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def read_through(*splitters: QSplitter) -> None:
    """Screen readers come to the panes from left to right or from top to bottom; Qt has them the other way round."""
    for splitter in splitters:
        for place in range(splitter.count()):
            _raise(splitter.widget(place))
        for place in range(splitter.count()):
            _raise(splitter.handle(place))  # it is wider than it looks, and lies over the panes


def _raise(part: QWidget | None) -> None:
    if part is not None:
        part.raise_()


def _stops(part: QWidget) -> list[QWidget]:
    inside = [widget for widget in (part, *part.findChildren(QWidget)) if widget.window() is part.window()]
    return [widget for widget in inside if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()]
