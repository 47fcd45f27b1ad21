"""The play head moves, with sound or without."""

from __future__ import annotations

import pytest
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.player import NO_DEVICE, Player


@pytest.fixture
def player(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Player:
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(QAudioDevice))
    player = Player()
    player.load("/nowhere.wav")
    player.set_duration(10.0)
    return player


def test_without_a_device_the_clock_runs_and_it_is_told_once(player: Player, qtbot: QtBot) -> None:
    told: list[str] = []
    player.failed.connect(told.append)
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.05, timeout=2000)
    player.pause()
    player.play()
    assert told == [NO_DEVICE]


def test_pause_keeps_the_place(player: Player, qtbot: QtBot) -> None:
    player.seek(3.0)
    player.play()
    qtbot.wait(60)
    player.pause()
    stopped = player.position
    qtbot.wait(60)
    assert stopped == player.position > 3.0


def test_the_head_stays_inside_the_recording(player: Player) -> None:
    player.seek(99.0)
    assert player.position == 10.0
    player.seek(-5.0)
    assert player.position == 0.0


def test_play_at_the_end_begins_again(player: Player) -> None:
    player.seek(10.0)
    player.play()
    assert player.position < 1.0


def test_speed(player: Player, qtbot: QtBot) -> None:
    player.set_rate(2.0)
    player.play()
    qtbot.wait(200)
    assert player.position > 0.35


def test_nothing_to_play(qapp: QApplication) -> None:
    player = Player()
    player.play()
    assert not player.playing
