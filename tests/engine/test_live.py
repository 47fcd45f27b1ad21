"""A recording is analysed while it is made: the same result as later, and first sight of it at once."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from mmemotion.config import ChannelMode, Config, Talk
from mmemotion.engine.jobs import Analysis
from mmemotion.engine.live import _expected
from mmemotion.engine.local import LocalEngine
from mmemotion.messages import (
    Analyze,
    Cancel,
    ChannelsPlanned,
    EstimatePreviewed,
    Event,
    JobCancelled,
    JobFinished,
    JobStarted,
    Listen,
    Listening,
    PartialTranscript,
    TracksAdvanced,
    UtteranceHeard,
    UtteranceReady,
    encode,
)
from mmemotion.pipeline.executors import InlineExecutor
from mmemotion.types import ChannelPlan, FloatArray, Recording, Utterance, Waveform
from tests.engine.growing import Growing
from tests.engine.scripted_live import RATE, FaultyRecognizer, ScriptedToolbox, SlowRecognizer, talk, toolbox
from tests.media import write_sound

E = TypeVar("E", bound=Event)
Install = Callable[[ScriptedToolbox], None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes an engine load doubles."""
    return lambda tools: monkeypatch.setattr("mmemotion.assembly.load_toolbox", lambda config: tools)


@pytest.fixture
def tools(install: Install) -> ScriptedToolbox:
    made = toolbox()
    install(made)
    return made


def listen(growing: Growing, config: Config | None = None, path: str = "live.wav") -> tuple[Recording, list[Event]]:
    events: list[Event] = []
    recording = Analysis(growing.open).listen(Listen("1", path, config or Config()), events.append).recording
    return recording, events


