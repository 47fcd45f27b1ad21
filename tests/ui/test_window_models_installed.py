"""Which models the window offers: those that are installed now, however they came or went."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from media import chirps, write_sound
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import (
    FILE,
    OpenWindow,
    Train,
    button,
    choose,
    come_back,
    finished,
    in_the_menu,
    replaying,
    texts,
    used,
)

from mmemotion.config import Config
from mmemotion.engine.local import LocalEngine
from mmemotion.errors import EngineError
from mmemotion.manifest import EMOTION_TASK, Manifest, register_trained, user_manifest
from mmemotion.messages import Analyze


def test_a_remembered_model_that_is_gone_is_said_once(
    open_window: OpenWindow, call: Call, qtbot: QtBot, told: list[str]
) -> None:
    app = open_window(replaying(call))
    app.settings.model = "mine"
    app.window.close()
    told.clear()
    again = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(again), timeout=5000)
    assert [s.strip() for s in told] == [
        'The model "mine" is no longer installed, so recordings are analysed with "default".'
    ]
    assert used(again) == ["default"]
    assert again.settings.model == "default"


def test_a_model_removed_while_the_window_is_open_is_not_used(
    open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot, told: list[str]
) -> None:
    folder = train("mine")
    app = open_window(replaying(call))
    choose(app, qtbot, "mine")
    shutil.rmtree(folder)
    app.open([FILE])
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert used(app) == ["default"]
    assert len(told) == 1
    assert in_the_menu(app) == {}
    assert "Model: " not in texts(app)


def test_a_model_trained_while_the_window_is_open_appears(
    open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot
) -> None:
    app = open_window(replaying(call))
    train("mine")
    come_back(app, qtbot)
    assert in_the_menu(app) == {"default": True, "mine": False}
    choose(app, qtbot, "mine")


def test_a_model_trained_again_offers_its_new_result(
    open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot
) -> None:
    train("mine")
    app = open_window(replaying(call))
    choose(app, qtbot, "mine")
    app.open([FILE])
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    train("mine", "better weights")
    come_back(app, qtbot)
    assert 'The model "mine" has been trained again since.' in texts(app)
    qtbot.mouseClick(button(app, "Run again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "trained again" not in texts(app)
    assert used(app) == ["mine", "mine"]


def test_a_list_of_models_that_cannot_be_read_keeps_the_choice(
    open_window: OpenWindow, train: Train, call: Call, qtbot: QtBot, told: list[str]
) -> None:
    train("mine")
    app = open_window(replaying(call))
    choose(app, qtbot, "mine")
    user_manifest().write_text("[[broken")
    app.open([FILE])
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    assert used(app) == ["mine"]
    assert told == []


def test_only_models_that_tell_emotion_are_offered(open_window: OpenWindow, train: Train, call: Call) -> None:
    other = train("whisper-mine")
    register_trained(other, other.name, "speech recognition", "none")
    assert in_the_menu(open_window(replaying(call))) == {}
    assert Config().model in [record.name for record in Manifest.load().installed(EMOTION_TASK)]


def test_what_training_installs_is_what_the_window_offers() -> None:
    from mmemotion.paths import models_dir

    assert Manifest.load(models_dir() / "manifest.toml").card("default").task == EMOTION_TASK


def test_the_engine_loads_a_model_anew_when_it_was_trained_again(
    train: Train, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    class Tools:
        device = "cpu"

        def pipeline(self, *_: object) -> None:
            raise EngineError("This test goes no further.")

    monkeypatch.setattr("mmemotion.assembly.load_toolbox", lambda config: loaded.append(config.model) or Tools())
    engine = LocalEngine(lambda event: None)
    file = write_sound(tmp_path / "a.wav", chirps(1.0, 16000), 16000, "pcm_s16le")
    for weights in ("once", "once", "again"):
        train("mine", weights)
        engine.send(Analyze(weights, str(file), Config(model="mine")))
    assert loaded == ["mine", "mine"]
