"""The window while it records and analyses live: how long its event loop stands still, and how often it paints.

    xvfb-run -a -s "-screen 0 1280x800x24" python -m benchmarks.live_window CALL [--seconds 60] [--out FOLDER]
        [--microphone]

Window, recorder and engine are the real ones; the recorder's microphone plays the call, or, with --microphone, sound
comes from the default one of this machine, such as a virtual one. A stall is the time between two turns of the event
loop, which has something to do every 5 ms. With --out, pictures and, with ffmpeg, an animated image.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.live import Weighed, cpu_seconds, report_memory, weigh
from mmemotion.engine.process import RECORDER, ProcessEngine, recorder_process
from mmemotion.messages import Event, GapFound, RecordingSaved
from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE
from mmemotion.protocols import Listener
from ui.app import App
from ui.plots.rolling_axis import RollingAxis
from ui.settings import Settings
from ui.theme import ThemeChoice

TICK_MS = 5
MOST = 0.05
WEIGHED_EVERY = 10.0
MOST_FRAMES = 100
"""Frames a second there is room for."""
FRAMES = 8
"""Pictures a second of the animated image."""


class Times:
    """Moments in order, at a place taken once: the benchmark itself does not grow."""

    def __init__(self, most: int) -> None:
        self._all = np.full(most, np.nan)
        self._count = 0

    def add(self, moment: float) -> None:
        """One more; none beyond the most."""
        if self._count < len(self._all):
            self._all[self._count] = moment
            self._count += 1

    @property
    def all(self) -> NDArray[np.float64]:
        """All of them, seconds."""
        return self._all[: self._count]


class Pulse(QObject):
    """Counts turns of the event loop and frames of the rolling axis while it is on."""

    def __init__(self, axis: RollingAxis, seconds: float) -> None:
        super().__init__()
        self.turns = Times(round(1000 * seconds / TICK_MS))
        self.frames = Times(round(MOST_FRAMES * seconds))
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.turns.add(time.perf_counter()))
        axis.installEventFilter(self)

    def start(self) -> None:
        """From now on."""
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Takes note of paintings."""
        if event.type() is QEvent.Type.Paint:
            self.frames.add(time.perf_counter())
        return False


class Show:
    """The window, the call that is played into it, and pictures of it."""

    def __init__(self, application: QApplication, options: argparse.Namespace) -> None:
        self._options = options
        settings = Settings(QSettings(str(Path(options.folder) / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme = ThemeChoice.DARK
        settings.knows_the_law = True
        self._processes: dict[str, ProcessEngine] = {}
        self.gaps: list[float] = []
        self.saved: RecordingSaved | None = None
        self.memory: list[Weighed] = []
        self._began = time.monotonic()
        self.app = App(application, settings, (), self._engine, self._recorder)
        self.app.window.resize(1280, 800)
        self.app.show()
        self.wait(2.0)
        axis = self.app.live_view.findChildren(RollingAxis)[0]
        self.pulse = Pulse(axis, options.seconds + options.loading + 60)
        self.app.recorder.event_arrived.connect(self._hear)

    def wait(self, seconds: float) -> None:
        """Lets the window run as it always does."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    def record(self, seconds: float) -> None:
        """Clicks Record and lets the call go on; measures once the models are there."""
        self.app.window.actions_.record.trigger()
        self.wait(self._options.loading)
        self.pulse.start()
        self.cpu = cpu_seconds(os.getpid())
        for _ in range(max(1, round(seconds / WEIGHED_EVERY))):
            self.wait(min(seconds, WEIGHED_EVERY))
            self._weigh()
        self.cpu = cpu_seconds(os.getpid()) - self.cpu

    def film(self, seconds: float, out: Path) -> None:
        """Pictures of a few seconds, as one animated image."""
        frames = out / "frames"
        frames.mkdir(parents=True, exist_ok=True)
        for number in range(round(seconds * FRAMES)):
            self.wait(1 / FRAMES)
            self.app.window.grab().save(str(frames / f"{number:03}.png"))
        animate(frames, out / "live.webp")
        shutil.rmtree(frames)

    def take(self, path: Path) -> None:
        """One picture."""
        self.app.window.grab().save(str(path))
        print(path)

    def _hear(self, event: Event) -> None:
        match event:
            case GapFound(gap=gap):
                self.gaps.append(gap.seconds)
            case RecordingSaved():
                self.saved = event

    def _weigh(self) -> None:
        """Memory of window, recorder and engine."""
        named = {name: process.pid for name, process in self._processes.items()}
        self.memory.append((time.monotonic() - self._began, weigh({"window": os.getpid(), **named})))

    def _engine(self, listener: Listener) -> ProcessEngine:
        return self._processes.setdefault("engine", ProcessEngine(listener))

    def _recorder(self, listener: Listener) -> ProcessEngine:
        options = self._options
        played = (sys.executable, "-m", "benchmarks.played_recorder", str(options.call), str(options.channels))
        command = RECORDER if options.microphone else played
        return self._processes.setdefault("recorder", recorder_process(listener, command))


def animate(frames: Path, to: Path) -> None:
    """One animated image of all pictures in a folder, by ffmpeg."""
    if shutil.which("ffmpeg") is None:
        print("no ffmpeg: no animated image", file=sys.stderr)
        return
    pictures = ["-framerate", str(FRAMES), "-i", str(frames / "%03d.png")]
    form = ["-vf", "scale=960:-1", "-loop", "0", "-quality", "60", "-compression_level", "6"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *pictures, *form, str(to)], check=True)
    print(f"{to}: {to.stat().st_size / 1e6:.2f} MB")


def report(pulse: Pulse, cpu: float) -> None:
    moments = pulse.turns.all
    turns, lasted = np.diff(moments), moments[-1] - moments[0]
    frames = pulse.frames.all[pulse.frames.all >= moments[0]]
    parts = " ".join(f"{share} % {1000 * np.percentile(turns, share):.1f}" for share in (50, 90, 99, 99.9))
    print(f"turns of the event loop, ms: {parts}, most {1000 * turns.max():.1f}")
    print(f"stalls over {1000 * MOST:.0f} ms: {int((turns > MOST).sum())} in {lasted:.0f} s")
    gaps = 1000 * np.diff(frames)
    apart = " ".join(f"{share} % {np.percentile(gaps, share):.1f}" for share in (50, 99))
    print(f"frames painted: {len(frames) / lasted:.1f} a second; between two, ms: {apart}, most {gaps.max():.1f}")
    print(f"processor of the window: {cpu / lasted:.2f} s per second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("call", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--loading", type=float, default=10, help="Seconds until the models are there.")
    parser.add_argument("--channels", type=int, default=1)
    parser.add_argument("--microphone", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        options.folder = os.environ[RECORDINGS_VARIABLE] = folder
        os.environ[LIBRARY_VARIABLE] = str(Path(folder) / "library.sqlite")
        show = Show(QApplication(sys.argv[:1]), options)
        show.record(options.seconds)
        report(show.pulse, show.cpu)
        report_memory(show.memory)
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            show.film(8, options.out)
            show.take(options.out / "live.png")
        show.app.window.actions_.stop.trigger()
        show.wait(6)
        if show.saved is not None:
            print(f"recorded {show.saved.seconds:.1f} s, gaps {len(show.gaps)}, lost {sum(show.gaps):.2f} s")
        if options.out is not None:
            show.take(options.out / "saved.png")
        show.app.close()


if __name__ == "__main__":
    main()
