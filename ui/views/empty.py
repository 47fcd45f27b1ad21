"""What the window shows before anything is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.views.actions import Actions
from ui.views.buttons import PushButton
from ui.views.labels import label
from ui.views.law import law_label
from ui.views.model_menu import ModelButton
from ui.views.record_button import RecordButton

if TYPE_CHECKING:
    from ui.state.models import Models

SENTENCE = "Open a recording, or make one, to see which emotions are heard in it, and why."
HOW = "Drop audio or video files here. Everything stays on this computer."


class EmptyView(QWidget):
    """One sentence, two buttons, a place to drop files, the sample recording, and the model where there is a choice."""

    def __init__(self, actions: Actions, has_sample: bool) -> None:
        super().__init__()
        self._frame = QFrame()
        self._frame.setObjectName("drop")
        self._frame.setMaximumSize(760, 320)
        self._model = ModelButton(actions.models)
        self._fill(actions, has_sample)
        law = law_label()
        law.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._frame, 8)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 12)
        layout.addStretch(2)
        layout.addLayout(row, 6)
        layout.addStretch(3)
        layout.addWidget(law)

    def _fill(self, actions: Actions, has_sample: bool) -> None:
        hero = label("hero", SENTENCE, wrap=True)
        how = label("muted", HOW, wrap=True)
        for part in (hero, how):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self._frame)
        layout.setContentsMargins(32, 32, 32, 24)
        layout.addStretch()
        layout.addWidget(hero)
        layout.addSpacing(8)
        layout.addWidget(how)
        layout.addSpacing(20)
        layout.addLayout(_buttons(actions))
        if has_sample:
            layout.addSpacing(4)
            layout.addWidget(
                PushButton("or try the sample recording", "link", actions.sample), 0, Qt.AlignmentFlag.AlignCenter
            )
        layout.addSpacing(12)
        layout.addWidget(self._model, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()

    def show_models(self, models: Models) -> None:
        """Names the model that the next analysis uses."""
        self._model.show_models(models)

    def set_hot(self, hot: bool) -> None:
        """Lights up while files are held over the window."""
        self._frame.setProperty("hot", hot)
        self._frame.style().polish(self._frame)


def _buttons(actions: Actions) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addStretch(1)
    row.addWidget(RecordButton(actions))
    row.addWidget(PushButton("Open…", action=actions.open))
    row.addStretch(1)
    return row
