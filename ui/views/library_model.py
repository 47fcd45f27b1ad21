"""The rows of the library as a Qt model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmemotion.messages import Kept
from ui.state.library import Row
from ui.state.library_wording import details

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class LibraryModel(QAbstractListModel):
    """One row per recording, moment, or recording not loaded yet. Only an answer to another question resets it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def show_rows(self, rows: tuple[Row, ...], anew: bool) -> None:
        """Takes other rows, telling the view of no more than what changed, unless they answer another question."""
        if rows is self._rows:
            return
        if anew:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        old = self._rows
        head = _shared(old, rows)
        tail = _shared(old[head:][::-1], rows[head:][::-1])
        common = min(len(old), len(rows)) - tail
        self._resize(rows, common)
        if common > head:
            self.dataChanged.emit(self.index(head), self.index(common - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Row | str | None:
        """The row itself, what is said of it, or the title to be edited."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.EditRole and isinstance(row, Kept):
            return row.title
        return details(row) if role in SAID else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Recordings and moments can be chosen; a title can be edited."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else 0
        if isinstance(row, int):
            return Qt.ItemFlag.ItemIsEnabled
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen | Qt.ItemFlag.ItemIsEditable if isinstance(row, Kept) else chosen

    def _resize(self, rows: tuple[Row, ...], at: int) -> None:
        """Rows come or go at a place; those before it may differ, and are told of by the caller."""
        more = len(rows) - len(self._rows)
        if more > 0:
            self.beginInsertRows(QModelIndex(), at, at + more - 1)
            self._rows = rows
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(QModelIndex(), at, at - more - 1)
            self._rows = rows
            self.endRemoveRows()
        else:
            self._rows = rows


def _shared(one: tuple[Row, ...], other: tuple[Row, ...]) -> int:
    """How many rows both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a is not b and a != b), min(len(one), len(other)))
