"""What is asked before a model learns from corrections: its name, what it starts from, and whom to check it on."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from ui.state.learning import Learning
from ui.state.learning_wording import name_note
from ui.views.buttons import PushButton
from ui.views.labels import label, reserve, section

START, NAME, CHECK = "Start from", "Name", "Check on"
VOICES = "Whose voices are these, and did they agree?"
PACK = "The sound, words and emotions of these utterances in one file, to learn from on another computer."
WHY_CHECK = "If you have some, labelled in a manifest.csv: tells what the new model does to others."
LONGEST_NAME = 80
LINES_FOR_VOICES = 46
"""Pixels of two lines."""


class LearningForm(QWidget):
    """Says what is typed and chosen."""

    name_typed = Signal(str)
    start_chosen = Signal(str)
    check_wanted = Signal()
    check_cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._start = PushButton("")
        self._start.setMenu(QMenu(self._start))
        self._group = QActionGroup(self)
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.name.setAccessibleName("Name of the new model")
        self.name.setFixedWidth(260)
        self._note = reserve(label("small"), 1)
        self._check = PushButton("")
        self._clear = PushButton("Leave out", "link")
        self._arrange()
        self.name.textEdited.connect(self.name_typed)
        self._check.clicked.connect(self.check_wanted)
        self._clear.clicked.connect(self.check_cleared)

    def show_learning(self, learning: Learning) -> None:
        """Takes another state."""
        self.setEnabled(not learning.busy)
        if self.name.text() != learning.name:
            self.name.setText(learning.name)
        self._note.setText(name_note(learning))
        self._show_start(learning)
        name = PurePath(learning.check).name
        self._check.setText(name or "Recordings of other people…")
        self._check.setAccessibleName(f"Check on: {name or 'choose recordings of other people'}")
        self._check.setToolTip(learning.check)
        self._clear.setVisible(bool(name))

    def _show_start(self, learning: Learning) -> None:
        names, menu = learning.names.installed, self._start.menu()
        if [action.text() for action in menu.actions()] != list(names):
            menu.clear()
            for name in names:
                action = self._group.addAction(name)
                action.setCheckable(True)
                action.triggered.connect(lambda _=False, chosen=name: self.start_chosen.emit(chosen))
                menu.addAction(action)
        for action in menu.actions():
            action.setChecked(action.text() == learning.start)
        self._start.setText(learning.start)
        self._start.setEnabled(len(names) > 1)
        self._start.setAccessibleName(f"Start from the model {learning.start}")

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows = (
            (label("muted", START), _beside(self._start)),
            (label("muted", NAME), _beside(self.name)),
            (None, _beside(self._note)),
            (label("muted", CHECK), _beside(self._check, self._clear)),
            (None, _beside(label("small", WHY_CHECK))),
        )
        for row, (name, field) in enumerate(rows):
            if name is not None:
                grid.addWidget(name, row, 0)
            grid.addLayout(field, row, 1)


class PackForm(QWidget):
    """Asks for what a training pack is to say of the people in it. wanted carries that."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._voices = QPlainTextEdit()
        self._voices.setPlaceholderText(VOICES)
        self._voices.setAccessibleName(VOICES)
        self._voices.setTabChangesFocus(True)
        self._voices.setFixedHeight(LINES_FOR_VOICES)
        self._save = PushButton("Save as a training pack…")
        self._save.clicked.connect(lambda: self.wanted.emit(self._voices.toPlainText().strip()))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._voices, 1)
        row.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(section("Training pack"))
        layout.addWidget(label("small", PACK, wrap=True))
        layout.addLayout(row)

    def show_learning(self, learning: Learning) -> None:
        """Takes another state."""
        self._voices.setEnabled(learning.can_save)
        self._save.setEnabled(learning.can_save)


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
