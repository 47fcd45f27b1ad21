"""What a person is told and may choose before recording."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import LiveWindow, OpenWindow, button

from mmemotion.config import ChannelMode
from mmemotion.messages import (
    Listen,
    ListMicrophones,
    MicrophonesFound,
    Record,
)
from mmemotion.types import Microphone
from ui.views.law import LAW


def test_the_law_is_told_once(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    live = LiveWindow(open_window(lambda command: iter(())), qtbot, call)
    live.app.settings.knows_the_law = False
    qtbot.mouseClick(button(live.app, "Record"), Qt.MouseButton.LeftButton)
    (box,) = live.app.window.findChildren(QMessageBox)
    assert "are recorded" in box.text()
    assert LAW in box.informativeText()
    assert "stays on this computer" in box.informativeText()
    assert live.recorder_got(Record) == []
    qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)
    assert len(live.recorder_got(Record)) == 1
    assert live.app.settings.knows_the_law


def test_microphone_and_channels_are_chosen_and_remembered(live: LiveWindow) -> None:
    menu = live.app.window.actions_.recording
    menu.aboutToShow.emit()
    assert live.recorder_got(ListMicrophones)
    found = (Microphone("Built-in", 2, 48000, True), Microphone("USB headset", 2, 16000))
    live.say(MicrophonesFound(found))
    assert [action.text() for action in menu.microphones] == ["System default", "Built-in", "USB headset"]
    assert menu.microphones[0].isChecked()
    menu.microphones[2].trigger()
    menu.channels[2].trigger()
    live.click_record()
    (record,) = live.recorder_got(Record)
    assert (record.microphone, record.channel_count) == ("USB headset", 2)
    assert live.engine_got(Listen)[0].config.channels is ChannelMode.SPLIT
    assert (live.app.settings.microphone, live.app.settings.recorded_channels) == ("USB headset", 2)


def test_choices_survive_a_restart(open_window: OpenWindow, settings: object, call: Call) -> None:
    settings.microphone, settings.recorded_channels = "USB headset", 2
    app = open_window(lambda command: iter(()))
    menu = app.window.actions_.recording
    assert [a.text() for a in menu.microphones if a.isChecked()] == ["USB headset"]
    assert menu.channels[2].isChecked()
