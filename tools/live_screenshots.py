"""Takes pictures of a recording being made: the real window, with doubles of recorder and engine that replay a call.

    xvfb-run -a -s "-screen 0 1920x1080x24" python tools/live_screenshots.py CALLS [--out FOLDER] [--seconds S]

CALLS is a folder with SNG0072.flac and SNG0072.json. It also tells how long painting took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "ui"))

from scripted_engine import ScriptedEngine, load_call  # noqa: E402
from scripted_live import LiveCall, ScriptedRecorder  # noqa: E402

from mmemotion.messages import (  # noqa: E402
    GapFound,
    JobFinished,
    Listening,
    MicrophoneTrouble,
    RecordingPaused,
    RecordingResumed,
    RecordingSaved,
    Trouble,
)
from mmemotion.types import Gap, Unfinished  # noqa: E402
from ui.app import App  # noqa: E402
from ui.plots.rolling_axis import RollingAxis  # noqa: E402
from ui.settings import Settings  # noqa: E402
from ui.state.interrupted import sentence  # noqa: E402
from ui.theme import ThemeChoice  # noqa: E402
from ui.views import recording_dialogs  # noqa: E402

SIZES = ((840, 560), (1280, 800), (1920, 1080))
STEP = 0.04


class Stage:
    """The window, its doubles, and a call that goes on as time does."""

    def __init__(self, application: QApplication, settings: Settings, call: LiveCall, out: Path) -> None:
        self._application, self._call, self._out = application, call, out
        self._recorders: list[ScriptedRecorder] = []
        self._engines: list[ScriptedEngine] = []
        self.watch = Stopwatch()
        self.app = App(application, settings, (), self._engine, self._recorder)
        self.app.window.resize(1280, 800)
        self.app.show()
        self.wait(0.5)
        self._time = 0.0

    @property
    def job(self) -> str:
        """The job of the recording."""
        return next(s.job for s in self.app.desk.desk.sessions if s.recorded)

    def say(self, *events: object) -> None:
        """Events of the recorder or the engine."""
        for event in events:
            self._recorders[-1].listener(event)

    def begin(self, heard: float) -> None:
        """Clicks Record; so much of the call is there at once."""
        self.app.window.actions_.record.trigger()
        self.say(self._call.started(self.job, self.app.desk.desk.sessions[-1].path))
        self.wait(0.1)
        if heard:
            self._advance(heard)
        self.wait(0.4)

    def play(self, seconds: float) -> None:
        """Lets the call go on for a while."""
        began, until = time.monotonic() - self._time, self._time + seconds
        while self._time < until:
            self.wait(STEP)
            self._advance(time.monotonic() - began)

    def wait(self, seconds: float) -> None:
        """Lets the window run."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._application.processEvents()
            time.sleep(0.002)

    def take(self, name: str) -> None:
        """Saves the window as it is."""
        self._application.processEvents()
        path = self._out / f"{name}.png"
        if not self.app.window.grab().save(str(path)):
            sys.exit(f"The picture {path} cannot be written.")
        print(path)

    def take_dialog(self, name: str) -> None:
        """Saves the dialog that is open, and closes it."""
        self.wait(0.3)
        box = self.app.window.findChildren(QMessageBox)[-1]
        box.grab().save(str(self._out / f"{name}.png"))
        box.close()
        self.wait(0.1)

    def finish(self) -> None:
        """The recorder has saved; the whole is judged again."""
        path = self.app.desk.desk.sessions[-1].path
        self.app.window.actions_.stop.trigger()
        self.say(RecordingSaved(self.job, path, self._time, ()))
        self.wait(0.5)

    def judge_again(self) -> None:
        """The engine is done."""
        self._engines[-1].listener(JobFinished(self.job, self._call.call.recording))
        self.wait(0.5)

    def _advance(self, until: float) -> None:
        for event in self._call.sound(self.job, self._time, until, time.monotonic()):
            self.say(event)
        for event in self._call.heard(self.job, self._time, until):
            self.say(event)
        self._time = until

    def _engine(self, listener: Callable[..., None]) -> ScriptedEngine:
        self._engines.append(ScriptedEngine(listener, lambda command: iter(())))
        return self._engines[-1]

    def _recorder(self, listener: Callable[..., None]) -> ScriptedRecorder:
        self._recorders.append(ScriptedRecorder(listener))
        return self._recorders[-1]


