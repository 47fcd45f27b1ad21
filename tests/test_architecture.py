"""The walls of ARCHITECTURE.md hold, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {
    "torch",
    "torchaudio",
    "transformers",
    "faster_whisper",
    "librosa",
    "scipy",
    "av",
    "onnxruntime",
    "sounddevice",
}
LONGEST_WINDOW_FILE = 350


def loaded_by(module: str) -> set[str]:
    """Top-level modules a fresh Python holds after importing the module."""
    code = f"import json, sys, {module}; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_walls_hold() -> None:
    command = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "module",
    ["mmemotion", "mmemotion.cli", "mmemotion.terminal.take", "mmemotion.engine.process", "mmemotion.messages"],
)
def test_import_of_library_is_light(module: str) -> None:
    assert not loaded_by(module) & HEAVY


@pytest.mark.parametrize("module", ["ui.__main__", "ui.app", "ui.bridge"])
def test_import_of_window_is_light(module: str) -> None:
    assert not loaded_by(module) & (HEAVY | {"sqlite3"})


def test_files_of_the_window_stay_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "ui").rglob("*.py")}
    assert {name: n for name, n in lengths.items() if n > LONGEST_WINDOW_FILE} == {}
