"""What carried the result: asked for with a button, and shown beside what the model looked at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mmemotion.types import EMOTIONS, Emotion
from ui.state.reasons import GROUP_NAMES, METHOD, MOST_WORDS, Carried, Why
from ui.theme import Theme
from ui.views.buttons import PushButton
from ui.views.labels import label, reserve, section
from ui.views.part_bars import PartBars
from ui.views.stretch_strip import StretchStrip

STATUS_LINES, METHOD_LINES = 2, 4
ASK = "Ask why an emotion is perceived, here and wherever the play head rests from now on"


class ReasonsSection(QWidget):
    """wanted carries whether reasons are wanted; chosen the emotion they are to be about, None for the one perceived.

    As high as ever while it is open, also while nothing is known yet.
    """

    wanted = Signal(bool)
    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ask = PushButton("Why?", "filter")
        self._ask.setCheckable(True)
        self._ask.setToolTip(ASK)
        self._other = PushButton("Another", "filter")
        self._other.setAccessibleName("Ask about another emotion")
        self._actions = self._fill()
        self._status = reserve(label("small", wrap=True), STATUS_LINES)
        self._words = PartBars(theme, "Words", MOST_WORDS)
        self._strip = StretchStrip(theme)
        self._groups = PartBars(theme, "Voice", len(GROUP_NAMES))
        self._told = QWidget()
        self._arrange()
        self._ask.clicked.connect(self.wanted)

    def show_why(self, why: Why) -> None:
        """Shows how far the question has come."""
        emotion = why.emotion
        self._ask.setText(f"Why {emotion}?" if emotion is not None else "Why?")
        self._ask.setChecked(why.wanted)
        if self._ask.property("chosen") is not why.wanted:
            self._ask.setProperty("chosen", why.wanted)
            self._ask.style().polish(self._ask)
        for other, action in self._actions.items():
            action.setChecked(other is emotion)
        self._status.setVisible(why.wanted)
        self._status.setText(why.status)
        self._told.setVisible(why.wanted and why.possible)
        self._show_carried(why.carried, emotion or Emotion.NEUTRAL)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for part in (self._words, self._strip, self._groups):
            part.set_theme(theme)

    def _show_carried(self, carried: Carried | None, emotion: Emotion) -> None:
        self._strip.show_carried(carried)
        if carried is None:
            self._words.show_parts((), emotion, 1.0)
            self._groups.show_parts((), emotion, 1.0)
            return
        self._words.show_parts(carried.words, emotion, carried.scale, carried.most_looked)
        self._groups.show_parts(carried.groups, emotion, carried.scale)

    def _fill(self) -> dict[Emotion, QAction]:
        menu = QMenu(self._other)
        group = QActionGroup(menu)
        actions = {}
        for emotion in EMOTIONS:
            action = QAction(f"Why {emotion}?", group)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, e=emotion: self.chosen.emit(e))
            actions[emotion] = action
        menu.addActions(list(actions.values()))
        self._other.setMenu(menu)
        return actions

    def _arrange(self) -> None:
        told = QVBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(8)
        method = reserve(label("small", METHOD, wrap=True), METHOD_LINES)
        for part in (self._words, self._strip, self._groups, method):
            told.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._ask)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(section("What carried it"))
        layout.addLayout(buttons)
        layout.addWidget(self._status)
        layout.addWidget(self._told)
