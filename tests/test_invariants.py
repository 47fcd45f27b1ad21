"""Idea 2: how the sound is cut, and who does the work, changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import pytest

from mmemotion.assembly import Toolbox, load_toolbox
from mmemotion.audio.files import FileSource
from mmemotion.audio.layout import LayoutProbe
from mmemotion.backends.scripted import (
    ScriptedAcousticEncoder,
    ScriptedFusion,
    ScriptedProsody,
    ScriptedProsodyEncoder,
    ScriptedRecognizer,
    ScriptedSource,
    ScriptedTextEncoder,
)
from mmemotion.config import ChannelMode, Config, Talk
from mmemotion.messages import UtteranceReady, encode
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.executors import InlineExecutor
from mmemotion.types import Utterance, Waveform

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture(scope="module")
def call(shared_data: Path) -> Waveform:
    chunks = list(FileSource(shared_data / "calls" / "SNG0072.flac").chunks())
    return Waveform(np.concatenate([chunk.samples for chunk in chunks]), chunks[0].sample_rate)


@pytest.fixture(scope="module")
def real() -> Toolbox:
    return load_toolbox(Config())


@pytest.fixture(scope="module")
def scripted(real: Toolbox) -> Toolbox:
    """Real voice activity and segments, and doubles behind them whose results follow from every sample they get.

    What was said before and how the speaker usually sounds are in the estimates: see ScriptedFusion.
    """
    doubles = Analyzer(ScriptedRecognizer(), ScriptedProsody(), ScriptedProsodyEncoder(), ScriptedAcousticEncoder())
    return replace(real, analyzer=doubles, text=ScriptedTextEncoder(), fusion=dict.fromkeys(Talk, ScriptedFusion()))


class Dawdler(ThreadPoolExecutor):
    """Three workers who take their time, each window another, so that windows come back in any order."""

    def __init__(self, seed: int) -> None:
        super().__init__(3)
        self._random = np.random.default_rng(seed)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        seconds = float(self._random.uniform(0, 0.05))

        def late() -> T:
            time.sleep(seconds)
            return fn(*args, **kwargs)

        return super().submit(late)


@dataclass(frozen=True)
class Result:
    """The utterances as they came and as they were judged in the end."""

    found: list[Utterance]
    refined: list[Utterance]

    @property
    def bytes(self) -> list[bytes]:
        """Every utterance, with all its numbers."""
        return [encode(UtteranceReady("", utterance)) for utterance in (*self.found, *self.refined)]


def run(toolbox: Toolbox, call: Waveform, cuts: Iterable[int], executor: Executor) -> Result:
    probe = LayoutProbe()
    probe.push(call.samples, call.sample_rate)
    pipeline = toolbox.pipeline(probe.decide(ChannelMode.AUTO), executor, Config())
    found: list[Utterance] = []
    for chunk in ScriptedSource(call.samples, call.sample_rate, tuple(cuts)).chunks():
        found += pipeline.push(chunk)
    found += pipeline.finish()
    assert len(found) > 15
    return Result(found, pipeline.refined())


def places(utterances: Sequence[Utterance]) -> list[tuple[float, int]]:
    return [(utterance.span.start, utterance.channel) for utterance in utterances]


def test_fifty_random_cuttings_of_a_real_call_give_identical_results(scripted: Toolbox, call: Waveform) -> None:
    whole = run(scripted, call, (), InlineExecutor()).bytes
    random = np.random.default_rng(7)
    for turn in range(50):
        count = int(random.integers(1, 400))
        cuts = random.integers(1, len(call.samples), size=count).tolist()
        with InlineExecutor() if turn % 5 else Dawdler(turn) as executor:
            assert run(scripted, call, cuts, executor).bytes == whole


def test_every_utterance_is_judged_in_order_by_what_came_before_it(scripted: Toolbox, call: Waveform) -> None:
    result = run(scripted, call, range(0, len(call.samples), call.sample_rate), InlineExecutor())
    assert places(result.found) == sorted(places(result.found)) == places(result.refined)
    assert len({utterance.channel for utterance in result.found}) == 2
    scored = [utterance for utterance in result.found if utterance.estimate]
    assert len({utterance.estimate.valence for utterance in scored if utterance.estimate}) == len(scored)
    for channel in (0, 1):
        heard = [u.estimate.baseline for u in result.found if u.estimate and u.channel == channel]
        assert heard == sorted(set(heard)) and heard[0] > 0
        whole = {u.estimate.baseline for u in result.refined if u.estimate and u.channel == channel}
        assert whole == {heard[-1]}


def test_cuttings_and_two_executors_give_identical_results_with_the_real_models(real: Toolbox, call: Waveform) -> None:
    whole = run(real, call, (), InlineExecutor()).bytes
    cuts = np.random.default_rng(8).integers(1, len(call.samples), size=300).tolist()
    with ThreadPoolExecutor(2) as executor:
        assert run(real, call, cuts, executor).bytes == whole
