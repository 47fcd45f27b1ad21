"""Names and values in two columns, the labels used again and again so that nothing flickers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.state.inspection import Fact
from ui.theme import tabular
from ui.views.labels import label

ROOM_FOR_LINES = 8


class FactList(QWidget):
    """Name on the left, value on the right, distance from the usual behind it."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(7)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._lines = [self._add_line(row) for row in range(ROOM_FOR_LINES)]

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Shows these facts."""
        for line, fact in zip(self._lines, [*facts, *[None] * ROOM_FOR_LINES], strict=False):
            texts = (fact.name, fact.value, fact.usual) if fact is not None else ("", "", "")
            for part, text in zip(line, texts, strict=True):
                part.setText(text)
                part.setVisible(bool(text))

    def _add_line(self, row: int) -> tuple[QLabel, QLabel, QLabel]:
        name, value, usual = label("muted"), label(""), label("muted")
        for column, part in enumerate((name, value, usual)):
            part.setFont(tabular(part.font()))
            part.hide()
            self._grid.addWidget(part, row, column)
            if column:
                part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return name, value, usual
