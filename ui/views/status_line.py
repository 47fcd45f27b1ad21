"""One line that is always there while something is recorded, so that nothing jumps when there is something to say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.views.elided import ElidedLabel


class StatusLine(QFrame):
    """A sentence; a bad one lights up."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self._text = ElidedLabel("statustext", Qt.TextElideMode.ElideRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.addWidget(self._text)
        layout.addStretch(1)
        self._bad: bool | None = None
        self.show_sentence("", False)

    @property
    def bad(self) -> bool:
        """Whether it tells of something the user should know at once."""
        return bool(self._bad)

    def show_sentence(self, text: str, bad: bool) -> None:
        """Takes another sentence."""
        self._text.show_text(text)
        if bad is not self._bad:
            self._bad = bad
            self.setProperty("bad", bad)
            for part in (self, self._text):
                part.style().polish(part)
