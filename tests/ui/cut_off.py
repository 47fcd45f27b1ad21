"""What a person could not read in a window: text that is cut off, and panes that scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QPushButton, QWidget

ELLIPSIS = "…"
TOLERANCE = 1.0
"""A label may lack so many pixels: sizes are whole, the widths of letters are not."""


def faults(window: QWidget) -> list[str]:
    """A line for each."""
    return [*_labels(window), *_buttons(window), *_scroll_bars(window)]


def _labels(window: QWidget) -> Iterator[str]:
    for label in _seen(window, QLabel):
        room = label.contentsRect()
        if not label.text() or label.textFormat() is Qt.TextFormat.RichText:
            continue
        wide = max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))
        if label.wordWrap():
            wanted = label.heightForWidth(label.width())
            if wanted > label.height() + TOLERANCE:
                yield f"{_where(label)}: {wanted} pixels of height are wanted, there are {label.height()}"
        elif wide > room.width() + TOLERANCE:
            yield f"{_where(label)}: does not fit into {room.width()} pixels"
        elif label.fontMetrics().height() > label.height() + TOLERANCE:
            yield f"{_where(label)}: is higher than {label.height()} pixels"
        if label.text().endswith(ELLIPSIS) and not label.toolTip() and ELLIPSIS not in label.accessibleName():
            yield f"{_where(label)}: shortened, but no tool tip tells the whole"


def _buttons(window: QWidget) -> Iterator[str]:
    for button in _seen(window, QAbstractButton):
        short = isinstance(button, QPushButton) and button.width() < button.minimumSizeHint().width() - TOLERANCE
        if short and button.text() and not (ELLIPSIS in button.text() and button.toolTip()):
            yield f"{_where(button)}: {button.width()} pixels wide, wants {button.minimumSizeHint().width()}"


def _scroll_bars(window: QWidget) -> Iterator[str]:
    for area in _seen(window, QAbstractScrollArea):
        if area.horizontalScrollBar().isVisible() and area.horizontalScrollBar().maximum() > 0:
            yield f"{_where(area)}: scrolls sideways"


def _seen(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    for widget in window.findChildren(kind):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def _where(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget.parent()).__name__} > {type(widget).__name__} {widget.objectName()} {text[:60]!r}"
