"""Corrects the recording in view: sends edits, takes them back, and says what became of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence

from mmemotion.messages import Correct, Corrected, EngineStopped, Event, Redo, ReviewFailed, Undo
from mmemotion.review.edits import Edit
from ui.bridge import Bridge
from ui.controllers.desk import DeskController
from ui.state.corrections import named
from ui.state.editing import NOT_HELD, fault, why_not
from ui.state.session import Session
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView
from ui.views.words_editor import HINT

NOTICE_MS = 10_000
UNDO_KEY = QKeySequence("Ctrl+Z")
STOPPED = "The engine stopped before it had taken the correction, and is started anew: make the correction again."
IN_CLIPBOARD = "What you typed is on the clipboard."
ONLY_KEPT = "Only results in the library can be corrected."


class EditController(QObject):
    """An edit is shown when the engine has taken it. What was typed stays in its row until then."""

    def __init__(self, window: MainWindow, review: ReviewView, bridge: Bridge, desk: DeskController) -> None:
        super().__init__(window)
        self._do, self._bridge, self._desk = window.actions_, bridge, desk
        self._transcript = review.transcript
        self._session: Session | None = None
        self._typed = ""
        self._deleted_last = False
        self._timer = QTimer(self, interval=NOTICE_MS, singleShot=True)
        self._timer.timeout.connect(self._hint)
        bridge.event_arrived.connect(self.apply)
        desk.painted.connect(self._allow)
        self._do.undo_edit.triggered.connect(self.undo)
        self._do.redo_edit.triggered.connect(self.redo)
        self._do.undo.changed.connect(self._share_undo)
        self._transcript.notice.clicked.connect(self._keep_and_analyse)
        self._transcript.editing.changed.connect(self._hint)
        self._transcript.editing.abandoned.connect(self._save)

    def correct(self, *edits: Edit, typed: str = "") -> None:
        """Sends edits, all of them or none. typed: words that must not get lost if they are not taken."""
        session = self._desk.visible
        if session is None or session.kept is None:
            self.refuse("" if session is None else why_not(session))
            return
        why = why_not(session) or fault(session, *edits)
        self._typed = typed
        if why:
            self.refuse(why)
            return
        self._edited_last()
        self._timer.stop()
        self._hint()  # what was told before is out of date
        for edit in edits:
            self._bridge.send(Correct(session.kept, edit))

    def undo(self) -> None:
        """Takes the last edit back."""
        session = self._desk.visible
        if session is not None and session.kept is not None and session.corrections.edits:
            self._bridge.send(Undo(session.kept))

    def redo(self) -> None:
        """Makes the edit again that was taken back last."""
        session = self._desk.visible
        if session is not None and session.kept is not None and session.corrections.undone:
            self._edited_last()
            self._bridge.send(Redo(session.kept))

    def refuse(self, why: str) -> None:
        """Says why something was not done. What was typed is still in its row, or on the clipboard."""
        if not self._transcript.editing.refused() and self._typed:
            QGuiApplication.clipboard().setText(self._typed)
            why = f"{why} {IN_CLIPBOARD}"
        self._typed = ""
        if why == NOT_HELD:
            self.tell(ONLY_KEPT, "Keep results and analyse again")
        else:
            self.tell(why)

    def tell(self, text: str, button: str = "") -> None:
        """A sentence for a while."""
        self._transcript.show_notice(text, button)
        self._timer.start()

    def apply(self, event: Event) -> None:
        """Takes what the engine says, after the desk has."""
        session = self._desk.visible
        match event:
            case Corrected(number=number) if session is not None and number == session.kept:
                self._typed = ""
                self._desk.paint()
                self._transcript.editing.answered()
            case ReviewFailed(number=number, request="", message=message):
                if session is not None and number == session.kept:
                    self.refuse(message)
                else:
                    self.tell(message)
            case EngineStopped() if self._typed or self._transcript.editing.waiting:
                self.refuse(STOPPED)

    def _allow(self) -> None:
        """Enables what can be done with the recording in view, and says what would be taken back."""
        session = self._desk.visible
        if session is self._session:
            return
        self._session = session
        why = why_not(session) if session is not None else ""
        possible = session is not None and not why and bool(session.utterances)
        for action in self._do.editing:
            action.setEnabled(possible)
            action.setToolTip(why or action.text())
        edits = session.corrections.edits if session is not None and not why else ()
        undone = session.corrections.undone if session is not None and not why else ()
        for action, word, stack in ((self._do.undo_edit, "Undo", edits), (self._do.redo_edit, "Redo", undone)):
            action.setEnabled(bool(stack))
            action.setText(f"{word} {named(stack[-1])}" if stack else word)

    def _share_undo(self) -> None:
        """Ctrl+Z takes back what was done last, a deletion in the library or an edit."""
        if self._do.undo.isEnabled() is not self._deleted_last:
            self._deleted_last = self._do.undo.isEnabled()
            self._give_key()

    def _edited_last(self) -> None:
        self._deleted_last = False
        self._give_key()

    def _give_key(self) -> None:
        self._do.undo.blockSignals(True)
        self._do.undo.setShortcuts([UNDO_KEY] if self._deleted_last else [])
        self._do.undo.blockSignals(False)
        self._do.undo_edit.setShortcuts([] if self._deleted_last else [UNDO_KEY])

    def _hint(self) -> None:
        """When there is nothing else to tell: while words are corrected, their keys."""
        if not self._timer.isActive():
            self._transcript.show_notice(HINT if self._transcript.editing.editor is not None else "")

    def _save(self, typed: str) -> None:
        """Another recording came into view while words were typed."""
        QGuiApplication.clipboard().setText(typed)
        self.tell(IN_CLIPBOARD)

    def _keep_and_analyse(self) -> None:
        self._timer.stop()
        self._hint()
        self._do.keep.setChecked(True)
        self._desk.again()