class Stopwatch:
    """Measures every paintEvent of the rolling axis. Made before the window: Qt looks the method up only once."""

    def __init__(self) -> None:
        self.milliseconds: list[float] = []
        self.times: list[float] = []
        self._cpu, self._began = time.process_time(), time.perf_counter()
        RollingAxis.paintEvent = self._timed(RollingAxis.paintEvent)

    def _timed(self, paint: Callable[..., None]) -> Callable[..., None]:
        def timed(axis: RollingAxis, event: object) -> None:
            began = time.perf_counter()
            paint(axis, event)
            self.milliseconds.append(1000 * (time.perf_counter() - began))
            self.times.append(began)

        return timed

    def report(self, name: str) -> None:
        """Prints median and worst since the last report."""
        found = sorted(self.milliseconds) or [0.0]
        middle, late = found[len(found) // 2], found[int(0.99 * (len(found) - 1))]
        print(f"{name}: {len(found)} frames, median {middle:.2f} ms, 99 % {late:.2f} ms, worst {found[-1]:.2f} ms")
        pauses = [1000 * (b - a) for a, b in zip(self.times, self.times[1:], strict=False)]
        busy = (time.process_time() - self._cpu) / max(1e-3, time.perf_counter() - self._began)
        print(f"    longest time between two frames: {max(pauses, default=0):.0f} ms; busy {busy:.0%} of the time")
        self.clear()

    def clear(self) -> None:
        """Begins anew."""
        self.milliseconds.clear()
        self.times.clear()
        self._cpu, self._began = time.process_time(), time.perf_counter()


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, help="the folder of the call")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img", help="where the pictures go")
    parser.add_argument("--seconds", type=float, default=30.0, help="how much of the call there is at first")
    return parser.parse_args()


def main() -> None:
    options = _parse()
    options.out.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    call = LiveCall(load_call(options.calls))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme, settings.knows_the_law, settings.recorded_channels = ThemeChoice.DARK, True, 2
        stage = Stage(application, settings, call, options.out)
        _photograph(stage, options.seconds)
        stage.app.window.close()


def _photograph(stage: Stage, seconds: float) -> None:
    stage.take("empty-dark")
    _dialogs(stage)
    stage.begin(0.0)
    stage.take("loading-dark")
    stage.play(3.0)
    stage.take("begun-dark")
    stage._advance(seconds)
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        stage.app.look.choose(choice)
        for size in SIZES:
            stage.app.window.resize(*size)
            stage.play(0.5)
            stage.watch.clear()
            stage.play(4.0)
            stage.watch.report(f"{size[0]}x{size[1]} {choice}")
            stage.take(f"live-{size[0]}-{choice}")
    _elsewhere(stage)
    _trouble(stage)
    _presentation(stage)
    stage.app.window.resize(1280, 800)
    stage.play(1.0)
    stage.take("before-stop")
    stage.finish()
    stage.take("refining")
    stage.judge_again()
    stage.take("review")


def _dialogs(stage: Stage) -> None:
    """What is asked before, after and instead of a recording."""
    window = stage.app.window
    recording_dialogs.tell_the_law(window, window.update)
    stage.take_dialog("dialog-law")
    found = Unfinished("/r/Recording.wav", 151.0, "2026-11-25T16:31:05")
    recording_dialogs.offer_unfinished(window, sentence(found), window.update, window.update, window.update)
    stage.take_dialog("dialog-unfinished")
    recording_dialogs.ask_before_closing(window, window.update)
    stage.take_dialog("dialog-closing")


def _elsewhere(stage: Stage) -> None:
    """Another recording is in view, and a chip tells of the one that is being made."""
    stage.app.window.resize(1280, 800)
    job = stage.job
    stage.app.open([str(ROOT / "assets" / "sample" / "meeting.flac")])
    stage.play(1.0)
    stage.take("elsewhere-light")
    stage.app.desk.show(job)
    stage.play(1.0)
    stage.take("beside-light")
    stage.app.desk.drop(next(s.job for s in stage.app.desk.desk.sessions if s.job != job))


def _trouble(stage: Stage) -> None:
    stage.app.window.resize(1280, 800)
    stage.play(1.0)
    message = "No sound comes from USB headset: it may be muted, or another microphone may be meant."
    stage.say(MicrophoneTrouble(stage.job, Trouble.NO_SIGNAL, message))
    stage.say(GapFound(stage.job, Gap(31.0, 0.4, "the machine was too slow")), Listening(stage.job, 50.0, 6.2, False))
    stage.wait(0.4)
    stage.take("trouble-light")
    stage.app.window.resize(840, 560)
    stage.wait(0.4)
    stage.take("trouble-840")
    stage.say(MicrophoneTrouble(stage.job, Trouble.NONE, ""), RecordingPaused(stage.job))
    stage.app.window.resize(1280, 800)
    stage.wait(0.4)
    stage.take("paused-light")
    stage.app.look.choose(ThemeChoice.DARK)
    stage.wait(0.4)
    stage.take("paused-dark")
    stage.say(RecordingResumed(stage.job))


def _presentation(stage: Stage) -> None:
    stage.play(2.0)
    stage.app.live.present(True)
    stage.app.window.resize(1920, 1080)
    stage.play(0.5)
    stage.watch.clear()
    stage.play(4.0)
    stage.watch.report("presentation")
    stage.take("presentation-dark")
    stage.app.look.choose(ThemeChoice.LIGHT)
    stage.play(1.0)
    stage.take("presentation-light")
    stage.app.live.present(False)
    stage.wait(0.3)


if __name__ == "__main__":
    main()
