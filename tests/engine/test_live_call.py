"""A real call, spoken at its own pace, with the real models: the file of a recorder, and a worker that follows it."""

from __future__ import annotations

import os
import queue
import signal
import statistics
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from mmemotion.audio.files import FileSource
from mmemotion.audio.journal import Journal
from mmemotion.audio.wav import WavFormat
from mmemotion.config import ChannelMode, Config
from mmemotion.engine.jobs import Analysis
from mmemotion.engine.process import ProcessEngine
from mmemotion.messages import (
    Analyze,
    EngineReady,
    EngineStopped,
    EstimatePreviewed,
    Event,
    JobFinished,
    Listen,
    UtteranceHeard,
    UtteranceReady,
    encode,
)
from mmemotion.types import Recording, Waveform

SECONDS = 24.0


@pytest.fixture(scope="module")
def call(shared_data: Path) -> Waveform:
    chunks = list(FileSource(shared_data / "calls" / "SNG0480.flac").chunks())
    rate = chunks[0].sample_rate
    return Waveform(np.concatenate([chunk.samples for chunk in chunks])[: round(SECONDS * rate)], rate)


class Recorder(threading.Thread):
    """Writes a call as it is spoken."""

    def __init__(self, path: Path, call: Waveform) -> None:
        super().__init__(daemon=True)
        self._pcm = np.round(call.samples * 32768).clip(-32768, 32767).astype(np.int16)
        self._rate = call.sample_rate
        self._journal = Journal(path, WavFormat(call.sample_rate, call.channel_count))
        self.began = 0.0

    def run(self) -> None:
        self.began = time.monotonic()
        step = round(0.04 * self._rate)
        for at in range(0, len(self._pcm), step):
            piece = self._pcm[at : at + step]
            time.sleep(max(0.0, self.began + (at + len(piece)) / self._rate - time.monotonic()))
            self._journal.append(piece)
        self._journal.close()


def utterances(recording: Recording) -> list[bytes]:
    return [encode(UtteranceReady("", utterance)) for utterance in recording.utterances]


def test_a_call_is_followed_closely_and_ends_as_the_file_would(call: Waveform, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    analysis = Analysis()
    config = Config(channels=ChannelMode.SPLIT)
    recorder = Recorder(path, call)
    events: list[tuple[float, Event]] = []
    recorder.start()
    live = analysis.listen(Listen("1", str(path), config), lambda event: events.append((time.monotonic(), event)))
    previews = [at - recorder.began - e.span.end for at, e in events if isinstance(e, EstimatePreviewed)]
    heard = [at - recorder.began - e.utterance.span.end for at, e in events if isinstance(e, UtteranceHeard)]
    assert len(previews) > 40
    assert statistics.median(previews) <= 0.4
    assert len(heard) >= 5
    assert statistics.median(heard[2:]) <= 1.2  # the first ones ended while the models were loaded
    assert utterances(live.recording) == utterances(
        analysis.run(Analyze("2", str(path), config), lambda event: None).recording
    )


def test_a_worker_that_was_killed_is_followed_by_one_that_catches_up(call: Waveform, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    recorder = Recorder(path, call)
    events: queue.Queue[Event] = queue.Queue()
    engine = ProcessEngine(events.put)
    recorder.start()
    engine.send(Listen("1", str(path), Config(channels=ChannelMode.SPLIT)))
    _until(events, EngineReady)
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    _until(events, EngineStopped)
    engine.send(Listen("2", str(path), Config(channels=ChannelMode.SPLIT)))
    finished = _until(events, JobFinished)
    engine.close()
    assert isinstance(finished, JobFinished)
    assert finished.recording.duration == pytest.approx(SECONDS, abs=0.01)
    assert len(finished.recording.utterances) >= 7


def _until(events: queue.Queue[Event], kind: type[Event]) -> Event:
    end = time.monotonic() + 90
    while not isinstance(event := events.get(timeout=max(0.01, end - time.monotonic())), kind):
        pass
    return event
