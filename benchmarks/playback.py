"""What is heard of the player: its pitch at every speed, how fast it is, how long a loop is silent, and how far the
play head is from the sound.

    eval "$(virtual-audio.sh env)"; virtual-audio.sh start; python -m benchmarks.playback [SPEED ...]

The player is the real one, and what it plays is recorded from the monitor of the default sound device of a PulseAudio
server (parec), best one of its own. It plays a staircase: a tone that is 100 Hz higher every second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from mmemotion.types import Span
from ui.player import Player
from ui.views.player_bar import RATES

RATE = 48_000
LOWEST, STEP, STEPS = 300.0, 100.0, 12
FRAME = 4096
QUIET = 0.01
LOUDNESS = 0.3
LOOP = Span(3.0, 5.0)

Sound = NDArray[np.float64]


@dataclass(frozen=True)
class Heard:
    """What was recorded, when its first sample was (monotonic clock), and where the play head was: pairs of both."""

    sound: Sound
    began: float
    heads: list[tuple[float, float]]


def staircase(path: Path) -> Path:
    """Writes the tone: second number n has LOWEST + n STEP Hz; its phase never jumps."""
    frequency = np.repeat(LOWEST + STEP * np.arange(STEPS), RATE)
    tone = LOUDNESS * np.sin(2 * np.pi * np.cumsum(frequency) / RATE)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((tone * 32767).astype("<i2").tobytes())
    return path


def listen(path: Path, seconds: float, prepare: Callable[[Player], None]) -> Heard:
    """Plays the file for so long and records what is heard."""
    with tempfile.TemporaryFile() as recorded:
        command = ["parec", "-d", "@DEFAULT_MONITOR@", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        recorder = subprocess.Popen([*command, "--latency-msec=20"], stdout=recorded)
        while not os.fstat(recorded.fileno()).st_size:
            time.sleep(0.005)
        began = time.monotonic() - os.fstat(recorded.fileno()).st_size / 2 / RATE
        heads = play(path, seconds, prepare)
        time.sleep(0.1)
        recorder.terminate()
        recorder.wait()
        recorded.seek(0)
        return Heard(np.frombuffer(recorded.read(), "<i2").astype(float) / 32768, began, heads)


def play(path: Path, seconds: float, prepare: Callable[[Player], None]) -> list[tuple[float, float]]:
    """Plays for so long; where the play head was, every few milliseconds."""
    player, heads, loop = Player(), [], QEventLoop()
    player.load(str(path))
    player.set_duration(float(STEPS))
    prepare(player)
    ticks = QTimer(interval=5)
    ticks.timeout.connect(lambda: heads.append((time.monotonic(), player.position)))
    ticks.start()
    player.play()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    player.pause()
    player.deleteLater()
    return heads


def frequencies(sound: Sound, hop: int = 480) -> tuple[Sound, Sound]:
    """Middle (s) and frequency (Hz) of every frame; NaN where it is quiet. The peak of the spectrum, interpolated."""
    window = np.hanning(FRAME)
    starts = np.arange(0, len(sound) - FRAME, hop)
    found = np.full(len(starts), np.nan)
    for number, start in enumerate(starts):
        frame = sound[start : start + FRAME]
        if np.sqrt(np.mean(frame**2)) < QUIET:
            continue
        size = np.log(np.abs(np.fft.rfft(frame * window)) + 1e-9)
        peak = min(max(1, int(size[1:].argmax()) + 1), len(size) - 2)
        low, middle, high = size[peak - 1 : peak + 2]
        found[number] = (peak + 0.5 * (low - high) / (low - 2 * middle + high)) * RATE / FRAME
    return (starts + FRAME / 2) / RATE, found


def steps(sound: Sound) -> list[tuple[int, float, float, float]]:
    """The steps that were heard: number, frequency (Hz, median of its middle half), beginning and end (s)."""
    times, found = frequencies(sound)
    nearest = np.where(np.isnan(found), -1, np.round((np.nan_to_num(found) - LOWEST) / STEP)).astype(int)
    result = []
    edges = [0, *(np.flatnonzero(np.diff(nearest)) + 1), len(nearest)]
    for first, last in zip(edges[:-1], edges[1:], strict=True):
        if nearest[first] >= 0 and last - first >= 10:
            inner = found[first + (last - first) // 4 : last - (last - first) // 4]
            result.append((int(nearest[first]), float(np.median(inner)), float(times[first]), float(times[last - 1])))
    return result


def pitch_error(sound: Sound) -> float:
    """How far the worst whole step is from its own pitch, in semitones; whole: not the first and last heard."""
    return max(abs(12 * np.log2(f / (LOWEST + STEP * n))) for n, f, _, _ in steps(sound)[1:-1])


def speed(sound: Sound) -> float:
    """Seconds of the file heard per second, from the first beginning of a step to the last."""
    inner = steps(sound)[1:]
    return (inner[-1][0] - inner[0][0]) / (inner[-1][2] - inner[0][2])


def silences(sound: Sound) -> list[float]:
    """Lengths (s) of what is quiet between the first sound and the last."""
    size = len(sound) // 96
    loud = np.sqrt((sound[: size * 96].reshape(size, 96) ** 2).mean(axis=1)) > QUIET
    inside = loud[loud.argmax() : len(loud) - loud[::-1].argmax()].astype(int)
    change = np.diff(inside)
    return [
        (end - start) * 96 / RATE for start, end in zip(*(np.flatnonzero(change == s) for s in (-1, 1)), strict=True)
    ]


def lead(heard: Heard) -> float:
    """By how much the play head is before the sound (s), median over the beginnings of steps."""
    clock, place = (np.array(values) for values in zip(*heard.heads, strict=True))
    inner = steps(heard.sound)[1:]
    return float(np.median([np.interp(heard.began + begin, clock, place) - number for number, _, begin, _ in inner]))


def at_speed(path: Path, rate: float) -> dict[str, float]:
    """What is heard at a speed, and where the play head is meanwhile."""
    heard = listen(path, 4.5 / min(rate, 1.0), lambda player: player.set_rate(rate))
    return {
        "asked": rate,
        "speed": speed(heard.sound),
        "pitch off by (semitones)": pitch_error(heard.sound),
        "play head before the sound (s)": lead(heard),
        "longest silence (s)": max(silences(heard.sound), default=0.0),
    }


def in_a_loop(path: Path, rate: float, seconds: float) -> dict[str, object]:
    """How a loop turns back: seconds from one beginning to the next, and of silence between them."""

    def prepare(player: Player) -> None:
        player.set_rate(rate)
        player.keep_to(LOOP, again=True)

    sound = listen(path, seconds, prepare).sound
    heard = steps(sound)
    begins = np.diff([begin for number, _, begin, _ in heard if number == LOOP.start])
    return {
        "asked": rate,
        "wanted (s)": LOOP.duration / rate,
        "from beginning to beginning (s)": [round(float(seconds), 3) for seconds in begins],
        "silent (s)": [round(gap, 3) for gap in silences(sound)],
        "steps": [number for number, _, _, _ in heard],
    }


def main() -> None:
    """Measures it for every speed; with arguments, for these, and a loop."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv)
    rates = [float(rate) for rate in sys.argv[1:]] or RATES
    with tempfile.TemporaryDirectory() as folder:
        path = staircase(Path(folder) / "staircase.wav")
        listen(path, 1.0, lambda player: None)  # the first sound of a process takes longer
        for rate in rates:
            print(json.dumps(at_speed(path, rate)), flush=True)
        print(json.dumps(in_a_loop(path, 1.0, 7.0)), flush=True)
        print(json.dumps(in_a_loop(path, 2.0, 4.5)), flush=True)
    app.processEvents()


if __name__ == "__main__":
    main()
