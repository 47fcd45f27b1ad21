"""Recording and listening from a terminal: real processes, a scripted microphone."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mmemotion.config import make_config
from mmemotion.errors import ConfigError
from mmemotion.messages import (
    EstimatePreviewed,
    Find,
    GapFound,
    MicrophoneTrouble,
    PartialTranscript,
    Query,
    RecordingSaved,
    SoundRecorded,
    Trouble,
)
from mmemotion.paths import library_path, models_dir
from mmemotion.store.library import Library
from mmemotion.terminal.screen import Screen
from mmemotion.terminal.take import Take, Wanted
from mmemotion.types import EMOTIONS, Gap, Span

ROOT = models_dir().parent
CALL = ROOT.parent / "shared" / "data" / "calls" / "SNG0072.flac"


def played(path: Path) -> tuple[str, ...]:
    """A recorder whose microphone plays a file."""
    return (sys.executable, "-m", "benchmarks.played_recorder", str(path), "1")


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "tone.wav", 0.1 * np.sin(np.arange(160_000) / 5), 16_000)
    return tmp_path / "tone.wav"


def test_record_stops_after_its_time_and_says_where_the_file_is(
    tone: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "new" / "a.wav"
    assert Take(Wanted(path, seconds=1.0), recorder=played(tone)).run() == 0
    err = capfd.readouterr().err
    assert "Recording from Scripted. Ctrl-C stops and saves." in err
    assert f"Saved: {path} (1." in err
    assert 1.0 <= soundfile.info(path).duration < 2.0


def test_ctrl_c_stops_and_saves(tone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "a.wav"

    def press() -> None:
        while not path.exists() or path.stat().st_size < 20_000:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    assert Take(Wanted(path), recorder=played(tone)).run() == 0
    assert soundfile.info(path).duration > 0.5
    assert not (tmp_path / "a.wav.journal").exists()


def test_only_wav_files_are_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"does not end in \.wav"):
        Take(Wanted(tmp_path / "a.mp3"))


@pytest.mark.skipif(not CALL.exists(), reason="needs ../shared/data/calls")
def test_listen_tells_words_and_emotions_and_writes_the_result(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    samples, rate = soundfile.read(CALL, frames=16 * 8000, always_2d=True)
    soundfile.write(tmp_path / "call.wav", samples, rate)
    wanted = Wanted(tmp_path / "a.wav", seconds=14)
    config = replace(make_config("en", "cpu", "mix"), keep=True)
    assert Take(wanted, config, tmp_path / "a.json", played(tmp_path / "call.wav")).run() == 0
    out, err = capfd.readouterr()
    assert "perceived" in out
    assert f"Written: {tmp_path / 'a.json'}" in err
    result = json.loads((tmp_path / "a.json").read_text())
    assert result["utterances"]
    assert result["media"]["duration_s"] == pytest.approx(14, abs=1)
    (kept,) = Library(library_path()).find(Find("", Query())).recordings
    assert kept.path == str(tmp_path / "a.wav")


def test_without_a_microphone_it_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    if Path("/dev/snd").exists():
        pytest.skip("this machine has a sound card")
    bare = {name: value for name, value in os.environ.items() if name not in ("PULSE_SERVER", "ALSA_CONFIG_PATH")}
    done = subprocess.run(
        [sys.executable, "-m", "mmemotion", "record", str(tmp_path / "a.wav")],
        capture_output=True, text=True, env=bare, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "mmemotion: No microphone was found: connect one, allow this program to use it, and try again."
    )


def test_the_screen_shows_what_is_known() -> None:
    from rich.console import Console

    shares = dict.fromkeys(EMOTIONS, 0.05) | {EMOTIONS[3]: 0.7}
    events = (
        SoundRecorded("j", 65.0, 0.0, None, (-20.0,), (-6.0,), (True,)),
        GapFound("j", Gap(3.0, 0.4, "x")),
        MicrophoneTrouble("j", Trouble.MUTED, "The microphone is muted."),
        PartialTranscript("j", 0, 60.0, "hello there", "my fr"),
        EstimatePreviewed("j", 0, Span(61, 65), shares),
    )
    screen = Screen(analysed=True)
    for event in events:
        screen = screen.after(event)
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(screen)
    shown = console.export_text()
    for part in (
        "1:05",
        "-20 dBFS clipped",
        "0.4 s of sound lost",
        "is muted",
        "angry ███████ 70%",
        "hello there my fr",
    ):
        assert part in shown
    ended = screen.after(RecordingSaved("j", "a.wav", 65.0, ()))
    assert ended.note.startswith("refining") and not ended.speaking