def of(events: Sequence[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def offline(tools: ScriptedToolbox, samples: FloatArray, config: Config) -> list[Utterance]:
    pipeline = tools.pipeline(_expected(samples.shape[1], config.channels), InlineExecutor(), config)
    pipeline.push(Waveform(samples, RATE))
    list(pipeline.finish())
    return pipeline.refined()


def as_bytes(utterances: Sequence[Utterance]) -> list[bytes]:
    return [encode(UtteranceReady("", utterance)) for utterance in utterances]


def places(utterances: Sequence[Utterance]) -> list[tuple[float, float, int]]:
    return sorted((utterance.span.start, utterance.span.end, utterance.channel) for utterance in utterances)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("speed", "lead", "piece"), [(20, 0, 0.05), (20, 30, 0.033), (1, 40, 0.5)])
def test_the_result_is_that_of_the_file_however_the_sound_came(
    tools: ScriptedToolbox, channels: int, speed: float, lead: float, piece: float
) -> None:
    config = Config(channels=ChannelMode.SPLIT)
    growing = Growing(talk(40, channels), RATE, speed, lead)
    growing.piece = piece
    recording, events = listen(growing, config)
    expected = offline(tools, growing.samples, config)
    assert len(expected) > 7 * channels
    assert as_bytes(recording.utterances) == as_bytes(expected)
    assert places([event.utterance for event in of(events, UtteranceReady)]) == places(expected)
    assert recording.duration == pytest.approx(growing.duration)


def test_every_utterance_is_heard_once_as_it_ends_and_then_replaced(tools: ScriptedToolbox) -> None:
    _, events = listen(Growing(talk(40, 2), RATE, speed=6), Config(channels=ChannelMode.SPLIT))
    heard = [event.utterance for event in of(events, UtteranceHeard)]
    ready = [event.utterance for event in of(events, UtteranceReady)]
    assert places(heard) == places(ready)
    assert len({(u.span.start, u.channel) for u in heard}) == len(heard) > 15
    at = {
        (e.utterance.span.start, e.utterance.channel): n for n, e in enumerate(events) if isinstance(e, UtteranceHeard)
    }
    for number, event in enumerate(events):
        if isinstance(event, UtteranceReady):
            assert at[event.utterance.span.start, event.utterance.channel] < number
    assert all(u.transcript.words for u in heard if u.span.duration > 1)
    assert all(u.estimate is not None for u in heard if u.transcript.words)


def test_settled_words_only_grow_until_nobody_speaks(tools: ScriptedToolbox) -> None:
    _, events = listen(Growing(talk(30, 1), RATE, speed=6), Config(language="en"))
    told = [event for event in events if isinstance(event, PartialTranscript | UtteranceHeard)]
    settled, followed = "", 0
    for before, event in zip([None, *told], told, strict=False):
        if not isinstance(event, PartialTranscript):
            continue
        if event.settled or event.tentative:
            assert event.settled.startswith(settled)
            settled, followed = event.settled, followed + 1
        else:
            assert isinstance(before, UtteranceHeard)
            assert before.utterance.transcript.text.split()[: len(settled.split())]
            settled = ""
    assert followed > 6
    last = of(told, PartialTranscript)[-1]
    assert (last.settled, last.tentative) == ("", "")


def test_tracks_go_on_where_they_ended_and_previews_are_of_the_newest_sound(tools: ScriptedToolbox) -> None:
    growing = Growing(talk(6, 2), RATE)
    _, events = listen(growing, Config(channels=ChannelMode.SPLIT))
    for channel in (0, 1):
        tracks = [event.tracks[0] for event in of(events, TracksAdvanced) if event.channel == channel]
        assert tracks[0].start == 0.0
        for one, following in zip(tracks, tracks[1:], strict=False):
            assert following.start == pytest.approx(one.start + one.hop * len(one.values))
        assert tracks[-1].start + 0.016 * len(tracks[-1].values) == pytest.approx(6, abs=0.1)
    previews = of(events, EstimatePreviewed)
    assert {preview.channel for preview in previews} == {0, 1}
    assert all(sum(p.probabilities.values()) == pytest.approx(1) and p.span.duration <= 4 for p in previews)
    assert all(listening.previews for listening in of(events, Listening)[2:])


def test_far_behind_there_are_no_previews_and_no_utterance_is_lost(install: Install) -> None:
    install(toolbox(quick=SlowRecognizer(0.5)))
    _, events = listen(Growing(talk(50, 1), RATE, speed=8), Config(language="en"))
    listening = of(events, Listening)
    assert max(event.behind for event in listening) > 2
    assert not all(event.previews for event in listening)
    heard = [event.utterance for event in of(events, UtteranceHeard)]
    ready = [event.utterance for event in of(events, UtteranceReady)]
    assert set(places(heard)) <= set(places(ready))
    first_ready = next(number for number, event in enumerate(events) if isinstance(event, UtteranceReady))
    told = {place for event in events[:first_ready] if isinstance(event, UtteranceHeard)
            for place in places([event.utterance])}  # fmt: skip
    assert len(told) > 3
    assert len(ready) > 10


def test_a_new_engine_catches_up_without_telling_what_is_long_past(tools: ScriptedToolbox) -> None:
    growing = Growing(talk(60, 1), RATE, speed=4, lead=40)
    recording, events = listen(growing)
    assert as_bytes(recording.utterances) == as_bytes(offline(tools, growing.samples, Config()))
    heard = [event.utterance for event in of(events, UtteranceHeard)]
    assert heard
    assert min(utterance.span.end for utterance in heard) > 29
    assert places(heard) == [place for place in places(recording.utterances) if place[1] >= heard[0].span.end]
    assert all(event.span.end > 39 for event in of(events, EstimatePreviewed))
    assert all(event.start > 35 for event in of(events, PartialTranscript))


def test_a_fault_of_first_sight_ends_that_alone_and_is_told(install: Install) -> None:
    broken = toolbox(quick=FaultyRecognizer())
    install(broken)
    growing = Growing(talk(30, 1), RATE, speed=10)
    recording, events = listen(growing)
    assert as_bytes(recording.utterances) == as_bytes(offline(broken, growing.samples, Config()))
    assert "on purpose" in recording.warnings[0]
    assert not of(events, UtteranceHeard)
    assert not of(events, Listening)[-1].previews


def test_two_channels_of_one_sound_are_analysed_anew_as_one(tools: ScriptedToolbox, tmp_path: Path) -> None:
    mono = talk(20, 1)
    growing = Growing(np.repeat(mono, 2, axis=1), RATE, speed=20)
    path = write_sound(tmp_path / "room.wav", growing.samples, RATE, "pcm_s16le")
    recording, events = listen(growing, path=str(path))
    assert [event.plan for event in of(events, ChannelsPlanned)] == [ChannelPlan.SPLIT, ChannelPlan.MIX]
    assert recording.plan is ChannelPlan.MIX
    assert as_bytes(recording.utterances) == as_bytes(offline(tools, mono, Config()))
    assert "same sound" in recording.warnings[0]


class Engine:
    """A local engine, each command in a thread of its own."""

    def __init__(self, growing: Growing) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.engine = LocalEngine(self.events.put, Analysis(growing.open))

    def send(self, command: Analyze | Listen) -> None:
        threading.Thread(target=self.engine.send, args=(command,), daemon=True).start()

    def until(self, kind: type[E], job: str, seconds: float = 30) -> list[Event]:
        found: list[Event] = []
        end = time.monotonic() + seconds
        while not found or not (isinstance(found[-1], kind) and getattr(found[-1], "job", "") == job):
            found.append(self.events.get(timeout=max(0.01, end - time.monotonic())))
        return found


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(("first sight", "live"))]


