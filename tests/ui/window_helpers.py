"""What tests of the whole window share: how a script is given, and what a person would see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from scripted_engine import Call, Script

from ui.app import App
from ui.state.session import Phase

OpenWindow = Callable[..., App]
FILE = "/calls/made up.flac"
CTRL = Qt.KeyboardModifier.ControlModifier


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
    qtbot.keyClick(app.window.focusWidget() or app.window, code, modifier)
