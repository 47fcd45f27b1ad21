"""The utterances as a Qt model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmemotion.types import Utterance
from ui.state.verdict import corrections, heard, result
from ui.state.wording import clock

Index = QModelIndex | QPersistentModelIndex
UTTERANCE = int(Qt.ItemDataRole.UserRole)


class TranscriptModel(QAbstractListModel):
    """One row per utterance. Arrivals are inserted, corrections change no other row: the list neither jumps nor loses
    its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._utterances: tuple[Utterance, ...] = ()

    def show_utterances(self, utterances: tuple[Utterance, ...], anew: bool = False) -> None:
        """Takes the new utterances, telling the view of no more than what changed; anew: those of another recording."""
        old = self._utterances
        if anew:
            self.beginResetModel()
            self._utterances = utterances
            self.endResetModel()
            return
        if utterances is old:
            return
        head = _shared(old, utterances)
        tail = _shared(old[head:][::-1], utterances[head:][::-1])
        self._change(head, len(old) - tail, utterances, len(utterances) - tail)

    def _change(self, first: int, end: int, utterances: tuple[Utterance, ...], new_end: int) -> None:
        """Rows from first to end become those from first to new_end."""
        if new_end < end:
            self.beginRemoveRows(QModelIndex(), new_end, end - 1)
            self._utterances = self._utterances[:new_end] + self._utterances[end:]
            self.endRemoveRows()
        elif new_end > end:
            self.beginInsertRows(QModelIndex(), end, new_end - 1)
            self._utterances = utterances
            self.endInsertRows()
        self._utterances = utterances
        last = min(end, new_end) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Number of utterances."""
        return 0 if parent.isValid() else len(self._utterances)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Utterance | str | None:
        """The utterance itself, or one line about it for screen readers."""
        if not 0 <= index.row() < len(self._utterances):
            return None
        utterance = self._utterances[index.row()]
        if role == UTTERANCE:
            return utterance
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(corrections(utterance)) or None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = utterance.transcript.text or "no words"
            judged = "; ".join(filter(None, (result(utterance), heard(utterance))))
            return f"{clock(utterance.span.start, 1)} {utterance.speaker}: {words} ({judged})"
        return None


def _shared(one: tuple[Utterance, ...], other: tuple[Utterance, ...]) -> int:
    """How many utterances both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))
