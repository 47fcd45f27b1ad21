"""Idea 2: how the sound is cut, and who does the work, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

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
from mmemotion.config import ChannelMode, Config
from mmemotion.messages import UtteranceReady, encode
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.executors import InlineExecutor
from mmemotion.types import Utterance, Waveform


@pytest.fixture(scope="module")
def call(shared_data: Path) -> Waveform:
    chunks = list(FileSource(shared_data / "calls" / "SNG0072.flac").chunks())
    return Waveform(np.concatenate([chunk.samples for chunk in chunks]), chunks[0].sample_rate)


@pytest.fixture(scope="module")
def real() -> Toolbox:
    return load_toolbox(Config())


@pytest.fixture(scope="module")
def scripted(real: Toolbox) -> Toolbox:
    """Real voice activity and segments, and doubles behind them whose results follow from every sample they get."""
    doubles = Analyzer(
        ScriptedRecognizer(),
        ScriptedProsody(),
        ScriptedProsodyEncoder(),
        ScriptedAcousticEncoder(),
        ScriptedTextEncoder(),
        ScriptedFusion(),
    )
    return Toolbox(real.device, doubles, real.records, real.vad)


def run(toolbox: Toolbox, call: Waveform, cuts: Iterable[int], executor: Executor) -> set[bytes]:
    """Every utterance, with all its numbers, as bytes."""
    probe = LayoutProbe()
    probe.push(call.samples, call.sample_rate)
    pipeline = toolbox.pipeline(probe.decide(ChannelMode.AUTO), executor, Config())
    found: list[Utterance] = []
    for chunk in ScriptedSource(call.samples, call.sample_rate, tuple(cuts)).chunks():
        found += pipeline.push(chunk)
    found += pipeline.finish()
    assert len(found) > 15
    return {encode(UtteranceReady("", utterance)) for utterance in found}


def test_fifty_random_cuttings_of_a_real_call_give_identical_results(scripted: Toolbox, call: Waveform) -> None:
    whole = run(scripted, call, (), InlineExecutor())
    random = np.random.default_rng(7)
    for _ in range(50):
        count = int(random.integers(1, 400))
        cuts = random.integers(1, len(call.samples), size=count).tolist()
        assert run(scripted, call, cuts, InlineExecutor()) == whole


def test_cuttings_and_two_executors_give_identical_results_with_the_real_models(real: Toolbox, call: Waveform) -> None:
    whole = run(real, call, (), InlineExecutor())
    cuts = np.random.default_rng(8).integers(1, len(call.samples), size=300).tolist()
    with ThreadPoolExecutor(2) as executor:
        assert run(real, call, cuts, executor) == whole
