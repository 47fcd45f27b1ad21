"""The frame is on the screen before anything heavy is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys, time
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from ui.app import App
from ui.settings import Settings

application = QApplication([])
app = App(application, Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))

def painted():
    print(time.process_time(), *sorted({name.partition(".")[0] for name in sys.modules}))
    sys.exit(0)

app.window.first_painted.connect(painted)
app.show()
sys.exit(application.exec())
"""
HEAVY = {"numpy", "pyqtgraph", "msgspec", "torch", "transformers", "librosa", "av", "scipy", "sounddevice", "sqlite3"}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[float, set[str]]:
    """Seconds of CPU until the first paint, and what was imported by then."""
    settings = str(tmp_path_factory.mktemp("start") / "settings.ini")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, settings]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    seconds, *modules = run.stdout.split()
    return float(seconds), set(modules)


def test_nothing_heavy_is_imported_before_the_first_paint(start: tuple[float, set[str]]) -> None:
    assert not HEAVY & start[1]


def test_the_first_paint_is_quick(start: tuple[float, set[str]]) -> None:
    assert start[0] < 0.6


def test_the_whole_window_imports_no_model_library() -> None:
    program = """
import sys
import ui.app, ui.bridge, ui.controllers.desk, ui.controllers.playback, ui.player, ui.views.review
import mmemotion.engine.process
print(*sorted({name.partition(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("mmemotion.")))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    libraries, ours = (set(line.split()) for line in run.stdout.splitlines())
    assert not libraries & (HEAVY - {"numpy", "pyqtgraph", "msgspec"})
    rooms = {name.split(".")[1] for name in ours}
    assert not rooms & {"audio", "features", "pipeline", "backends", "networks", "assembly", "store", "training"}
