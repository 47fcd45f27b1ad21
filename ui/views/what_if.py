"""What if: switches for words and voice, and the words to be left out; and what the result would be."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mmemotion.types import Branch
from ui.state.what_if import Supposition
from ui.theme import Theme
from ui.views.buttons import PushButton, keep_room
from ui.views.labels import label, reserve, section
from ui.views.word_chips import LINE, WordChips

SIDES = {None: "Both", Branch.TEXT: "Words alone", Branch.VOICE: "Voice alone"}
LINES_SHOWN = 3
OUTCOME_LINES = 2


class SideButton(PushButton):
    """One of several of which one is chosen."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "filter")
        self.setCheckable(True)

    def show_chosen(self, chosen: bool) -> None:
        """Whether it is the one."""
        self.setChecked(chosen)
        if self.property("chosen") is not chosen:
            self.setProperty("chosen", chosen)
            self.style().polish(self)


class WhatIfSection(QWidget):
    """Says what the user supposes. Always as high, however many words there are: they scroll."""

    branch_chosen = Signal(object)
    word_pressed = Signal(int)
    reset_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sides = {branch: SideButton(text) for branch, text in SIDES.items()}
        self._sides[None].setAccessibleName("Words and voice")
        self._chips = WordChips(theme)
        self._scroll = QScrollArea()
        self._outcome = reserve(label("small", wrap=True), OUTCOME_LINES)
        self._reset = PushButton("Reset", "link")
        self._reset.setAccessibleName("Reset: as it was said")
        keep_room(self._reset)
        self._arrange()
        for branch, button in self._sides.items():
            button.clicked.connect(lambda _=False, b=branch: self.branch_chosen.emit(b))
        self._chips.pressed.connect(self.word_pressed)
        self._chips.came_to.connect(self._show_chip)
        self._reset.clicked.connect(self.reset_wanted)

    def show_supposition(self, shown: Supposition) -> None:
        """Shows what is supposed, and what came of it."""
        for branch, button in self._sides.items():
            button.show_chosen(branch is shown.branch)
            button.setEnabled(branch is None or branch in shown.branches)
        self._chips.setEnabled(shown.can_leave_out)
        self._chips.show_words(shown.words, shown.without)
        self._outcome.setText(shown.outcome)
        self._reset.setVisible(shown.changed)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._chips.set_theme(theme)

    def _show_chip(self, chip: QRect) -> None:
        self._scroll.ensureVisible(chip.center().x(), chip.center().y(), 0, LINE)

    def _arrange(self) -> None:
        self._scroll.setWidget(self._chips)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFixedHeight(LINES_SHOWN * LINE)
        head, sides = QHBoxLayout(), QHBoxLayout()
        head.addWidget(section("What if"), 1)
        head.addWidget(self._reset)
        sides.setSpacing(4)
        for button in self._sides.values():
            sides.addWidget(button)
        sides.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(sides)
        layout.addWidget(self._scroll)
        layout.addWidget(self._outcome)
