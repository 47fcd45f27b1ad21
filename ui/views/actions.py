"""Everything a user can do, once: menus, buttons and keys all trigger these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from mmemotion.config import Talk
from ui.theme import ThemeChoice
from ui.views.model_menu import ModelMenu
from ui.views.recording_menu import RecordingMenu

T = TypeVar("T")
THEMES = {ThemeChoice.SYSTEM: "As the desktop", ThemeChoice.LIGHT: "Light", ThemeChoice.DARK: "Dark"}
TALK = {
    Talk.EVERYDAY: "Expect everyday talk: mostly neutral",
    Talk.ACTED: "Expect acted speech: every emotion as often",
}


class Actions:
    """The actions of the window, each with its keys."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.record = self._action("Record", "Ctrl+R")
        self.pause_recording = self._action("Pause the recording", "Ctrl+P")
        self.stop = self._action("Stop the recording", "Ctrl+Shift+R")
        self.present = self._action("Presentation mode", "F11")
        self.leave = self._action("Leave presentation mode", "Esc")
        self.open = self._action("Open…", "Ctrl+O")
        self.sample = self._action("Open the sample recording")
        self.close = self._action("Close recording", "Ctrl+W")
        self.quit = self._action("Quit", "Ctrl+Q")
        self.library = self._action("Show the library", "Ctrl+L")
        self.search = self._action("Search the library", "Ctrl+F")
        self.undo = self._action("Undo the deletion", "Ctrl+Z")
        self.import_ = self._action("Import…")
        self.export = self._action("Export…")
        self.keep = self._action("Keep results in the library")
        self.keep.setCheckable(True)
        self.zoom_in = self._action("Zoom in", "Ctrl++", "Ctrl+=")
        self.zoom_out = self._action("Zoom out", "Ctrl+-")
        self.fit = self._action("Show the whole recording", "Ctrl+0")
        self.play = self._action("Play", "Space")
        self.back = self._action("Back 2 seconds", "Left")
        self.forward = self._action("Forward 2 seconds", "Right")
        self.previous = self._action("Previous utterance", "Up")
        self.next = self._action("Next utterance", "Down")
        self.slower = self._action("Slower", "[")
        self.faster = self._action("Faster", "]")
        self.cancel = self._action("Cancel the analysis", "Ctrl+.")
        self.shortcuts = self._action("Keys", "F1")
        self.about = self._action("About mmemotion")
        self.themes = self._choice(THEMES)
        self.models = ModelMenu(window)
        self.talk = self._choice(TALK)
        self.recording = RecordingMenu(self.record, self.pause_recording, self.stop, self.present, window)
        for action in (self.library, self.search, self.undo, self.export):
            action.setEnabled(False)
        self._more: list[QAction] = []
        self.set_recording(False)
        self.set_presentation(possible=False, on=False)

    @property
    def needing_a_recording(self) -> tuple[QAction, ...]:
        """Those that make no sense while nothing is open."""
        return (self.close, self.zoom_in, self.zoom_out, self.fit, *self.playback)

    @property
    def playback(self) -> tuple[QAction, ...]:
        """Those that move the play head."""
        return (self.play, self.back, self.forward, self.previous, self.next, self.slower, self.faster)

    def set_recording(self, recording: bool, paused: bool = False, stopping: bool = False) -> None:
        """Enables what makes sense while something is being recorded, or while nothing is."""
        self.record.setEnabled(not recording)
        self.pause_recording.setEnabled(recording and not stopping)
        self.pause_recording.setText("Resume the recording" if paused else "Pause the recording")
        self.stop.setEnabled(recording and not stopping)

    def set_presentation(self, possible: bool, on: bool) -> None:
        """Presentation mode is for a recording in view, and left by Esc."""
        self.present.setEnabled(possible)
        self.present.setText("Leave presentation mode" if on else "Presentation mode")
        self.leave.setEnabled(on)

    def set_library(self, possible: bool, shown: bool) -> None:
        """The library can be shown and searched once there is one, or while a recording is in view."""
        self.library.setEnabled(possible)
        self.search.setEnabled(possible)
        self.library.setText("Hide the library" if shown else "Show the library")

    def add_keys(self, actions: Sequence[QAction]) -> None:
        """Actions that have their keys only in the list of the library."""
        self._more += actions

    def with_keys(self) -> list[tuple[str, str]]:
        """Name and keys of every action that has keys."""
        native = QKeySequence.SequenceFormat.NativeText
        named = [(action.text().rstrip("…"), action) for action in self._window.actions()]
        named += [(f"{action.text().rstrip('…')}, in the library", action) for action in self._more]
        return [
            (name, ", ".join(key.toString(native) for key in action.shortcuts()))
            for name, action in named
            if action.shortcuts()
        ]

    def _action(self, text: str, *keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        return action

    def _choice(self, names: Mapping[T, str]) -> dict[T, QAction]:
        """Of these one is chosen at a time."""
        group = QActionGroup(self._window)
        actions = {one: QAction(name, group) for one, name in names.items()}
        for action in actions.values():
            action.setCheckable(True)
        return actions
