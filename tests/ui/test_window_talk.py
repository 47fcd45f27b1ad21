"""Acted speech and everyday talk: chosen in a menu, remembered, said of a result, and judged anew on request."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import FILE, OpenWindow, button, finished, replaying, texts

from mmemotion.config import Talk
from mmemotion.messages import Analyze
from ui.app import App

OFFER = "This was judged as everyday talk. Run again to have it judged as acted talk."


def expected(app: App) -> list[Talk]:
    """What each analysis that the engines were asked for expects."""
    commands = [command for engine in app.engines for command in engine.commands]
    return [command.config.talk for command in commands if isinstance(command, Analyze)]


def test_acted_speech_is_chosen_in_the_menu_and_judged_anew(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    titles = [action.text() for action in app.window.menuBar().actions()]
    assert "&Analysis" in titles
    menu = app.window.actions_.talk
    assert menu[Talk.EVERYDAY].isChecked() and OFFER not in texts(app)
    menu[Talk.ACTED].trigger()
    app.desk.paint()
    assert OFFER in texts(app)
    assert app.settings.talk is Talk.ACTED
    qtbot.mouseClick(button(app, "Run again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert OFFER not in texts(app)
    assert expected(app) == [Talk.EVERYDAY, Talk.ACTED]
    menu[Talk.EVERYDAY].trigger()
    app.desk.paint()
    assert "This was judged as acted talk." in texts(app)
