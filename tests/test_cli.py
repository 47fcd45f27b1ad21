"""The command line as a user meets it: real files, real exit codes, one line per fault."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest


def mmemotion(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mmemotion", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "140", **environment},
        timeout=240,
        check=False,
    )


def write_sound(path: Path, samples: np.ndarray, rate: int = 16000) -> Path:
    """A FLAC file (or what the name says) of samples [n]."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac" if path.suffix == ".flac" else "pcm_s16le", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray((samples[None] * 32767).astype(np.int16), format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode()]:
            container.mux(packet)
    return path


def music(seconds: float = 8) -> np.ndarray:
    """Three chords of decaying tones."""
    time = np.arange(int(16000 * seconds)) / 16000
    beat = np.exp(-3 * (time % 0.5))
    chord = np.array([261.6, 329.6, 392.0])[:, None] * 2.0 ** (np.floor(time / 2) % 3 / 12)
    return (0.2 * beat * np.sin(2 * np.pi * chord * time).sum(axis=0) / 3).astype(np.float32)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "text.wav").write_text("Dear all, this is not a recording.\n" * 50)
    (folder / "empty.wav").write_bytes(b"")
    write_sound(folder / "silence.wav", np.zeros(16000 * 5, dtype=np.float32))
    write_sound(folder / "music.wav", music())
    write_sound(folder / "short.wav", np.full(160, 0.1, dtype=np.float32))
    with av.open(str(folder / "silent film.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(20):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), dtype=np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return {path.name: path for path in folder.iterdir()}


def test_each_bad_file_gets_one_line_and_the_good_one_is_still_analysed(
    bad: dict[str, Path], shared_data: Path, tmp_path: Path
) -> None:
    good = tmp_path / "通話 [bold] 録音.flac"
    good.write_bytes((shared_data / "librispeech" / "1089-134691-0001.flac").read_bytes())
    missing = tmp_path / "missing.wav"
    done = mmemotion("analyze", *bad.values(), missing, tmp_path, good, "--json", tmp_path / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    lines = done.stderr.splitlines()
    for name in [*bad, "missing.wav"]:
        assert len([line for line in lines if name in line and not line.startswith("Written")]) == 1, (name, lines)
    result = json.loads((tmp_path / "out" / "通話 [bold] 録音.flac.json").read_text(encoding="utf-8"))
    said = " ".join(w["text"] for u in result["utterances"] for w in u["transcript"]["words"])
    assert "waiting" in said.lower()
    assert "[bold] 録音.flac.json" in done.stderr


def test_half_a_file_is_analysed_with_a_warning(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "librispeech" / "1089-134686-0000.flac").read_bytes()
    half = tmp_path / "half.flac"
    half.write_bytes(whole[: len(whole) // 2])
    done = mmemotion("analyze", half)
    assert done.returncode == 0
    assert "stew" in done.stdout.lower()
    assert len([line for line in done.stderr.splitlines() if "half.flac" in line]) == 1


def test_a_full_disk_costs_the_output_and_nothing_else(shared_data: Path, tmp_path: Path) -> None:
    done = mmemotion("analyze", shared_data / "librispeech" / "1089-134691-0000.flac", "--json", "/dev/full/out.json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "wait" in done.stdout.lower()


@pytest.mark.parametrize(
    ("option", "value"), [("--language", "klingon!"), ("--device", "tpu"), ("--channels", "both"), ("--language", "xx")]
)
def test_a_wrong_option_names_the_choices(option: str, value: str, shared_data: Path) -> None:
    done = mmemotion("analyze", shared_data / "librispeech" / "1089-134691-0000.flac", option, value)
    assert done.returncode == 1
    assert value in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_version_is_told_without_loading_anything() -> None:
    done = mmemotion("--version")
    assert done.returncode == 0
    assert done.stdout.strip() == "0.1.0"


def test_an_interrupt_ends_the_command_at_once_in_one_line(shared_data: Path) -> None:
    call = shared_data / "calls" / "MUL1423.flac"
    running = subprocess.Popen(
        [sys.executable, "-m", "mmemotion", "analyze", str(call), str(call)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(10)
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, said = running.communicate(timeout=60)
    assert time.monotonic() - began < 3
    assert running.returncode == 130
    assert "Traceback" not in said
    assert "cancelled" in said
