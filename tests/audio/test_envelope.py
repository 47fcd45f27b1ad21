from __future__ import annotations

import numpy as np
import pytest
from media import chirps

from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.types import Envelope, FloatArray


def measure(samples: FloatArray, sample_rate: int, cuts: list[int]) -> list[Envelope]:
    meter = EnvelopeMeter(samples.shape[1], sample_rate)
    found = [meter.push(part) for part in np.split(samples, cuts)] + [meter.finish()]
    return [envelope for envelope in found if envelope is not None]


def test_minimum_and_maximum_of_each_hop_and_channel() -> None:
    samples = np.zeros((1000, 2), dtype=np.float32)
    samples[330, 0], samples[331, 0], samples[999, 1] = 0.5, -0.25, 0.75
    first, last = measure(samples, 16000, [])
    assert (first.start, first.hop, last.start) == (0.0, 0.02, 0.06)
    assert first.maxima.tolist() == [[0, 0], [0.5, 0], [0, 0]]
    assert first.minima.tolist() == [[0, 0], [-0.25, 0], [0, 0]]
    assert last.maxima.tolist() == [[0, 0.75]]


@pytest.mark.parametrize("sample_rate", [8000, 11025, 44100])
def test_the_cutting_changes_nothing_and_envelopes_follow_each_other(sample_rate: int) -> None:
    samples = chirps(2.0, sample_rate, 2)
    whole = measure(samples, sample_rate, [])
    cuts = np.sort(np.random.default_rng(0).integers(0, len(samples), 200)).tolist()
    parts = measure(samples, sample_rate, cuts)
    np.testing.assert_array_equal(np.concatenate([e.minima for e in parts]), np.concatenate([e.minima for e in whole]))
    np.testing.assert_array_equal(np.concatenate([e.maxima for e in parts]), np.concatenate([e.maxima for e in whole]))
    for before, after in zip(parts, parts[1:], strict=False):
        assert after.start == pytest.approx(before.start + before.hop * len(before.minima))
