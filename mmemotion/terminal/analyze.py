"""Analysis seen from a terminal: a progress bar, a table per recording, one line per fault."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from mmemotion.config import Config
from mmemotion.engine.local import LocalEngine
from mmemotion.errors import ConfigError, OutputError
from mmemotion.export.table import render
from mmemotion.messages import Analyze, Event, JobCancelled, JobFailed, JobFinished, LibraryFailed, Progressed
from mmemotion.terminal.output import Output, output
from mmemotion.types import Recording

OK, FAULT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

_INPUT_ERRORS = ("InputError", "UnreadableFileError", "NotMediaError", "NoSoundError", "TooShortError")


class Terminal:
    """Analyses files one after another; a file that fails does not stop the others."""

    def __init__(self, config: Config, wanted: Sequence[tuple[Path, Sequence[str]]], count: int) -> None:
        """wanted: where results of so many files go, and in which formats. Raises ConfigError."""
        self._config = config
        self._outputs = [output(target, formats, count, self._told) for target, formats in wanted]
        self._out = Console()
        self._err = Console(stderr=True, soft_wrap=True, highlight=False)
        self._engine = LocalEngine(self._hear)
        self._progress: tuple[Progress, TaskID] | None = None
        self._code = OK
        self._interrupted = False
        self._stage, self._stage_began = "", 0.0

    def analyze(self, files: Sequence[Path]) -> int:
        """Exit code: 0, 2 when some input could not be used, 1 for any other fault, 130 when interrupted."""
        before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            for path in files:
                if not self._interrupted:
                    self._analyze(path)
            if not self._interrupted:
                self._write(Path(), Output.finish)
        finally:
            signal.signal(signal.SIGINT, before)
        return INTERRUPTED if self._interrupted else self._code

    def _analyze(self, path: Path) -> None:
        columns = (
            TextColumn("{task.fields[name]}", markup=False),
            TextColumn("{task.fields[stage]}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[pace]}"),
        )
        with Progress(*columns, console=self._err, transient=True, disable=not self._err.is_terminal) as progress:
            self._progress = progress, progress.add_task("", total=None, name=path.name, stage="opening", pace="")
            self._engine.send(Analyze(str(path), str(path), self._config))
            self._progress = None

    def _hear(self, event: Event) -> None:
        match event:
            case Progressed():
                self._show(event)
            case JobFinished():
                self._finish(Path(event.job), event.recording)
            case JobFailed():
                self._complain(Path(event.job), event.message, BAD_INPUT if event.kind in _INPUT_ERRORS else FAULT)
            case JobCancelled():
                self._complain(Path(event.job), "cancelled", FAULT)
            case LibraryFailed():
                self._err.print(f"mmemotion: {event.message}", markup=False)
                self._fail(FAULT)

    def _show(self, event: Progressed) -> None:
        if self._progress is not None:
            progress, task = self._progress
            if event.stage != self._stage:
                self._stage, self._stage_began = event.stage, event.elapsed
            pace = _pace(event, event.elapsed - self._stage_began)
            progress.update(task, completed=event.done, total=event.total, stage=event.stage, pace=pace)

    def _finish(self, path: Path, recording: Recording) -> None:
        if recording.utterances:
            self._out.print(render(recording))
        for warning in recording.warnings:
            self._say(path, warning)
        if not recording.utterances:
            self._fail(BAD_INPUT)
        self._write(path, lambda place: place.take(recording))

    def _write(self, path: Path, do: Callable[[Output], None]) -> None:
        for place in self._outputs:
            try:
                do(place)
            except (OutputError, ConfigError) as error:
                self._complain(path, str(error), FAULT)

    def _told(self, path: Path) -> None:
        self._err.print(f"Written: {path}", markup=False)

    def _complain(self, path: Path, message: str, code: int) -> None:
        self._say(path, message)
        self._fail(code)

    def _say(self, path: Path, message: str) -> None:
        """One line that names the file."""
        line = message if path.name in message else f"{path}: {message}"
        self._err.print(f"mmemotion: {line}", markup=False)

    def _fail(self, code: int) -> None:
        """The exit code of the whole command: a fault of the program outweighs bad input."""
        self._code = FAULT if FAULT in (code, self._code) else code

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._interrupted = True
        self._engine.stop()


def _pace(event: Progressed, seconds: float) -> str:
    """Speed and time left of a stage that has lasted so many seconds, once there is something to go by."""
    if seconds < 1 or event.done <= 0 or event.total is None:
        return ""
    left = seconds * max(0.0, event.total - event.done) / event.done
    return f"{event.done / seconds:.1f} x real time, {int(left // 60)}:{int(left % 60):02d} left"
