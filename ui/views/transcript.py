"""The transcript: follows the playback until the user scrolls, then waits to be asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from mmemotion.types import Utterance
from ui.state.session import Phase, Session
from ui.theme import Theme
from ui.views.buttons import PushButton
from ui.views.focus_ring import FocusRing
from ui.views.labels import label
from ui.views.notice_bar import NoticeBar
from ui.views.transcript_delegate import TranscriptDelegate
from ui.views.transcript_editing import TranscriptEditing
from ui.views.transcript_model import UTTERANCE, Index, TranscriptModel

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TranscriptView(QListView):
    """utterance_chosen carries the row the user went to; words_wanted the one to be corrected; name_wanted a
    speaker; menu_wanted a row, the word that was clicked or None, and where on the screen."""

    utterance_chosen = Signal(int)
    words_wanted = Signal(int)
    name_wanted = Signal(str)
    menu_wanted = Signal(int, object, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TranscriptModel(self)
        self._delegate = TranscriptDelegate(theme, self)
        self.editing = TranscriptEditing(self, self._delegate)
        self.notice = NoticeBar(wrap=True)
        self._following = True
        self._row = -1
        self._view = ""
        self._showing = False
        self._wanted: tuple[Utterance, ...] = ()
        self._measuring = QTimer(self, interval=0, singleShot=True)
        self._measuring.timeout.connect(self._go_on)
        self._follow = PushButton("Follow the playback")
        self._hint = label("hint", wrap=True)
        self._prepare()

    def _prepare(self) -> None:
        FocusRing(self)
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
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.editing.changed.connect(self.scheduleDelayedItemsLayout)
        self.editing.changed.connect(lambda: QTimer.singleShot(0, self._show_editor))
        self.notice.setParent(self)
        self.notice.hide()
        self._follow.setParent(self)
        self._follow.hide()
        self._follow.clicked.connect(self.follow)
        self._hint.setParent(self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_session(self, session: Session) -> None:
        """Shows the utterances that are there, or says why there are none."""
        anew, self._view = session.view != self._view, session.view
        if anew:
            self.editing.abandon()
        self._wanted = session.utterances
        ready = self._measured()
        self._delegate.heights.forget(len(self._wanted))
        if ready == len(self._wanted) or anew or not self._model.rowCount():  # the others once their heights are known
            self._show_utterances(self._wanted[:ready], anew)
        if ready < len(self._wanted):
            self.executeDelayedItemsLayout()  # the scroll bar takes its room now: the rest is measured once
        self._hint.setText(_hint(session))
        self._hint.setVisible(not session.utterances)

    def _show_utterances(self, utterances: tuple[Utterance, ...], anew: bool = False) -> None:
        self._showing = True  # rows that go take the current one along, which is no wish of the user's
        self._hold_still(lambda: self._model.show_utterances(utterances, anew))
        self._showing = False

    def _measured(self) -> int:
        """How many of the rows that are wanted have their heights; goes on with the others soon."""
        self._delegate.font = self.font()
        ready = self._delegate.heights.measured(self._wanted, self.viewport().width())
        if ready < len(self._wanted):
            self._measuring.start()
        return ready

    def _go_on(self) -> None:
        if self._measured() == len(self._wanted):
            self._show_utterances(self._wanted)
            self.scheduleDelayedItemsLayout()
            row, self._row = self._row, -1
            self.set_current(row)

    def set_time(self, time: float) -> None:
        """Marks the word of the current row that is heard at time (s)."""
        words = self._delegate.current.transcript.words if self._delegate.current is not None else ()
        spoken = next((place for place, word in enumerate(words) if word.span.contains(time)), None)
        if spoken != self._delegate.spoken:
            self._delegate.spoken = spoken
            self.viewport().update(self.visualRect(self._model.index(self._row)))

    def set_current(self, row: int | None) -> None:
        """Marks the row under the play head and, while following, keeps it in view."""
        row = -1 if row is None else row
        utterance = self._model.index(row).data(UTTERANCE) if row >= 0 else None
        if utterance is self._delegate.current and row == self._row:
            return
        self._row = row
        self._delegate.current = utterance
        self._showing = True
        self.setCurrentIndex(self._model.index(row))
        self._showing = False
        self.viewport().update()
        if self._following and self.editing.editor is None:
            self._show_row()

    def edit_words(self, row: int) -> None:
        """Lets the user correct the words of a row in their place."""
        index = self._model.index(row)
        self.scrollTo(index)
        self.editing.open(index)

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

    def event(self, event: QEvent) -> bool:
        """Keeps the keys that it knows itself."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in ENTER and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the words of the current row."""
        if event.key() in ENTER and not event.modifiers() and self._row >= 0:
            self.words_wanted.emit(self._row)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Opens the words, or the name."""
        super().mouseDoubleClickEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            if self._delegate.is_name(self.visualRect(index), at):
                self.name_wanted.emit(index.data(UTTERANCE).speaker)
            else:
                self.words_wanted.emit(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """For the row under the pointer, or by the key for the current one."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            if self._row >= 0:
                self.scrollTo(self._model.index(self._row))
                area = self.visualRect(self._model.index(self._row))
                self.menu_wanted.emit(self._row, None, self.viewport().mapToGlobal(area.bottomLeft() + QPoint(64, -4)))
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            word = self._delegate.word_at(self.visualRect(index), self.font(), index.data(UTTERANCE), event.pos())
            self.menu_wanted.emit(index.row(), word, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scrolling by hand stops the following."""
        self._stop_following()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Places what floats over the list."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measured()
            self.scheduleDelayedItemsLayout()  # rows are as high as their words need at this width
            if self._following:
                QTimer.singleShot(0, self._show_row)
        self._place_floating()

    def _place_floating(self) -> None:
        width = self.viewport().width()
        height = max(36, self.notice.heightForWidth(width))
        self.notice.setGeometry(0, self.height() - height, width, height)
        self._follow.adjustSize()
        self._follow.move(
            self.viewport().width() - self._follow.width() - 16, self.height() - self._follow.height() - 12
        )
        self._hint.setGeometry(32, 0, max(0, self.viewport().width() - 64), min(160, self.height()))

    def show_notice(self, text: str, button: str = "") -> None:
        """A sentence at the bottom; an empty one takes it away."""
        self.notice.show_notice(text, button)
        self._place_floating()
        self.notice.raise_()

    def _hold_still(self, change: Callable[[], None]) -> None:
        """The first row in view stays where it is when rows above it come, go, or need another height."""
        bar = self.verticalScrollBar()
        if bar.value() == 0:
            change()
            return
        self.executeDelayedItemsLayout()
        top = self.indexAt(QPoint(1, 1))
        held, before = QPersistentModelIndex(top), self.visualRect(top).top()
        change()
        if held.isValid():
            self.executeDelayedItemsLayout()
            after = self.visualRect(self._model.index(held.row())).top()
            bar.setValue(bar.value() + after - before)

    def _show_editor(self) -> None:
        """All of what is typed stays in view."""
        editor = self.editing.editor
        if editor is not None:
            self.executeDelayedItemsLayout()
            floor = self.height() - (self.notice.height() if self.notice.isVisible() else 0)
            below = min(editor.geometry().bottom() + 8 - floor, editor.geometry().top() - 4)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + max(0, below))

    def _choose(self, row: int) -> None:
        self._following = True
        self._follow.hide()
        self.utterance_chosen.emit(row)

    def _show_row(self) -> None:
        if self._row >= 0:
            index = self._model.index(self._row)
            calm = self.viewport().rect().adjusted(0, 0, 0, -self.viewport().height() // 4)
            if not calm.contains(self.visualRect(index)):
                hint = QAbstractItemView.ScrollHint
                tall = self.visualRect(index).height() > self.viewport().height()
                self.scrollTo(index, hint.PositionAtTop if tall else hint.PositionAtCenter)

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
