"""The window with a recording of three hours and 5,000 utterances: opening it, moving along it, reading it.

    xvfb-run -a -s "-screen 0 1440x900x24" python -m benchmarks.long_recording [--seconds 10] [--keep FOLDER]
        [--out FOLDER]

Window and engine are the real ones, the talk is made up, with a sound file that is read for the finest detail. A stall
is a time of more than 50 ms between two turns of the event loop, which has something to do every 5 ms; "at work" is
the longest that the window itself was busy between two, whatever else the machine had to do. A frame is one painting
of the time axis, or of the transcript while that is scrolled; 60 times a second the wheel turns. An opening lasts from
the double click in the library until time axis and transcript are painted with the whole result.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollBar, QWidget

from benchmarks.conversation import UTTERANCES, Conversation
from benchmarks.live_window import MOST, TICK_MS, Times
from mmemotion.config import Talk
from mmemotion.engine.sketch import Sketch
from mmemotion.paths import LIBRARY_VARIABLE
from mmemotion.store.library import Library
from mmemotion.types import Result
from ui.app import App
from ui.plots.time_rows import TimeRows
from ui.settings import Settings
from ui.state.session import Phase
from ui.theme import ThemeChoice
from ui.views.transcript import TranscriptView

OPENINGS = 5
FRAME_MS = 1000 / 60
SETTLED = 3.0
"""Seconds after an opening in which stalls are still counted as its own."""


class Pulse(QObject):
    """Turns of the event loop, and frames of a widget, from start() to stop()."""

    def __init__(self, widget: QWidget, seconds: float) -> None:
        super().__init__()
        self.turns = Times(round(1000 * seconds / TICK_MS))
        self.frames = Times(round(1000 * seconds / TICK_MS))
        self._widget = widget
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self.busy = Times(round(1000 * seconds / TICK_MS))
        self._timer.timeout.connect(self._turn)

    def start(self) -> Pulse:
        """From now on."""
        self._widget.installEventFilter(self)
        self._turn()
        self._timer.start()
        return self

    def stop(self) -> None:
        """Until now."""
        self._timer.stop()
        self._turn()
        self._widget.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Takes note of paintings."""
        if event.type() is QEvent.Type.Paint:
            self.frames.add(time.perf_counter())
        return False

    @property
    def stalls(self) -> str:
        """In words."""
        turns, busy = np.diff(self.turns.all), np.diff(self.busy.all)
        count, longest = int((turns > MOST).sum()), 1000 * turns.max()
        return f"stalls: {count}, longest {longest:.0f} ms (at work {1000 * busy.max():.0f} ms)"

    def _turn(self) -> None:
        self.turns.add(time.perf_counter())
        self.busy.add(time.thread_time())


@dataclass(frozen=True, slots=True)
class Opening:
    """seconds until everything was painted, and what the event loop did meanwhile."""

    seconds: float
    stalls: str


