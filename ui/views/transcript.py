"""The transcript: follows the playback until the user scrolls, then waits to be asked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.state.session import Phase, Session
from ui.theme import Theme
from ui.views.buttons import PushButton
from ui.views.labels import label
from ui.views.transcript_delegate import TranscriptDelegate
from ui.views.transcript_model import UTTERANCE, Index, TranscriptModel


class TranscriptView(QListView):
    """utterance_chosen carries the row the user went to."""

    utterance_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TranscriptModel(self)
        self._delegate = TranscriptDelegate(theme, self)
        self._following = True
        self._row = -1
        self._showing = False
        self._follow = PushButton("Follow the playback")
        self._hint = label("hint", wrap=True)
        self._prepare()

    def _prepare(self) -> None:
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Transcript")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMinimumHeight(120)
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().actionTriggered.connect(self._stop_following)
        self.clicked.connect(lambda index: self._choose(index.row()))
        self._follow.setParent(self)
        self._follow.hide()
        self._follow.clicked.connect(self.follow)
        self._hint.setParent(self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_session(self, session: Session) -> None:
        """Shows the utterances that are there, or says why there are none."""
        self._model.show_utterances(session.utterances)
        self._hint.setText(_hint(session))
        self._hint.setVisible(not session.utterances)

    def set_current(self, row: int | None) -> None:
        """Marks the row under the play head and, while following, keeps it in view."""
        row = -1 if row is None else row
        utterance = self._model.index(row).data(UTTERANCE) if row >= 0 else None
        if utterance is self._delegate.current:
            return
        self._row = row
        self._delegate.current = utterance
        self._showing = True
        self.setCurrentIndex(self._model.index(row))
        self._showing = False
        self.viewport().update()
        if self._following:
            self._show_row()

    def follow(self) -> None:
        """Goes back to the row under the play head and stays with it."""
        self._following = True
        self._follow.hide()
        self._show_row()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Paging with the keyboard moves the play head, as a click does."""
        if self._showing:
            return
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != self._row and self.hasFocus():
            self._choose(current.row())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scrolling by hand stops the following."""
        self._stop_following()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Places what floats over the list."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # rows are as high as their words need at this width
            if self._following:
                QTimer.singleShot(0, self._show_row)
        self._follow.adjustSize()
        self._follow.move(
            self.viewport().width() - self._follow.width() - 16, self.height() - self._follow.height() - 12
        )
        self._hint.setGeometry(32, 0, max(0, self.viewport().width() - 64), min(160, self.height()))

    def _choose(self, row: int) -> None:
        self._following = True
        self._follow.hide()
        self.utterance_chosen.emit(row)

    def _show_row(self) -> None:
        if self._row >= 0:
            index = self._model.index(self._row)
            calm = self.viewport().rect().adjusted(0, 0, 0, -self.viewport().height() // 4)
            if not calm.contains(self.visualRect(index)):
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _stop_following(self) -> None:
        if self._following and self._row >= 0:
            self._following = False
            self._follow.show()


def _hint(session: Session) -> str:
    if session.silent:
        return f"No speech was found in {session.title}."
    if session.phase is Phase.RUNNING:
        return "Utterances appear here as they are recognised."
    return ""
