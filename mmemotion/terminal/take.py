"""A recording made from a terminal: the recorder's process, and the engine's beside it when it is to be analysed."""

from __future__ import annotations

import queue
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.live import Live

from mmemotion.config import Config
from mmemotion.engine.process import RECORDER, ProcessEngine, recorder_process
from mmemotion.errors import ConfigError, EngineError, OutputError
from mmemotion.export.json import JsonExporter
from mmemotion.export.table import render
from mmemotion.messages import (
    EngineStopped,
    Event,
    JobFailed,
    JobFinished,
    LibraryFailed,
    Listen,
    ListMicrophones,
    MicrophonesFound,
    Record,
    RecorderStopped,
    RecordingFailed,
    RecordingSaved,
    RecordingStarted,
    ResultKept,
    SoundRecorded,
    StopRecording,
    UtteranceHeard,
)
from mmemotion.terminal.screen import LOADING, Screen, said
from mmemotion.types import Recording

JOB = "recording"
TRIES = 3
"""How often a process that died is started again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """path of the new file; microphone: a name, or empty for the default one; seconds: 0 until it is stopped."""

    path: Path
    microphone: str = ""
    channel_count: int = 1
    seconds: float = 0.0


def list_microphones() -> tuple[str, ...]:
    """A line per microphone, the default one first. Raises EngineError."""
    found: queue.SimpleQueue[Event] = queue.SimpleQueue()
    recorder = recorder_process(found.put)
    recorder.send(ListMicrophones())
    event = found.get()
    recorder.close()
    if not isinstance(event, MicrophonesFound):
        raise EngineError("The recorder stopped unexpectedly; please try again.")
    return tuple(f"{one.name}{' (default)' if one.default else ''}" for one in event.microphones)


class Take:
    """Records until Ctrl-C or the time is over; with a config it is analysed live. run() gives the exit code."""

    def __init__(
        self,
        wanted: Wanted,
        config: Config | None = None,
        json: Path | None = None,
        recorder: Sequence[str] = RECORDER,
    ) -> None:
        if wanted.path.suffix.lower() != ".wav":
            raise ConfigError(f"{wanted.path} does not end in .wav: recordings are WAV files.")
        self._wanted, self._config, self._json = wanted, config, json
        self._out, self._err = Console(), Console(stderr=True, soft_wrap=True, highlight=False)
        self._screen = Screen(config is not None, note=LOADING if config is not None else "")
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._recorder = recorder_process(self._events.put, recorder)
        self._engine = ProcessEngine(self._events.put) if config is not None else None
        self._asked = self._stopping = self._saved = self._analysed = False
        self._kept = config is None or not config.keep
        self._tries, self._code = TRIES, 0

    def run(self) -> int:
        """0 when all is saved, and analysed if that was asked for; else 1."""
        before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._record()
            with Live(self._screen, console=self._err, refresh_per_second=12, transient=True) as live:
                while not self._done:
                    self._look(live)
        finally:
            self._recorder.close()
            if self._engine is not None:
                self._engine.close()
            for number, handler in before.items():
                signal.signal(number, handler)
        return self._code

    @property
    def _done(self) -> bool:
        return self._code != 0 or (self._saved and (self._engine is None or (self._analysed and self._kept)))

    def _look(self, live: Live) -> None:
        try:
            event = self._events.get(timeout=0.1)
        except queue.Empty:
            event = None
        if event is not None:
            self._hear(event)
            self._screen = self._screen.after(event)
        if self._asked and not self._stopping:
            self._stopping = True
            self._recorder.send(StopRecording(JOB))
        live.update(self._screen)

    def _hear(self, event: Event) -> None:
        match event:
            case RecordingStarted():
                self._err.print(f"Recording from {event.microphone}. Ctrl-C stops and saves.", markup=False)
                self._listen()
            case SoundRecorded(seconds=seconds):
                self._asked = self._asked or 0 < self._wanted.seconds <= seconds
            case UtteranceHeard(utterance=utterance):
                self._out.print(said(utterance))
            case RecordingSaved() | RecordingFailed():
                self._end(event)
            case RecorderStopped(message=message):
                self._again(message, self._record)
            case EngineStopped(message=message):
                self._again(message, self._listen)
            case JobFinished(recording=recording):
                self._show(recording)
            case ResultKept():
                self._kept = True
            case JobFailed(message=message) | LibraryFailed(message=message):
                self._fail(message)

    def _record(self) -> None:
        wanted = self._wanted
        self._recorder.send(Record(JOB, str(wanted.path), wanted.microphone, wanted.channel_count))

    def _listen(self) -> None:
        if self._engine is not None and self._config is not None:
            self._engine.send(Listen(JOB, str(self._wanted.path), self._config))

    def _again(self, message: str, start: Callable[[], None]) -> None:
        """A process that died is started again; what it did until then is on the disk."""
        self._tries -= 1
        if self._tries < 0:
            self._fail(message)
        else:
            self._say(f"{message} It is started again.")
            start()

    def _end(self, event: RecordingSaved | RecordingFailed) -> None:
        if isinstance(event, RecordingFailed):
            self._say(event.message)
            self._code = 0 if event.path else 1
        if event.path:
            self._saved = True
            self._err.print(f"Saved: {event.path} ({event.seconds:.1f} s)", markup=False)

    def _show(self, recording: Recording) -> None:
        self._analysed = True
        if recording.utterances:
            self._out.print(render(recording))
        for warning in recording.warnings:
            self._say(warning)
        if self._json is not None:
            try:
                JsonExporter().export(recording, self._json)
            except OutputError as error:
                self._fail(str(error))
            else:
                self._err.print(f"Written: {self._json}", markup=False)

    def _fail(self, message: str) -> None:
        self._say(message)
        self._code = 1

    def _say(self, message: str) -> None:
        self._err.print(f"mmemotion: {message}", markup=False)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
