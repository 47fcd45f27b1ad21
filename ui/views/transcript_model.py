"""The utterances as a Qt model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmemotion.types import Utterance
from ui.state.inspection import verdict
from ui.state.wording import clock

Index = QModelIndex | QPersistentModelIndex
UTTERANCE = int(Qt.ItemDataRole.UserRole)


class TranscriptModel(QAbstractListModel):
    """One row per utterance. Arrivals are inserted, so the list neither jumps nor loses its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._utterances: tuple[Utterance, ...] = ()

    def show_utterances(self, utterances: tuple[Utterance, ...]) -> None:
        """Takes the new utterances, telling the view of no more than what changed."""
        old = self._utterances
        if utterances is old:
            return
        head = _shared(old, utterances)
        tail = _shared(old[head:][::-1], utterances[head:][::-1])
        if head + tail == len(old) and len(utterances) > len(old):
            self.beginInsertRows(QModelIndex(), head, len(utterances) - tail - 1)
            self._utterances = utterances
            self.endInsertRows()
        elif len(utterances) == len(old):
            self._utterances = utterances
            self.dataChanged.emit(self.index(head), self.index(len(old) - 1))
        else:
            self.beginResetModel()
            self._utterances = utterances
            self.endResetModel()

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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = utterance.transcript.text or "no words"
            return f"{clock(utterance.span.start, 1)} {utterance.speaker}: {words} ({verdict(utterance.estimate)})"
        return None


def _shared(one: tuple[Utterance, ...], other: tuple[Utterance, ...]) -> int:
    """How many utterances both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))
