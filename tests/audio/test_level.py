from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from media import chirps

from mmemotion.audio.level import active_power, normalise, trim
from mmemotion.types import FloatArray

RATE = 16000


def tone(seconds: float, level: float = 0.1) -> FloatArray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sqrt(2) * np.sin(2 * np.pi * 200 * time)).astype(np.float32)


def noise(seconds: float, level: float) -> FloatArray:
    return (level * np.random.default_rng(0).standard_normal(round(seconds * RATE))).astype(np.float32)


def dbfs(power: float) -> float:
    return float(10 * np.log10(power))


def test_trim_cuts_what_is_30_db_under_the_speech_and_no_more() -> None:
    samples = np.concatenate([noise(0.5, 0.001), tone(1.0), noise(0.3, 0.02), tone(0.5), noise(0.7, 0.001)])
    found = trim(samples, RATE)
    assert found.start / RATE == pytest.approx(0.5, abs=0.026)
    assert found.stop / RATE == pytest.approx(2.3, abs=0.026)


def test_trim_keeps_quiet_speech_within_the_threshold() -> None:
    samples = np.concatenate([tone(0.5, 0.01), tone(1.0), tone(0.5, 0.001)])
    assert trim(samples, RATE).start == 0
    assert trim(samples, RATE).stop / RATE == pytest.approx(1.5, abs=0.026)
    assert trim(samples, RATE, threshold_db=-15.0).start / RATE == pytest.approx(0.5, abs=0.026)


def test_trim_depends_on_neither_level_nor_one_click() -> None:
    samples = np.concatenate([noise(0.5, 0.0005), tone(1.0, 0.05), noise(0.5, 0.0005)])
    click = samples.copy()
    click[20000] = 1.0
    assert trim(samples * np.float32(0.25), RATE) == trim(samples, RATE) == trim(click, RATE)


@pytest.mark.parametrize("place", [0.0, 0.9, 9.75])
def test_trim_leaves_at_least_300_ms_around_one_short_burst(place: float) -> None:
    samples = np.zeros(10 * RATE, dtype=np.float32)
    at = round(place * RATE)
    samples[at : at + RATE // 4] = tone(0.25)[: len(samples) - at]
    found = trim(samples, RATE)
    assert 0 <= found.start <= at < found.stop <= len(samples)
    assert 0.3 * RATE <= found.stop - found.start <= 0.35 * RATE


@pytest.mark.parametrize("count", [0, 1, 100, 400, 401, 4799])
def test_trim_and_normalise_take_any_length(count: int) -> None:
    samples = tone(1.0)[:count]
    found = trim(samples, RATE)
    assert (found.start, found.stop) == (0, count)
    assert len(normalise(samples)) == count


def test_silence_is_left_alone() -> None:
    for silence in (np.zeros(RATE, dtype=np.float32), noise(1.0, 3e-6)):
        assert trim(silence, RATE) == slice(0, RATE)
        np.testing.assert_array_equal(normalise(silence), silence)


@pytest.mark.parametrize("gain", [0.003, 0.03, 1.0, 8.0])
def test_speech_comes_to_one_level_whatever_its_own_and_its_pauses(gain: float) -> None:
    samples = np.concatenate([tone(1.0), noise(2.0, 1e-5), tone(1.0)]) * np.float32(gain)
    level = normalise(samples)
    assert level.dtype == np.float32
    assert dbfs(active_power(level, RATE)) == pytest.approx(-23.0, abs=0.01)
    assert dbfs(float(np.mean(np.square(level[1000:15000])))) == pytest.approx(-23.0, abs=0.2)


def test_samples_that_are_not_finite_become_zero() -> None:
    samples = tone(1.0)
    samples[100:103] = [np.nan, np.inf, -np.inf]
    level = normalise(samples)
    assert np.isfinite(level).all()
    assert level[100:103].tolist() == [0, 0, 0]


def test_real_speech_is_trimmed_at_its_ends_only(shared_data: Path) -> None:
    speech, rate = soundfile.read(shared_data / "librispeech" / "1089-134686-0000.flac", dtype="float32")
    padded = np.concatenate([np.zeros(rate, dtype=np.float32), speech, np.zeros(rate, dtype=np.float32)])
    found = trim(padded, rate)
    assert rate <= found.start < 2 * rate
    assert rate + len(speech) - rate < found.stop <= rate + len(speech)
    assert dbfs(active_power(normalise(speech), rate)) == pytest.approx(-23.0, abs=0.01)


def test_chirps_of_two_levels_become_alike() -> None:
    samples = chirps(2.0, RATE)[:, 0]
    np.testing.assert_allclose(normalise(samples), normalise(samples * np.float32(0.1)), rtol=1e-4, atol=1e-6)
