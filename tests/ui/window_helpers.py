"""What tests of the whole window share: how a script is given, and what a person would see."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from scripted_engine import Call, Script
from scripted_live import LiveCall

from mmemotion.messages import Analyze, Command, Event
from ui.app import App
from ui.state.session import Phase

OpenWindow = Callable[..., App]
FILE = "/calls/made up.flac"
CTRL = Qt.KeyboardModifier.ControlModifier


class Train(Protocol):
    """Makes a model of a name; other weights make another model."""

    def __call__(self, name: str, weights: str = ...) -> Path: ...


def replaying(call: Call) -> Script:
    """An engine that finds this call in every file."""
    return lambda command: call.events(command.job)


def finished(app: App) -> bool:
    """True when the recording in view is analysed."""
    session = app.desk.session
    return session is not None and session.phase is Phase.FINISHED


def texts(app: App) -> str:
    """All that can be read in labels and buttons that are visible."""
    widgets = [*app.window.findChildren(QLabel), *app.window.findChildren(QAbstractButton)]
    return "\n".join(f"{w.text()} {w.toolTip()}" for w in widgets if w.isVisibleTo(app.window))


def row(app: App) -> int:
    """The transcript row that is marked."""
    return app.review._transcript.currentIndex().row()


def key(app: App, qtbot: QtBot, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key where the focus is."""
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow, timeout=3000)  # shortcuts of a window that is not are not heard
    qtbot.keyClick(app.window.focusWidget() or app.window, code, modifier)


def button(app: App, text: str) -> QAbstractButton:
    """The visible button whose text begins so."""
    found = [b for b in app.window.findChildren(QAbstractButton) if b.text().startswith(text)]
    return next(b for b in found if b.isVisibleTo(app.window))


def choose(app: App, qtbot: QtBot, name: str) -> None:
    """Clicks the button that names the model, then a name in its menu."""
    menu = app.window.actions_.models

    def click() -> None:
        action = next(action for action in menu.actions() if action.text() == name)
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    QTimer.singleShot(50, click)
    qtbot.mouseClick(button(app, "Model: "), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.settings.model == name, timeout=2000)
    app.desk.paint()


def in_the_menu(app: App) -> dict[str, bool]:
    """Names in the menu of models, and whether they are checked; empty while the menu bar does not show it."""
    menu = app.window.actions_.models
    shown = menu.menuAction().isVisible() and menu.menuAction() in app.window.menuBar().actions()
    return {action.text(): action.isChecked() for action in menu.actions()} if shown else {}


def used(app: App) -> list[str]:
    """The model of each analysis that the engines were asked for."""
    commands = [command for engine in app.engines for command in engine.commands]
    return [command.config.model for command in commands if isinstance(command, Analyze)]


def come_back(app: App, qtbot: QtBot) -> None:
    """The user was in another window and returns."""
    other = QWidget()
    qtbot.addWidget(other)
    for window in (other, app.window):
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=2000)
    app.desk.paint()


class LiveWindow:
    """A window with doubles of recorder and engine, of which a test says the events."""

    def __init__(self, app: App, qtbot: QtBot, call: Call) -> None:
        self.app, self._qtbot, self.call = app, qtbot, LiveCall(call)
        self.app.settings.knows_the_law = True
        self.heard = 0.0

    @property
    def job(self) -> str:
        """The job of the recording."""
        return next(session.job for session in self.app.desk.desk.sessions if session.recorded)

    @property
    def path(self) -> str:
        """Where it is recorded."""
        return next(session.path for session in self.app.desk.desk.sessions if session.recorded)

    def click_record(self) -> None:
        """Begins, and the microphone is open."""
        self._qtbot.mouseClick(button(self.app, "Record"), Qt.MouseButton.LeftButton)
        self.say(self.call.started(self.job, self.path))

    def hear(self, until: float) -> None:
        """So many seconds of the call are recorded and listened to."""
        now = time.monotonic()
        self.say(*self.call.sound(self.job, self.heard, until, now), *self.call.heard(self.job, self.heard, until))
        self.heard = until

    def say(self, *events: Event) -> None:
        """Events of the recorder or the engine; both are heard alike."""
        for event in events:
            self.app.recorders[-1].say(event)
            self._qtbot.wait(1) if len(events) < 4 else None
        self._qtbot.wait(1)
        self.paint()

    def paint(self) -> None:
        """What is known is on the screen."""
        self.app.desk.paint()
        self.app.live.frame()

    def recorder_got(self, kind: type[Command]) -> list[Command]:
        """Commands of a kind that the recorders were given."""
        return [c for recorder in self.app.recorders for c in recorder.commands if isinstance(c, kind)]

    def engine_got(self, kind: type[Command]) -> list[Command]:
        """Commands of a kind that the engines were given."""
        return [c for engine in self.app.engines for c in engine.commands if isinstance(c, kind)]

    def words(self) -> list[str]:
        """The lines of words that are shown."""
        model = self.app.live_view._words.model()
        return [model.index(row).data() for row in range(model.rowCount())]
