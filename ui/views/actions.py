"""Everything a user can do, once: menus, buttons and keys all trigger these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from mmemotion.config import Talk
from ui.theme import ThemeChoice
from ui.views.edit_menu import EMOTIONS, PERCEIVED
from ui.views.model_menu import ModelMenu
from ui.views.recording_menu import RecordingMenu
from ui.views.strongest_menu import StrongestMenu

T = TypeVar("T")
THEMES = {ThemeChoice.SYSTEM: "As the desktop", ThemeChoice.LIGHT: "Light", ThemeChoice.DARK: "Dark"}
TALK = {
    Talk.EVERYDAY: "Expect everyday talk: mostly neutral",
    Talk.ACTED: "Expect acted speech: every emotion as often",
}

GROUPS = ("Playing", "Looking", "Selecting", "Library", "Files", "Editing", "Recording")
"""What keys are for, in the order of the sheet of keys."""


class Actions:
    """The actions of the window, each with its keys."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._groups: dict[QAction, str] = {}
        self.record = self._action("Record", "Ctrl+R", group="Recording")
        self.pause_recording = self._action("Pause the recording", "Ctrl+P", group="Recording")
        self.stop = self._action("Stop the recording", "Ctrl+Shift+R", group="Recording")
        self.present = self._action("Presentation mode", "F11", group="Recording")
        self.leave = self._action("Leave presentation mode", "Esc", group="Recording")
        self.open = self._action("Open…", "Ctrl+O", group="Files")
        self.sample = self._action("Open the sample recording")
        self.close = self._action("Close recording", "Ctrl+W", group="Files")
        self.quit = self._action("Quit", "Ctrl+Q", group="Files")
        self.library = self._action("Show the library", "Ctrl+L", group="Library")
        self.search = self._action("Search the library", "Ctrl+F", group="Library")
        self.undo = self._action("Undo the deletion", "Ctrl+Z", group="Library")
        self.import_ = self._action("Import…")
        self.export = self._action("Export…")
        self.keep = self._action("Keep results in the library")
        self.keep.setCheckable(True)
        self.zoom_in = self._action("Zoom in", "Ctrl++", "Ctrl+=", group="Looking")
        self.zoom_out = self._action("Zoom out", "Ctrl+-", group="Looking")
        self.fit = self._action("Show the whole recording", "Ctrl+0", group="Looking")
        self.play = self._action("Play", "Space", "F4", group="Playing")  # F4 also while words are typed
        self.back = self._action("Back 2 seconds", "Left", group="Playing")
        self.forward = self._action("Forward 2 seconds", "Right", group="Playing")
        self.previous = self._action("Previous utterance", "Up", group="Playing")
        self.next = self._action("Next utterance", "Down", group="Playing")
        self.begin = self._action("Go to the beginning", "Home", group="Playing")
        self.end = self._action("Go to the end", "End", group="Playing")
        self.strong_previous = self._action("Previous strong moment", "Shift+N", group="Playing")
        self.strong_next = self._action("Next strong moment", "N", group="Playing")
        self.strongest = StrongestMenu(window)
        self.go_to_strongest = self._action("Go to the strongest…", "G", group="Playing")
        self.loop = self._action("Loop", "L", group="Playing")
        self.loop.setCheckable(True)
        self.loop.setStatusTip("Loop: play the selection, or the whole recording, over and over")
        self.slower = self._action("Slower", "[", group="Playing")
        self.faster = self._action("Faster", "]", group="Playing")
        self.select_utterance = self._action("Select the utterance", "S", group="Selecting")
        self.grow_back = self._action("Extend back half a second", "Shift+Left", group="Selecting")
        self.grow_forward = self._action("Extend on half a second", "Shift+Right", group="Selecting")
        self.grow_previous = self._action("Extend back an utterance", "Shift+Up", group="Selecting")
        self.grow_next = self._action("Extend on an utterance", "Shift+Down", group="Selecting")
        self.grow_begin = self._action("Extend to the beginning", "Shift+Home", group="Selecting")
        self.grow_end = self._action("Extend to the end", "Shift+End", group="Selecting")
        self.copy = self._action("Copy times and words", "Ctrl+C", group="Selecting")
        self.unselect = self._action("Clear the selection", "Esc", group="Selecting")
        self._add_editing()
        self.cancel = self._action("Cancel the analysis", "Ctrl+.", group="Files")
        self.learn = self._action("Learn from my corrections…", group="Editing")
        self.shortcuts = self._action("Keys", "F1", group="Files")
        self.about = self._action("About mmemotion")
        self.themes = self._choice(THEMES)
        self.models = ModelMenu(window)
        self.talk = self._choice(TALK)
        self.recording = RecordingMenu(self.record, self.pause_recording, self.stop, self.present, window)
        for action in (self.library, self.search, self.undo, self.export, *self.strong, self.copy, self.unselect):
            action.setEnabled(False)
        self._more: list[QAction] = []
        self.set_recording(False)
        self.set_presentation(possible=False, on=False)

    @property
    def editing(self) -> tuple[QAction, ...]:
        """Those that correct the utterance under the play head, and take that back."""
        words = (self.correct, self.split, self.merge, *self.hear.values(), self.hear_nothing)
        bounds = (self.begin_here, self.end_here, self.bounds_here)
        return (*words, self.rename_speaker, self.swap_speakers, *bounds)

    @property
    def needing_a_recording(self) -> tuple[QAction, ...]:
        """Those that make no sense while nothing is open."""
        return (self.close, self.zoom_in, self.zoom_out, self.fit, *self.playback, *self.selecting)

    @property
    def playback(self) -> tuple[QAction, ...]:
        """Those that move the play head, or say how it moves."""
        where = (self.back, self.forward, self.previous, self.next, self.begin, self.end)
        return (self.play, self.loop, self.slower, self.faster, *where)

    @property
    def strong(self) -> tuple[QAction, ...]:
        """Those that go to strong moments, where there are any."""
        return (self.strong_previous, self.strong_next, self.go_to_strongest)

    @property
    def selecting(self) -> tuple[QAction, ...]:
        """Those that select something."""
        by_utterance = (self.select_utterance, self.grow_previous, self.grow_next)
        return (*by_utterance, self.grow_back, self.grow_forward, self.grow_begin, self.grow_end)

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
        return [entry for entries in self.by_group().values() for entry in entries]

    def by_group(self) -> dict[str, list[tuple[str, str]]]:
        """Name and keys of every action that has keys, by what they are for."""
        found: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
        for action in self._window.actions():
            if action.shortcuts():
                found[self._groups[action]].append((_name(action), _keys(action)))
        found["Library"] += [(f"{_name(action)}, in the library", _keys(action)) for action in self._more]
        return {group: [entry for entry in entries if entry[1]] for group, entries in found.items()}

    def _add_editing(self) -> None:
        def add(text: str, *keys: str) -> QAction:
            return self._action(text, *keys, group="Editing")

        self.undo_edit = add("Undo", "Ctrl+Z")
        self.redo_edit = add("Redo", "Ctrl+Shift+Z", "Ctrl+Y")
        self.correct = add("Correct the words…", "F2")
        self.split = add("Split at the play head", "Ctrl+Return")
        self.merge = add("Merge with the next", "Ctrl+J")
        self.hear = {name: add(f"You hear: {name}", f"Alt+{key}") for key, name in enumerate(EMOTIONS, start=1)}
        self.hear_nothing = add(PERCEIVED, "Alt+0")
        self.rename_speaker = add("Rename the speaker…", "Shift+F2")
        self.swap_speakers = add("Swap the two speakers")
        self.begin_here = add("Begin at the play head", "Alt+Home")
        self.end_here = add("End at the play head", "Alt+End")
        self.bounds_here = add("Begin and end as selected", "Alt+S")
        for action in (self.correct, self.rename_speaker):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # in the library the same keys name recordings
        for action in (*self.hear.values(), self.hear_nothing):
            action.setCheckable(True)
        for action in (self.undo_edit, self.redo_edit, *self.editing):
            action.setEnabled(False)

    def _action(self, text: str, *keys: str, group: str = "Files") -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        self._groups[action] = group
        return action

    def _choice(self, names: Mapping[T, str]) -> dict[T, QAction]:
        """Of these one is chosen at a time."""
        group = QActionGroup(self._window)
        actions = {one: QAction(name, group) for one, name in names.items()}
        for action in actions.values():
            action.setCheckable(True)
        return actions


def _name(action: QAction) -> str:
    return action.text().rstrip("…")


def _keys(action: QAction) -> str:
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
