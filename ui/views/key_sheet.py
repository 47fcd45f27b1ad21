"""The sheet of keys: what keys and mouse do, by what it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.views.labels import label, section

Entries = Sequence[tuple[str, str]]

MOUSE: Mapping[str, Entries] = {
    "Playing": (("Play from here", "Click, Space"),),
    "Selecting": (
        ("Select a stretch of time", "Drag"),
        ("Select an utterance", "Double click"),
        ("Extend the selection to here", "Shift+Click"),
        ("Move an end of it", "Drag the end"),
    ),
    "Looking": (
        ("Zoom around the pointer", "Wheel"),
        ("Move along the time axis", "Shift+Wheel"),
        ("Drag the time axis", "Middle button"),
    ),
}
"""What the mouse does on the time axis."""

MOST_COLUMNS = 3
MARGIN, BELOW = 40, 92
"""Pixels by which the sheet stays narrower than its window, and what lies above and below the keys in it."""


class KeySheet(QDialog):
    """Groups side by side, as even as they go; Esc closes it. Scrolls in a window that is too small for it."""

    def __init__(self, parent: QWidget, keys: Mapping[str, Entries]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups = {group: [*entries, *MOUSE.get(group, ())] for group, entries in keys.items()}
        room = parent.window().size()
        sheet = _fitting({group: entries for group, entries in groups.items() if entries}, room.width() - MARGIN)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("Keys and what they do")
        area.setWidget(sheet)
        wanted, height = sheet.sizeHint(), room.height() - BELOW
        bar = area.verticalScrollBar().sizeHint().width() if wanted.height() > height else 0
        area.setMinimumSize(wanted.width() + bar, min(wanted.height(), height))
        area.setFocus()  # the arrows scroll
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(area)
        layout.addWidget(buttons)


def _fitting(groups: Mapping[str, Entries], width: int) -> QWidget:
    """In as many columns as there is room for."""
    for count in range(MOST_COLUMNS, 1, -1):
        sheet = _sheet(groups, count)
        for text in sheet.findChildren(QLabel):
            text.ensurePolished()  # its size is asked for before it is shown
        if sheet.sizeHint().width() <= width:
            return sheet
    return _sheet(groups, 1)


def _sheet(groups: Mapping[str, Entries], count: int) -> QWidget:
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 8, 0)
    row.setSpacing(24)
    for column in columns({group: len(entries) for group, entries in groups.items()}, count):
        table = QGridLayout()
        table.setHorizontalSpacing(12)
        table.setVerticalSpacing(3)
        for group in column:
            _fill(table, group, groups[group])
        table.setRowStretch(table.rowCount(), 1)
        row.addLayout(table)
    return sheet


def columns(lengths: Mapping[str, int], most: int) -> list[list[str]]:
    """Groups of so many entries, in their order, in so many columns at most, of about the same length."""
    share = sum(length + 2 for length in lengths.values()) / most
    result: list[list[str]] = [[]]
    filled = 0.0
    for group, length in lengths.items():
        if result[-1] and len(result) < most and filled + (length + 2) / 2 > share * len(result):
            result.append([])
        result[-1].append(group)
        filled += length + 2
    return result


def _fill(table: QGridLayout, group: str, entries: Entries) -> None:
    head = section(group)
    if table.count():
        table.setRowMinimumHeight(table.rowCount(), 8)
    table.addWidget(head, table.rowCount(), 0, 1, 2)
    for name, key in entries:
        row = table.rowCount()
        table.addWidget(label("", name), row, 0)
        table.addWidget(label("muted", key), row, 1)
