"""The play head moves, with sound or without."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmemotion.types import Span
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


def test_a_stretch_is_played_once_from_its_beginning_and_no_further(player: Player, qtbot: QtBot) -> None:
    player.keep_to(Span(4.0, 4.2), again=False)
    player.seek(9.0)
    player.play()
    assert 4.0 <= player.position < 4.1
    qtbot.waitUntil(lambda: not player.playing, timeout=2000)
    assert player.position == pytest.approx(4.2)


def test_a_stretch_is_played_again_without_a_gap(player: Player, qtbot: QtBot) -> None:
    player.keep_to(Span(4.0, 4.2), again=True)
    clock = QElapsedTimer()
    player.play()
    clock.start()
    seen = [player.position]
    while clock.elapsed() < 1000:
        qtbot.wait(5)
        seen.append(player.position)
    assert player.playing
    assert all(4.0 <= position <= 4.2 for position in seen)
    assert sum(later < before for before, later in pairwise(seen)) in (4, 5)


def test_the_whole_recording_can_be_played_again(player: Player, qtbot: QtBot) -> None:
    player.keep_to(None, again=True)
    player.seek(9.9)
    player.play()
    qtbot.waitUntil(lambda: player.position < 1.0, timeout=2000)
    assert player.playing


def test_what_is_selected_elsewhere_does_not_stop_what_is_played(player: Player, qtbot: QtBot) -> None:
    player.play()
    player.keep_to(Span(4.0, 5.0), again=False)
    qtbot.wait(100)
    assert 0.0 < player.position < 1.0
    player.keep_to(Span(4.0, 5.0), again=True)
    assert 4.0 <= player.position < 4.1


def test_a_faster_loop_turns_back_earlier(player: Player, qtbot: QtBot) -> None:
    player.set_rate(2.0)
    player.keep_to(Span(2.0, 2.6), again=False)
    clock = QElapsedTimer()
    player.play()
    clock.start()
    qtbot.waitUntil(lambda: not player.playing, timeout=2000)
    assert clock.elapsed() == pytest.approx(300, abs=80)


def test_the_end_of_a_recording_that_is_still_being_read_moves_on(player: Player, qtbot: QtBot) -> None:
    player.set_duration(0.2)
    player.play()
    player.set_duration(0.5)
    qtbot.waitUntil(lambda: not player.playing, timeout=2000)
    assert player.position == pytest.approx(0.5)
