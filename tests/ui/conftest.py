"""Fixtures for the window: no display, no real settings, a scripted engine."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_LOGGING_RULES"] = "qt.multimedia.*=false;qt.qpa.*=false"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from scripted_engine import Answers, Call, Script, ScriptedEngine, made_up_call
from scripted_live import ScriptedRecorder
from scripted_trainer import ScriptedTrainer
from window_helpers import LiveWindow, OpenWindow, Train

import mmemotion.manifest
from mmemotion.manifest import EMOTION_TASK, MODELS_VARIABLE, register_trained, user_manifest
from mmemotion.paths import RECORDINGS_VARIABLE
from ui.app import App
from ui.player import Player
from ui.settings import Settings


@pytest.fixture(scope="session")
def call() -> Call:
    """A short conversation of two."""
    return made_up_call()


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with one model, and a user who has trained none."""
    monkeypatch.setattr(mmemotion.manifest, "models_dir", lambda: tmp_path / "shipped")
    monkeypatch.setattr(mmemotion.manifest, "data_dir", lambda: tmp_path / "data")
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)
    _register(tmp_path / "shipped" / "default", "as shipped")


@pytest.fixture
def train() -> Train:
    """Puts a model where `mmemotion train` puts it, in place of an older one of its name; gives its folder."""
    return lambda name, weights="weights": _register(user_manifest().parent / name, weights)


def _register(folder: Path, weights: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.safetensors").write_text(weights)
    register_trained(folder, folder.name, EMOTION_TASK, "none")
    return folder


@pytest.fixture(autouse=True)
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where recordings go."""
    monkeypatch.setenv(RECORDINGS_VARIABLE, str(tmp_path / "recordings"))
    return tmp_path / "recordings"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a file of their own."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a sound device, on which the clock of the player still runs."""
    monkeypatch.setattr(Player, "_prepare_sound", lambda self: None)


@pytest.fixture
def open_window(qapp: QApplication, settings: Settings, silent: None) -> Iterator[OpenWindow]:
    """Opens a window whose engine plays a script; app.engines, app.recorders and app.trainers list what was made."""
    apps: list[App] = []

    def make(script: Script, *paths: str, pace: float = 0.0, library: Answers | None = None) -> App:
        engines: list[ScriptedEngine] = []

        def engine(listener: Callable[..., None]) -> ScriptedEngine:
            engines.append(ScriptedEngine(listener, script, pace, library))
            return engines[-1]

        recorders: list[ScriptedRecorder] = []

        def recorder(listener: Callable[..., None]) -> ScriptedRecorder:
            recorders.append(ScriptedRecorder(listener))
            return recorders[-1]

        trainers: list[ScriptedTrainer] = []

        def trainer(listener: Callable[..., None]) -> ScriptedTrainer:
            trainers.append(ScriptedTrainer(listener))
            return trainers[-1]

        app = App(qapp, settings, paths, engine, recorder, trainer)
        app.engines, app.recorders, app.trainers = engines, recorders, trainers  # type: ignore[attr-defined]
        app.show()
        app.build()
        apps.append(app)
        return app

    yield make
    for app in apps:
        app.record.live = None
        app.window.close()
        app.window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def live(open_window: OpenWindow, call: Call, qtbot: QtBot) -> LiveWindow:
    """A window in which nothing is recorded yet."""
    return LiveWindow(open_window(lambda command: iter(())), qtbot, call)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes say; none is really opened."""
    sentences: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: sentences.append(f"{box.text()} {box.informativeText()}"))
    return sentences
