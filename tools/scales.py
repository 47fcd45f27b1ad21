"""Takes pictures of the window at many sizes and scalings, and tells what cannot be read in them.

    python tools/scales.py [FILE] [--out FOLDER] [--scales 1 1.25 1.5 2] [--sizes 1024x700 1440x900 3840x2160]

Each size and scaling is a process of its own, on no display: the empty window, the review without and with the library,
two dialogs, a recording being made; light and dark. FILE is a recording, analysed once; without one, a call is made up.
It ends with 1 when text is cut off or a pane scrolls sideways anywhere.
"""

from __future__ import annotations

import argparse
import itertools
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialog, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "ui")]

from cut_off import faults  # noqa: E402
from scripted_engine import Call, ScriptedEngine, made_up_call  # noqa: E402
from scripted_library import ScriptedLibrary, made_up, spoken  # noqa: E402
from scripted_live import LiveCall, ScriptedRecorder  # noqa: E402

from mmemotion.config import Config  # noqa: E402
from mmemotion.messages import Analyze, Event, JobFinished, WaveformAdvanced  # noqa: E402
from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE  # noqa: E402
from mmemotion.protocols import Listener  # noqa: E402
from mmemotion.types import Envelope  # noqa: E402
from ui.app import App  # noqa: E402
from ui.settings import Settings  # noqa: E402
from ui.theme import ThemeChoice  # noqa: E402

SCALES = (1.0, 1.25, 1.5, 2.0)
SIZES = ("1024x700", "1440x900", "3840x2160")
HEARD = 24.0
"""Seconds of the call that are recorded."""


def main() -> None:
    options = _parse()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.call is not None:
        sys.exit(_photograph(options))
    with tempfile.TemporaryDirectory() as folder:
        call = Path(folder) / "call"
        call.write_bytes(pickle.dumps(_analysed(options.file) if options.file else made_up_call()))
        sys.exit(max(_other(options, call, *which) for which in itertools.product(options.scales, options.sizes)))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="a recording")
    parser.add_argument("--out", type=Path, default=Path("scales"), help="where the pictures go")
    parser.add_argument("--scales", type=float, nargs="+", default=SCALES)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help="of the window, in pixels before scaling")
    parser.add_argument("--call", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _other(options: argparse.Namespace, call: Path, scale: float, size: str) -> int:
    """Takes the pictures of one scaling and size in another process: a process has one scaling."""
    command = [sys.executable, __file__, "--call", str(call), "--out", str(options.out)]
    surroundings = os.environ | {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
    surroundings["QT_LOGGING_RULES"] = "qt.multimedia.*=false;qt.qpa.*=false"
    return subprocess.call([*command, "--scales", str(scale), "--sizes", size], env=surroundings)


def _analysed(file: Path) -> Call:
    from mmemotion.engine.local import LocalEngine  # loads much, and only this needs it

    events: list[Event] = []
    LocalEngine(events.append).send(Analyze("scales", str(file), Config(keep=False)))
    finished = next((event for event in events if isinstance(event, JobFinished)), None)
    if finished is None:
        sys.exit(f"{file} could not be analysed: {getattr(events[-1], 'message', events[-1])}")
    return Call(finished.recording, _joined([e.envelope for e in events if isinstance(e, WaveformAdvanced)]))


def _joined(parts: list[Envelope]) -> Envelope:
    import numpy as np

    minima, maxima = (np.concatenate([getattr(part, name) for part in parts]) for name in ("minima", "maxima"))
    return Envelope(parts[0].start, parts[0].hop, minima, maxima)


def _photograph(options: argparse.Namespace) -> int:
    """1 when something cannot be read; it is printed."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    size, scale, bad = options.sizes[0], options.scales[0], 0
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(application, Path(folder), pickle.loads(options.call.read_bytes()))
        stage.app.window.resize(*map(int, size.split("x")))
        for name, show in stage.scenes():
            show()
            stage.wait(0.25)
            stage.top.grab().save(str(options.out / f"{name}-{size}-{scale:g}.png"))
            for fault in faults(stage.top):
                print(f"{name}, {size} at {100 * scale:g} %: {fault}", flush=True)
                bad = 1
        stage.end()
    return bad


class Stage:
    """The real window, with doubles that replay one recording."""

    def __init__(self, application: QApplication, folder: Path, call: Call) -> None:
        os.environ[LIBRARY_VARIABLE] = str(folder / "library.sqlite")  # not the user's own
        os.environ[RECORDINGS_VARIABLE] = str(folder)
        self._application, self._call = application, call
        self._library = ScriptedLibrary(call, made_up(30))
        self._library.moments = spoken(self._library.recordings)
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.knows_the_law = True
        self.app = App(application, settings, (), self._engine, self._recorder)
        self.app.show()
        self.app.build()

    @property
    def top(self) -> QWidget:
        """The dialog that is open, or the window."""
        dialogs = self.app.window.findChildren(QDialog)
        return next((dialog for dialog in dialogs if dialog.isVisible()), self.app.window)

    def wait(self, seconds: float) -> None:
        """Lets the window run."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._application.processEvents()
            time.sleep(0.002)

    def scenes(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Names of pictures, and what is to be done before each."""
        do = self.app.window.actions_
        yield "empty", lambda: self.app.look.choose(ThemeChoice.DARK)
        yield "review-dark", self._review
        yield "review-light", lambda: self.app.look.choose(ThemeChoice.LIGHT)
        yield "library-light", do.library.trigger
        yield "library-dark", lambda: self.app.look.choose(ThemeChoice.DARK)
        yield "keys", do.shortcuts.trigger
        yield "about", self._about
        yield "live-dark", self._live
        yield "live-light", lambda: self.app.look.choose(ThemeChoice.LIGHT)

    def end(self) -> None:
        """Closes the window, without being asked about the recording."""
        self.app.record.live = None
        self.app.window.close()

    def _review(self) -> None:
        self.app.open([self._call.recording.media.path])
        while self.app.desk.session is None or self.app.desk.session.busy:
            self.wait(0.1)
        if self.app.panel.isVisible():
            self.app.window.actions_.library.trigger()
        self.app.playback.seek(self._call.recording.utterances[0].span.start + 0.1)

    def _about(self) -> None:
        self.top.close()
        self.app.window.actions_.about.trigger()

    def _live(self) -> None:
        self.top.close()
        call, now = LiveCall(self._call), time.monotonic()
        self.app.window.actions_.record.trigger()
        session = next(session for session in self.app.desk.desk.sessions if session.recorded)
        self._recorded.say(call.started(session.job, session.path))
        self._recorded.say(*call.sound(session.job, 0, HEARD, now), *call.heard(session.job, 0, HEARD))
        self.wait(0.1)
        self.app.desk.paint()

    def _engine(self, listener: Listener) -> ScriptedEngine:
        return ScriptedEngine(listener, lambda command: self._call.events(command.job), 0.0, self._library)

    def _recorder(self, listener: Listener) -> ScriptedRecorder:
        self._recorded = ScriptedRecorder(listener)
        return self._recorded


if __name__ == "__main__":
    main()
