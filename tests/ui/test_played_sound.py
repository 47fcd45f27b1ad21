"""What is really heard of the player, recorded from a sound server of its own."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmemotion.paths import models_dir

ROOT = models_dir().parent
SCRIPT = ROOT.parent / "shared" / "testing" / "virtual-audio.sh"

pytestmark = [
    pytest.mark.skipif(not SCRIPT.exists(), reason="needs ../shared: its virtual loudspeaker"),
    pytest.mark.skipif(not shutil.which("parec") or not shutil.which("pulseaudio"), reason="needs pulseaudio"),
]


@pytest.fixture
def speaker(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a private sound server."""
    environment = {**os.environ, "VAUDIO_DIR": str(tmp_path / "sound")}

    def do(word: str) -> str:
        command = ["bash", str(SCRIPT), word]
        return subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=60).stdout.decode()

    do("start")
    pairs = (pair.partition("=") for pair in do("env").removeprefix("export ").split())
    yield environment | {name: value for name, _, value in pairs}
    do("stop")


def test_twice_as_fast_is_no_higher_and_a_loop_stays_in_its_stretch(speaker: dict[str, str]) -> None:
    command = [sys.executable, "-m", "benchmarks.playback", "2"]
    done = subprocess.run(command, cwd=ROOT, env=speaker, stdout=subprocess.PIPE, timeout=120, check=True)
    fast, *loops = (json.loads(line) for line in done.stdout.splitlines())
    assert fast["pitch off by (semitones)"] < 0.1
    assert fast["speed"] == pytest.approx(2.0, rel=0.15)
    for loop in loops:
        assert set(loop["steps"]) == {3, 4}
        assert sum(later < before for before, later in itertools.pairwise(loop["steps"])) >= 2
