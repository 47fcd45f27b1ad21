"""A recorder process and what it says, for tests."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
import soundfile

from mmemotion.backends.scripted_microphone import Script
from mmemotion.engine.process import ProcessEngine, recorder_process
from mmemotion.messages import (
    Command,
    Event,
    GapFound,
    MicrophoneTrouble,
    Record,
    RecordingSaved,
    StopRecording,
    Trouble,
)
from mmemotion.types import Pcm

SCRIPTED = Path(__file__).with_name("scripted_recorder.py")
Kind = TypeVar("Kind")


class Recording:
    """Commands to a recorder process, and its events in order."""

    def __init__(self, script: Script | None = None, command: tuple[str, ...] = ()) -> None:
        told = msgspec.json.encode(script or Script()).decode()
        scripted = (sys.executable, str(SCRIPTED), "60", told)
        self.events: list[Event] = []
        self._new: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.process: ProcessEngine = recorder_process(self._new.put, command or scripted)

    def send(self, command: Command) -> None:
        self.process.send(command)

    def wait(self, kind: type[Kind], seconds: float = 10.0, like: Callable[[Kind], bool] = lambda _: True) -> Kind:
        """The next event of a kind."""
        until = time.monotonic() + seconds
        while True:
            event = self._new.get(timeout=max(0.01, until - time.monotonic()))
            self.events.append(event)
            if isinstance(event, kind) and like(event):
                return event

    def begin(self, path: Path, microphone: str = "", channels: int = 1) -> None:
        self.send(Record("job", str(path), microphone, channels))

    def stop(self) -> RecordingSaved:
        self.send(StopRecording("job"))
        return self.wait(RecordingSaved)

    def troubles(self) -> list[Trouble]:
        return [event.trouble for event in self.events if isinstance(event, MicrophoneTrouble)]

    def gaps(self) -> list[float]:
        return [event.gap.seconds for event in self.events if isinstance(event, GapFound)]


def read(path: Path) -> Pcm:
    """The samples [n, channel] in a file, by a reader that is not ours."""
    samples, _ = soundfile.read(path, dtype="int16", always_2d=True)
    return np.asarray(samples, dtype=np.int16)


def place_of(samples: Pcm, whole: Pcm) -> int:
    """Where in the whole these samples [n] stand, exactly; -1 when they do not."""
    first = np.flatnonzero(whole[: len(whole) - len(samples) + 1] == samples[0])
    return next((int(at) for at in first if np.array_equal(whole[at : at + len(samples)], samples)), -1)
