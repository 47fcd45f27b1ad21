from __future__ import annotations

import numpy as np
import pytest

from mmemotion.audio.resample import Resampler
from mmemotion.types import FloatArray

RATES = [(8000, 16000), (44100, 16000), (48000, 16000), (22050, 16000), (11025, 16000), (16000, 16000), (96000, 44100)]


def resample(samples: FloatArray, source: int, target: int, cuts: list[int]) -> FloatArray:
    resampler = Resampler(source, target, samples.shape[1])
    parts = [resampler.push(part) for part in np.split(samples, cuts)]
    return np.concatenate([*parts, resampler.finish()])


@pytest.mark.parametrize(("source", "target"), RATES)
def test_a_click_stays_at_its_time(source: int, target: int) -> None:
    samples = np.zeros((2 * source, 1), dtype=np.float32)
    samples[source] = 1.0
    assert abs(int(np.abs(resample(samples, source, target, [])).argmax()) - target) <= 1


@pytest.mark.parametrize(("source", "target"), RATES)
def test_the_cutting_changes_no_bit(source: int, target: int) -> None:
    random = np.random.default_rng(0)
    samples = (random.standard_normal((source, 2)) * 0.1).astype(np.float32)
    whole = resample(samples, source, target, [])
    assert len(whole) == target
    for count in (3, 40, 900):
        cuts = np.sort(random.integers(0, source, count)).tolist()
        np.testing.assert_array_equal(resample(samples, source, target, cuts), whole)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 441, 12345])
@pytest.mark.parametrize(("source", "target"), RATES)
def test_the_length_follows_the_ratio(count: int, source: int, target: int) -> None:
    samples = np.full((count, 1), 0.1, dtype=np.float32)
    assert abs(len(resample(samples, source, target, [])) - count * target / source) <= 0.5


def test_a_tone_keeps_its_pitch_and_level_and_channels_stay_apart() -> None:
    time = np.arange(44100) / 44100
    samples = np.stack([0.5 * np.sin(2 * np.pi * 440 * time), np.zeros(44100)], axis=1).astype(np.float32)
    out = resample(samples, 44100, 16000, [1000, 30000])
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(16000) / 16000)
    np.testing.assert_allclose(out[500:-500, 0], expected[500:-500], atol=1e-3)
    assert np.abs(out[:, 1]).max() == 0
