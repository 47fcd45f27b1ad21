"""A model before and after it was adapted: a table, and what else is known, or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.state.learning_wording import SCALE, Cell, Line, read_aloud
from ui.theme import tabular
from ui.views.focus_ring import FocusRing
from ui.views.labels import label, section

HEAD = ("", "before", "after", "change")
NAMES, FIGURES = 0, 1


class BeforeAfter(QScrollArea):
    """Scrolls where there is much to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Before and after")
        FocusRing(self)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_model(self, groups: Mapping[str, Sequence[Line]], notes: Sequence[str]) -> None:
        """Rows by whom they are about, and sentences below."""
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(10)
        layout.addWidget(_table(groups))
        layout.addWidget(label("small", SCALE, wrap=True))
        for note in notes:
            layout.addWidget(label("", note, wrap=True))
        layout.addStretch(1)
        self.setWidget(content)


def _table(groups: Mapping[str, Sequence[Line]]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(NAMES, 1)
    for column, name in enumerate(HEAD):
        head = label("muted", name)
        head.setAlignment(_side(column))
        grid.addWidget(head, 0, column)
    for whose, lines in groups.items():
        grid.addWidget(_rule(), grid.rowCount(), 0, 1, len(HEAD))
        grid.addWidget(section(whose), grid.rowCount(), 0, 1, len(HEAD))
        for line in lines:
            _fill(grid, line)
    return table


def _fill(grid: QGridLayout, line: Line) -> None:
    row = grid.rowCount()
    name = _two_lines(line.heard, line.amount, NAMES)
    name.setAccessibleName(read_aloud(line))
    grid.addWidget(name, row, NAMES)
    for column, cell in enumerate((line.before, line.after, line.change), start=FIGURES):
        grid.addWidget(_figure(cell, column), row, column)


def _figure(cell: Cell, column: int) -> QWidget:
    return _two_lines(cell.value, cell.range, column)


def _two_lines(first: str, second: str, column: int) -> QWidget:
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for name, text in (("title", first), ("small", second)):
        line = label(name, text)
        line.setFont(tabular(line.font()))
        line.setAlignment(_side(column))
        layout.addWidget(line)
    return both


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    return rule


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column >= FIGURES else Qt.AlignmentFlag.AlignLeft
