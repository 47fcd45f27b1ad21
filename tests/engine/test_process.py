"""The engine in its own process, with a real worker."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mmemotion.config import Config
from mmemotion.engine.process import ProcessEngine
from mmemotion.errors import EngineError
from mmemotion.messages import (
    Analyze,
    Cancel,
    EngineStopped,
    Event,
    JobCancelled,
    JobFailed,
    JobFinished,
    JobStarted,
    Progressed,
    UtteranceReady,
    WaveformAdvanced,
)
from mmemotion.types import Utterance


class Heard:
    """Events as they come, and the engine that sends them."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.engine = ProcessEngine(self.events.put)

    def until(self, kind: type[Event], seconds: float = 120) -> list[Event]:
        """All events up to the first of a kind."""
        found: list[Event] = []
        end = time.monotonic() + seconds
        while not found or not isinstance(found[-1], kind):
            found.append(self.events.get(timeout=max(0.01, end - time.monotonic())))
        return found


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()
    yield heard
    heard.engine.close()


@pytest.fixture
def call(shared_data: Path) -> str:
    return str(shared_data / "calls" / "SNG0072.flac")


def test_a_call_is_told_from_start_to_finish(heard: Heard, call: str) -> None:
    heard.engine.send(Analyze("1", call, Config(language="en")))
    events = heard.until(JobFinished)
    kinds = [type(event) for event in events]
    assert kinds[0] is JobStarted
    envelopes = [event.envelope for event in events if isinstance(event, WaveformAdvanced)]
    told = [event.utterance for event in events if isinstance(event, UtteranceReady)]
    finished = events[-1]
    assert isinstance(finished, JobFinished)
    judged_again = finished.recording.utterances
    assert len(told) > 15
    places = [(utterance.span.start, utterance.channel) for utterance in told]
    assert places == sorted(places) == [(utterance.span.start, utterance.channel) for utterance in judged_again]
    assert [utterance.transcript for utterance in told] == [utterance.transcript for utterance in judged_again]
    assert _baselines(told, 0) == sorted(_baselines(told, 0))
    assert set(_baselines(judged_again, 0)) == {_baselines(told, 0)[-1]}
    assert finished.recording.speakers == ("Speaker 1", "Speaker 2")
    assert sum(len(e.maxima) * e.hop for e in envelopes) == pytest.approx(finished.recording.duration, abs=0.05)
    done = [event.done for event in events if isinstance(event, Progressed) and event.stage == "listening"]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(finished.recording.duration)


def _baselines(utterances: Sequence[Utterance], channel: int) -> list[float]:
    """Seconds of the speaker's speech each was judged against."""
    return [u.estimate.baseline for u in utterances if u.estimate is not None and u.channel == channel]


def test_a_job_is_cancelled_within_half_a_second(heard: Heard, call: str) -> None:
    heard.engine.send(Analyze("1", call, Config()))
    heard.until(Progressed)
    began = time.monotonic()
    heard.engine.send(Cancel("1"))
    events = heard.until(JobCancelled, 10)
    assert isinstance(events[-1], JobCancelled)
    assert time.monotonic() - began < 0.5


def test_a_waiting_job_is_cancelled_before_it_begins(heard: Heard, call: str) -> None:
    heard.engine.send(Analyze("1", call, Config()))
    heard.engine.send(Analyze("2", call, Config()))
    heard.until(Progressed)
    heard.engine.send(Cancel("2"))
    heard.engine.send(Cancel("1"))
    first = heard.until(JobCancelled, 10)[-1]
    second = heard.until(JobCancelled, 60)
    assert [event for event in second if not isinstance(event, JobCancelled)] == []
    assert {first, second[-1]} == {JobCancelled("1"), JobCancelled("2")}


def test_bad_input_is_an_event_and_the_engine_lives_on(heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "notes.wav").write_text("this is no sound")
    heard.engine.send(Analyze("1", str(tmp_path / "notes.wav"), Config()))
    heard.engine.send(Analyze("2", str(tmp_path / "missing.wav"), Config()))
    (first,) = heard.until(JobFailed)
    (second,) = heard.until(JobFailed)
    assert isinstance(first, JobFailed)
    assert isinstance(second, JobFailed)
    assert (first.job, first.kind) == ("1", "NotMediaError")
    assert "notes.wav" in first.message
    assert (second.job, second.kind) == ("2", "UnreadableFileError")


def test_a_killed_engine_is_told_and_the_next_command_starts_it_again(heard: Heard, tmp_path: Path, call: str) -> None:
    heard.engine.send(Analyze("1", call, Config()))
    heard.until(Progressed)
    first = heard.engine.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    stopped = heard.until(EngineStopped, 10)[-1]
    assert isinstance(stopped, EngineStopped)
    assert "signal 9" in stopped.message
    heard.engine.send(Analyze("2", str(tmp_path / "missing.wav"), Config()))
    heard.until(JobFailed)
    assert heard.engine.pid not in (None, first)


def test_the_worker_leaves_when_its_owner_is_gone(heard: Heard, tmp_path: Path) -> None:
    heard.engine.send(Analyze("1", str(tmp_path / "missing.wav"), Config()))
    heard.until(JobFailed)
    heard.engine.close()
    assert heard.engine.pid is None
    with pytest.raises(EngineError):
        heard.engine.send(Cancel("1"))


def test_a_worker_that_cannot_start_is_one_sentence() -> None:
    engine = ProcessEngine(lambda event: None, command=("/no/such/program",))
    with pytest.raises(EngineError, match="cannot be started"):
        engine.send(Cancel("1"))
