"""A line under the header for what the user should know, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.state.models import Models, about_the_model, is_outdated
from ui.state.session import Phase, Session
from ui.state.wording import clock
from ui.views.buttons import PushButton, keep_room
from ui.views.labels import label


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    again_requested = Signal()
    folder_requested = Signal()
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._text = label("", wrap=True)
        self._again = PushButton("Run again")
        self._again.clicked.connect(self.again_requested)
        self._folder = PushButton("Show in folder")
        self._folder.clicked.connect(self.folder_requested)
        self._find = PushButton("Find the file…")
        self._find.clicked.connect(self.file_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._folder)
        layout.addWidget(self._again)
        layout.addWidget(self._find)
        keep_room(self._again)
        self.hide()

    def show_session(self, session: Session, models: Models) -> None:
        """Says where a recording is, what went wrong, what the engine warns of, or that another model is chosen now."""
        text = banner_text(session, models)
        unfinished = session.phase in (Phase.STOPPED, Phase.CANCELLED, Phase.FAILED)
        self._text.setText(text)
        self._find.setVisible(session.missing)
        self._folder.setVisible(session.recorded)
        self._again.setVisible(unfinished or is_outdated(session, models))
        self.setVisible(bool(text))


def banner_text(session: Session, models: Models) -> str:
    """The sentences for the state the session is in; empty when there is nothing to say."""
    parts = (_missing(session), _saved(session), _state(session, models))
    return "\n".join(part for part in parts if part)


def _missing(session: Session) -> str:
    """The media of a recording of the library is not there."""
    if not session.missing:
        return ""
    return f"The sound is not where it was ({session.path}): the play head moves, but nothing is heard."


def _saved(session: Session) -> str:
    if not session.recorded:
        return ""
    return f"Saved as {session.path}" + (" - nobody was heard speaking in it." if session.silent else "")


def _state(session: Session, models: Models) -> str:
    match session.phase:
        case Phase.STOPPED:
            return f"The analysis stopped before it was done: {session.message}"
        case Phase.FAILED:
            return session.message
        case Phase.CANCELLED:
            done = session.progress.done if session.progress is not None else 0.0
            return f"The analysis was cancelled after {clock(done)} of {clock(session.duration)}."
    about = about_the_model(session, models)
    return "\n".join([*session.visible.warnings, *([about] if about else [])])
