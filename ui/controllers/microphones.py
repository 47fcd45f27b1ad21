"""What is recorded from: chosen in the menu, remembered, and looked for whenever the menu is opened."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from mmemotion.messages import Event, ListMicrophones, MicrophonesFound
from ui.bridge import Bridge
from ui.settings import Settings
from ui.state.choices import Choices
from ui.views.main_window import MainWindow


class MicrophoneController(QObject):
    """Holds the Choices."""

    def __init__(self, window: MainWindow, recorder: Bridge, settings: Settings) -> None:
        super().__init__(window)
        self._menu, self._recorder, self._settings = window.actions_.recording, recorder, settings
        self.choices = Choices(wanted=settings.microphone, wanted_channels=settings.recorded_channels)
        self._menu.show_choices(self.choices)
        self._menu.microphone_chosen.connect(self.choose_microphone)
        self._menu.channels_chosen.connect(self.choose_channels)
        self._menu.aboutToShow.connect(self.look)
        recorder.event_arrived.connect(self._apply)

    def look(self) -> None:
        """Asks which microphones there are now."""
        self._recorder.send(ListMicrophones())

    def choose_microphone(self, name: str) -> None:
        """Takes the user's choice for the next recording and remembers it."""
        self._settings.microphone = name
        self._take(replace(self.choices, wanted=name))

    def choose_channels(self, count: int) -> None:
        """Takes the user's choice for the next recording and remembers it."""
        self._settings.recorded_channels = count
        self._take(replace(self.choices, wanted_channels=count))

    def _apply(self, event: Event) -> None:
        if isinstance(event, MicrophonesFound):
            self._take(self.choices.with_microphones(event.microphones))

    def _take(self, choices: Choices) -> None:
        self.choices = choices
        self._menu.show_choices(choices)
