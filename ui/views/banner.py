"""A line under the header for what the user should know, with at most one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.state.session import Phase, Session
from ui.state.wording import clock
from ui.views.buttons import PushButton
from ui.views.labels import label


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._text = label("", wrap=True)
        self._again = PushButton("Run again")
        self._again.clicked.connect(self.again_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._again)
        self.hide()

    def show_session(self, session: Session) -> None:
        """Says what went wrong, or what the engine warns of."""
        text = banner_text(session)
        self._text.setText(text)
        self._again.setVisible(session.phase in (Phase.STOPPED, Phase.CANCELLED, Phase.FAILED))
        self.setVisible(bool(text))


def banner_text(session: Session) -> str:
    """The sentence for the state the session is in; empty when all is well."""
    match session.phase:
        case Phase.STOPPED:
            return f"The analysis stopped before it was done: {session.message}"
        case Phase.FAILED:
            return session.message
        case Phase.CANCELLED:
            done = session.progress.done if session.progress is not None else 0.0
            return f"The analysis was cancelled after {clock(done)} of {clock(session.duration)}."
    return "\n".join(session.warnings)
