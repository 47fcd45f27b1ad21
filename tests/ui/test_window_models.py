"""Choosing the model: found where there is a choice, remembered, used, and nothing is lost by it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scripted_engine import Call, Script
from window_helpers import (
    CTRL,
    FILE,
    OpenWindow,
    Train,
    button,
    choose,
    finished,
    in_the_menu,
    key,
    replaying,
    row,
    texts,
    used,
)

from mmemotion.messages import Analyze, EngineStopped, Event, JobFailed, JobFinished
from mmemotion.types import Recording
from ui.app import App

OFFER = 'This is the result of the model "default". Run again to see that of "mine".'
MEANWHILE = 'Being analysed with "mine". Until that is done, the result of "default" stays.'


@pytest.fixture
def analysed(open_window: OpenWindow, train: Train, qtbot: QtBot) -> Callable[[Script], App]:
    """Opens a window in which a recording has been analysed by "default", and chooses "mine"."""
    train("mine")

    def make(script: Script) -> App:
        app = open_window(script, FILE)
        qtbot.waitUntil(lambda: finished(app), timeout=5000)
        app.desk.paint()
        choose(app, qtbot, "mine")
        return app

    return make


def by_model(call: Call, mine: Callable[[str], Iterator[Event]]) -> Script:
    """An engine that finds the call, and does something else with "mine"."""
    return lambda command: mine(command.job) if command.config.model == "mine" else call.events(command.job)


def heard_otherwise(call: Call, seconds: float) -> Recording:
    """Another result of the same call, compared with so many seconds of each speaker."""
    utterances = call.recording.utterances
    other = (replace(u, estimate=replace(u.estimate, baseline=seconds) if u.estimate else None) for u in utterances)
    return replace(call.recording, utterances=tuple(other))


def test_with_one_model_there_is_nothing_to_choose(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call))
    assert "Model" not in texts(app)
    app.open([FILE])
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "Model" not in texts(app)
    assert in_the_menu(app) == {}
    assert used(app) == ["default"]


def test_a_trained_model_is_chosen_before_anything_is_open(
    open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot
) -> None:
    train("mine")
    app = open_window(replaying(call))
    assert "Model: default" in texts(app)
    assert in_the_menu(app) == {"default": True, "mine": False}
    choose(app, qtbot, "mine")
    assert in_the_menu(app) == {"default": False, "mine": True}
    app.open([FILE])
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert used(app) == ["mine"]
    assert "Model: mine" in texts(app)
    assert "Run again" not in texts(app)


def test_the_choice_is_remembered(open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot) -> None:
    train("mine")
    first = open_window(replaying(call))
    choose(first, qtbot, "mine")
    first.window.close()
    second = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(second), timeout=5000)
    assert used(second) == ["mine"]
    assert in_the_menu(second) == {"default": False, "mine": True}


def test_a_result_stays_until_the_other_model_is_done(
    analysed: Callable[[Script], App], call: Call, qtbot: QtBot
) -> None:
    half, whole = threading.Event(), threading.Event()

    def mine(job: str) -> Iterator[Event]:
        events = list(call.events(job))
        yield from events[:20]
        half.set()
        whole.wait(5)
        yield JobFinished(job, heard_otherwise(call, 150.0))

    app = analysed(by_model(call, mine))
    app.playback.choose(7)
    app.review._rows.zoom(3)
    zoomed = app.review._rows._range()
    assert OFFER in texts(app)
    assert used(app) == ["default"]
    qtbot.mouseClick(button(app, "Run again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(half.is_set, timeout=5000)
    qtbot.waitUntil(lambda: "Recognising speech" in texts(app), timeout=5000)
    assert used(app) == ["default", "mine"]
    assert MEANWHILE in texts(app)
    assert "Compared with 42 s of this speaker's speech" in texts(app)
    assert "1:04 · 2 speakers · English" in texts(app)
    assert (app.review._transcript.model().rowCount(), row(app), app.review._rows._range()) == (16, 7, zoomed)
    whole.set()
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "Compared with 2 min 30 s of this speaker's speech" in texts(app)
    assert (app.review._transcript.model().rowCount(), row(app), app.review._rows._range()) == (16, 7, zoomed)
    assert "the result of" not in texts(app)


def test_choosing_back_takes_the_offer_away(analysed: Callable[[Script], App], call: Call, qtbot: QtBot) -> None:
    app = analysed(replaying(call))
    assert OFFER in texts(app)
    choose(app, qtbot, "default")
    assert "Run again" not in texts(app)
    assert used(app) == ["default"]


def test_cancelling_brings_the_earlier_result_back(analysed: Callable[[Script], App], call: Call, qtbot: QtBot) -> None:
    app = analysed(replaying(call))
    app.engines[0].pace = 0.3
    qtbot.mouseClick(button(app, "Run again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: MEANWHILE in texts(app), timeout=5000)
    key(app, qtbot, Qt.Key.Key_Period, CTRL)
    qtbot.waitUntil(lambda: OFFER in texts(app), timeout=5000)
    assert "cancelled" not in texts(app)
    assert app.review._transcript.model().rowCount() == 16


@pytest.mark.parametrize("dies", [True, False])
def test_a_model_that_fails_takes_nothing_away(
    dies: bool, analysed: Callable[[Script], App], call: Call, qtbot: QtBot, told: list[str]
) -> None:
    why = "weights.safetensors is damaged."
    end = EngineStopped(why) if dies else None
    app = analysed(by_model(call, lambda job: iter([end or JobFailed(job, "ModelCorruptError", why)])))
    qtbot.mouseClick(button(app, "Run again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: f"There is no new result: {why}\n{OFFER}" in texts(app), timeout=5000)
    assert told == ([] if dies else [f"made up.flac could not be analysed. {why}"])
    assert app.review._transcript.model().rowCount() == 16
    choose(app, qtbot, "default")
    assert why not in texts(app)


def test_a_recording_that_waits_takes_the_model_chosen_by_then(
    open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot
) -> None:
    train("mine")
    ready = threading.Event()

    def script(command: Analyze) -> Iterator[Event]:
        ready.wait(5)
        yield from call.events(command.job)

    app = open_window(script, FILE, "/calls/other.flac")
    app.window.actions_.models.actions()[1].trigger()
    ready.set()
    qtbot.waitUntil(lambda: len(used(app)) == 2, timeout=5000)
    assert used(app) == ["default", "mine"]
    qtbot.waitUntil(lambda: OFFER in texts(app), timeout=5000)