class Show:
    """The window and what a hand would do with it."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme = ThemeChoice.DARK
        settings.knows_the_law = True
        self.app = App(application, settings)
        self.app.window.resize(1440, 900)
        self.app.show()
        self.wait(3.0)
        self.wait(1.0)
        self.rows = self.app.review.findChildren(TimeRows)[0]
        self.transcript = self.app.review.findChildren(TranscriptView)[0]

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Lets the window run as it always does."""
        loop, look = QEventLoop(), QTimer(interval=1)
        look.timeout.connect(lambda: loop.quit() if until() else None)
        look.start()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    def open(self) -> Opening:
        """A double click on the only recording of the library."""
        seen = Painted(self.rows, self.transcript)
        self.app.desk.painted.connect(lambda: seen.look() if self._complete() else None)
        pulse = Pulse(self.rows.viewport(), 60).start()
        entry = self.app.panel.list
        self.wait(20, lambda: entry.model().rowCount() > 0)
        place = entry.visualRect(entry.model().index(0, 0)).center()
        QTest.mouseClick(entry.viewport(), Qt.MouseButton.LeftButton, pos=place)
        began = time.perf_counter()
        QTest.mouseDClick(entry.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.wait(40, lambda: seen.all)
        lasted = max(seen.at.values(), default=float("nan")) - began
        self.wait(SETTLED)
        pulse.stop()
        return Opening(lasted, pulse.stalls)

    def close(self) -> None:
        """Takes the recording off the desk."""
        self.app.window.actions_.close.trigger()
        self.wait(1.0)

    def turn(self, name: str, area: QAbstractScrollArea, seconds: float, wheel: Callable[[int], QPoint]) -> None:
        """Turns the wheel over an area 60 times a second, and tells how that went."""
        viewport, count = area.viewport(), 0

        def step() -> None:
            nonlocal count
            at = QPointF(viewport.width() * 0.6, viewport.height() / 2)
            no = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
            event = QWheelEvent(at, viewport.mapToGlobal(at), QPoint(), wheel(count), *no)
            QApplication.sendEvent(viewport, event)
            count += 1

        timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(step)
        pulse = Pulse(viewport, seconds + 5).start()
        # Whole milliseconds are all a timer knows; 16 of them are a little more than 60 a second.
        timer.start(int(FRAME_MS))
        self.wait(seconds)
        timer.stop()
        pulse.stop()
        frames = 1000 * np.diff(pulse.frames.all)
        apart = " ".join(f"{share} % {np.percentile(frames, share):.1f}" for share in (50, 95, 99))
        shown = len(frames) / (pulse.turns.all[-1] - pulse.turns.all[0])
        print(f"{name:32} {shown:5.1f} frames/s; between two, ms: {apart}; {pulse.stalls}", flush=True)

    def take(self, path: Path) -> None:
        """One picture."""
        self.app.window.grab().save(str(path))

    @property
    def is_fine(self) -> bool:
        """Whether the finest detail is there."""
        session = self.app.desk.session
        return session is not None and session.drawn is not None and session.drawn.is_fine

    def _complete(self) -> bool:
        session = self.app.desk.session
        return session is not None and session.phase is Phase.FINISHED


class Painted(QObject):
    """When each of some areas was painted first after look()."""

    def __init__(self, *areas: QAbstractScrollArea) -> None:
        super().__init__()
        self._areas = {area.viewport(): area for area in areas}
        self._looking = False
        self.at: dict[QObject, float] = {}
        for viewport in self._areas:
            viewport.installEventFilter(self)

    @property
    def all(self) -> bool:
        """Whether all were."""
        return len(self.at) == len(self._areas)

    def look(self) -> None:
        """From now on."""
        if not self._looking:
            self._looking = True
            for viewport in self._areas:
                viewport.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Takes note of paintings, once they are done."""
        if self._looking and event.type() is QEvent.Type.Paint and watched not in self.at:
            QTimer.singleShot(0, lambda: self.at.setdefault(watched, time.perf_counter()))
        return False


def prepare(folder: Path) -> None:
    """The library with its one recording, unless it is there."""
    path, library = folder / "Conversation.wav", folder / "library.sqlite"
    if library.exists():
        return
    began = time.perf_counter()
    talk = Conversation()
    talk.write(path)
    Library(library).keep(path, Result(talk.recording, (None,) * UTTERANCES), Sketch().envelope(path), Talk.EVERYDAY)
    print(f"made in {time.perf_counter() - began:.0f} s: {path.stat().st_size / 1e6:.0f} MB of sound", flush=True)


def measure(show: Show, seconds: float, out: Path | None) -> None:
    first = show.open()
    print(f"opened the first time: {first.seconds:.2f} s; {first.stalls}", flush=True)
    drawn = time.perf_counter()
    show.wait(120, lambda: show.is_fine)
    print(f"finest detail {time.perf_counter() - drawn:.1f} s later", flush=True)
    again = []
    for _ in range(OPENINGS):
        show.close()
        again.append(show.open())
        print(f"opened again: {again[-1].seconds:.2f} s; {again[-1].stalls}", flush=True)
    print(f"median {statistics.median(each.seconds for each in again):.2f} s", flush=True)
    for name, stretch in {"2 h": 7200.0, "30 min": 1800.0, "60 s": 60.0, "1 s": 1.0}.items():
        show.app.review.show_stretch(1800.0, 1800.0 + stretch)
        show.wait(0.5)
        if out is not None:
            show.take(out / f"{name.replace(' ', '-')}.png")
        # A second one way, a second back, in steps as a touchpad sends them.
        show.turn(f"panning, {name} in view", show.rows, seconds, lambda n: QPoint(-12 if n % 120 < 60 else 12, 0))
    show.app.review.show_stretch(0.0, 10_800.0)
    show.turn("zooming in and out", show.rows, seconds, lambda n: QPoint(0, 40 if n % 240 < 120 else -40))
    show.turn("scrolling the transcript", show.transcript, seconds, lambda n: QPoint(0, -120))
    bar = show.transcript.verticalScrollBar()
    show.turn("leafing through the transcript", show.transcript, seconds, lambda n: _leaf(bar, n))


def _leaf(bar: QScrollBar, count: int) -> QPoint:
    bar.setValue(count * 1237 % max(1, bar.maximum()))
    return QPoint(0, -12)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="of each way to move")
    parser.add_argument("--keep", type=Path, help="make the library here, or use what is here already")
    parser.add_argument("--out", type=Path, help="pictures go here")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[LIBRARY_VARIABLE] = str(folder / "library.sqlite")
        os.environ["XDG_CACHE_HOME"] = str(Path(temporary) / "cache")
        prepare(folder)
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
        application = QApplication(sys.argv[:1])
        application.setStyle("Fusion")
        show = Show(application, Path(temporary))
        measure(show, options.seconds, options.out)
        show.app.close()


if __name__ == "__main__":
    main()
