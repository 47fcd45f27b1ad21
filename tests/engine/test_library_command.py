"""mmemotion library, as a user meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE
from mmemotion.store.library import Library
from mmemotion.types import Emotion
from tests.store.made import Line, keep


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Library:
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "library.sqlite"))
    monkeypatch.setenv(RECORDINGS_VARIABLE, str(tmp_path / "recordings"))
    return Library(tmp_path / "library.sqlite")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mmemotion", "library", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ}, timeout=60, check=False)


def test_find_lists_recordings_and_moments(library: Library, tmp_path: Path) -> None:
    keep(library, tmp_path / "call.wav", Line("a refund", Emotion.ANGRY), Line("hello"))
    done = run("find", "angry", "refund")
    assert (done.returncode, done.stderr) == (0, "")
    recording, moment = done.stdout.splitlines()
    assert "    1  call  20" in recording
    assert recording.endswith("0:04  neutral 50%, angry 50%")
    assert moment == "       0:00 Speaker 1 (angry): a refund"


def test_export_and_import(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(library, tmp_path / "call.wav", Line("a refund"))
    assert run("export", 1, tmp_path / "call.mmemotion").returncode == 0
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "other.sqlite"))
    assert run("import", tmp_path / "call.mmemotion").returncode == 0
    assert "call" in run("find").stdout
    done = run("import", tmp_path / "call.wav")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("mmemotion: call.wav is no recording exported from a library")
    assert done.stderr.count("\n") == 1