@pytest.fixture
def no_threads_left() -> Iterator[None]:
    yield
    end = time.monotonic() + 3
    while threads() and time.monotonic() < end:
        time.sleep(0.02)
    assert threads() == []


@pytest.mark.usefixtures("no_threads_left", "tools")
def test_a_recording_is_cancelled_at_once() -> None:
    engine = Engine(Growing(talk(60, 1), RATE))
    engine.send(Listen("1", "live.wav", Config()))
    engine.until(Listening, "1")
    began = time.monotonic()
    engine.engine.send(Cancel("1"))
    assert isinstance(engine.until(JobCancelled, "1")[-1], JobCancelled)
    assert time.monotonic() - began < 0.5


@pytest.mark.usefixtures("no_threads_left", "tools")
def test_stopping_the_engine_ends_a_recording() -> None:
    engine = Engine(Growing(talk(60, 1), RATE))
    engine.send(Listen("1", "live.wav", Config()))
    engine.until(Listening, "1")
    engine.engine.stop()
    engine.until(JobCancelled, "1", 5)


@pytest.mark.usefixtures("no_threads_left")
def test_a_file_waits_while_a_recording_is_on_and_goes_on_afterwards(install: Install, tmp_path: Path) -> None:
    install(toolbox(thorough=SlowRecognizer(0.2)))
    file = write_sound(tmp_path / "file.wav", talk(240, 1, seed=5), RATE, "pcm_s16le")
    engine = Engine(Growing(talk(12, 1), RATE, speed=4))
    engine.send(Analyze("file", str(file), Config()))
    engine.until(UtteranceReady, "file")
    engine.send(Listen("live", "live.wav", Config()))
    engine.until(JobStarted, "live")
    during = engine.until(JobFinished, "live")
    late = during[next(n for n, event in enumerate(during) if isinstance(event, UtteranceHeard)) :]
    assert not [event for event in late if isinstance(event, UtteranceReady) and event.job == "file"]
    finished = engine.until(JobFinished, "file")[-1]
    assert isinstance(finished, JobFinished)
    assert finished.recording.duration == pytest.approx(240)
    assert len(finished.recording.utterances) > 50


@pytest.mark.usefixtures("tools")
def test_a_file_that_waits_can_be_cancelled(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "file.wav", talk(20, 1), RATE, "pcm_s16le")
    engine = Engine(Growing(talk(4, 1), RATE))
    engine.send(Listen("live", "live.wav", Config()))
    engine.until(Listening, "live")
    engine.send(Analyze("file", str(file), Config()))
    engine.until(JobStarted, "file")
    engine.engine.send(Cancel("file"))
    engine.until(JobCancelled, "file", 1)
    engine.until(JobFinished, "live")


def test_what_is_expected_of_the_talk_is_said_in_the_result(tools: ScriptedToolbox) -> None:
    recording, _ = listen(Growing(talk(4.0), RATE, speed=6), Config(talk=Talk.ACTED))
    assert recording.warnings[-1].startswith("Judged as acted speech: every emotion was expected as often")
