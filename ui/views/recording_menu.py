"""What is recorded, and from where: the menu of recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from ui.state.choices import Choices

DEFAULT = "System default"
CHANNELS = {1: "1 channel", 2: "2 channels: a speaker each"}


class RecordingMenu(QMenu):
    """The choices are radio items; microphone_chosen carries a name (empty: default), channels_chosen 1 or 2."""

    microphone_chosen = Signal(str)
    channels_chosen = Signal(int)

    def __init__(self, record: QAction, pause: QAction, stop: QAction, present: QAction, parent: QWidget) -> None:
        super().__init__("&Recording", parent)
        self.addActions([record, pause, stop])
        self._microphones = self.addMenu("Microphone")
        self._group = QActionGroup(self)
        self._channels = self._add_channels()
        self.addSeparator()
        self.addAction(present)

    def show_choices(self, choices: Choices) -> None:
        """Takes what there is and what is chosen."""
        names = ["", *(found.name for found in choices.microphones or ())]
        if choices.microphones is None and choices.wanted:
            names.append(choices.wanted)
        if names != [action.data() for action in self._group.actions()]:
            self._fill(names)
        for action in self._group.actions():
            action.setChecked(action.data() == choices.microphone)
        for count, action in self._channels.items():
            action.setEnabled(count <= choices.most_channels)
            action.setChecked(count == choices.channel_count)

    @property
    def microphones(self) -> list[QAction]:
        """One per microphone, the system's default first."""
        return self._group.actions()

    @property
    def channels(self) -> dict[int, QAction]:
        """One per number of channels."""
        return self._channels

    def _fill(self, names: list[str]) -> None:
        for old in self._group.actions():
            self._group.removeAction(old)
            self._microphones.removeAction(old)
            old.deleteLater()  # it may be the one that was just chosen
        for name in names:
            action = self._group.addAction(name.replace("&", "&&") or DEFAULT)
            action.setData(name)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=name: self.microphone_chosen.emit(chosen))
            self._microphones.addAction(action)

    def _add_channels(self) -> dict[int, QAction]:
        menu = self.addMenu("Channels")
        group = QActionGroup(self)
        actions = {count: group.addAction(name) for count, name in CHANNELS.items()}
        for count, action in actions.items():
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=count: self.channels_chosen.emit(chosen))
            menu.addAction(action)
        return actions
