"""A line at the bottom that tells what was just done, with one thing that can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.views.buttons import PushButton
from ui.views.elided import ElidedLabel
from ui.views.labels import label


class NoticeBar(QFrame):
    """Hidden while there is nothing to tell."""

    clicked = Signal()

    def __init__(self, wrap: bool = False) -> None:
        """wrap: as many lines as the sentence needs."""
        super().__init__()
        self.setObjectName("notice")
        self._text = label("", wrap=True) if wrap else ElidedLabel("", Qt.TextElideMode.ElideRight)
        self._button = PushButton("", "link")
        self._button.clicked.connect(self.clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._text, int(wrap))
        if not wrap:
            layout.addStretch(1)
        layout.addWidget(self._button)
        self.hide()

    def show_notice(self, text: str, button: str) -> None:
        """Takes another sentence; an empty one hides the bar."""
        if isinstance(self._text, ElidedLabel):
            self._text.show_text(text)
        else:
            self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setVisible(bool(text))
