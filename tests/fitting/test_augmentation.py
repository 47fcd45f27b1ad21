"""Renderings do what they say, measured on real speech and on an impulse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mmemotion.audio.level import active_power
from mmemotion.corpora import ravdess
from mmemotion.evaluation.sound import read_sound
from mmemotion.features.pitch import SwiftF0
from mmemotion.fitting.augmentation import CLEAN, FAINT_TELEPHONE, TELEPHONE_15_DB, Colour, Rendering
from mmemotion.fitting.telephone import band
from mmemotion.types import FloatArray

RATE = 16_000


@pytest.fixture(scope="module")
def speech(shared_data: Path) -> FloatArray:
    return read_sound(ravdess.read(shared_data / "ravdess")[40].path)


def decibels(power: float) -> float:
    return 10 * float(np.log10(power))


def share_between(samples: np.ndarray, low: float, high: float) -> float:
    power = np.abs(np.fft.rfft(samples)) ** 2
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(power[(frequency >= low) & (frequency <= high)].sum() / power.sum())


def pitch(samples: FloatArray) -> float:
    """Median F0 of the voiced frames, Hz."""
    return float(np.nanmedian(SwiftF0().track(samples)))


@pytest.mark.parametrize("colour", list(Colour))
@pytest.mark.parametrize("asked", [0.0, 15.0])
def test_noise_lies_as_far_under_the_speech_as_asked(speech: FloatArray, colour: Colour, asked: float) -> None:
    noise = Rendering(noise=(asked, asked), colour=colour).apply(speech, 1) - speech
    found = decibels(active_power(speech, RATE)) - decibels(float(np.square(noise, dtype=np.float64).mean()))
    assert found == pytest.approx(asked, abs=0.5)


def test_noise_has_its_colour(speech: FloatArray) -> None:
    white, pink = (
        Rendering(noise=(0.0, 0.0), colour=colour).apply(speech, 1) - speech for colour in (Colour.WHITE, Colour.PINK)
    )
    octaves = [(250.0, 500.0), (4000.0, 8000.0)]
    assert share_between(white, *octaves[1]) / share_between(white, *octaves[0]) == pytest.approx(16, rel=0.15)
    assert share_between(pink, *octaves[1]) / share_between(pink, *octaves[0]) == pytest.approx(1, rel=0.15)


def test_telephone_at_15_db(speech: FloatArray) -> None:
    narrow = TELEPHONE_15_DB.apply(speech, 1)
    assert len(narrow) == len(speech)
    assert share_between(narrow, 250, 3600) > 0.98
    carried = band(speech)
    # What is not the speech is noise and, far under it, the steps of the codec.
    noise = narrow - carried
    found = decibels(active_power(carried.astype(np.float32), RATE)) - decibels(float(np.square(noise).mean()))
    assert found == pytest.approx(15.0, abs=0.5)


def test_the_codec_works_at_8_khz_with_few_steps(speech: FloatArray) -> None:
    clean_line = Rendering(telephone=True).apply(speech, 1)
    carried = band(speech)
    lost = decibels(float(np.square(carried).mean())) - decibels(float(np.square(clean_line - carried).mean()))
    assert 25 < lost < 45  # 8 bits of mu-law: about 38 dB


@pytest.mark.parametrize("tempo", [0.8, 1.25])
def test_tempo_changes_the_length_and_not_the_pitch(speech: FloatArray, tempo: float) -> None:
    found = Rendering(tempo=(tempo, tempo)).apply(speech, 1)
    assert len(found) == pytest.approx(len(speech) / tempo, rel=0.01)
    assert pitch(found) == pytest.approx(pitch(speech), rel=0.04)


@pytest.mark.parametrize("semitones", [-3.0, 3.0])
def test_pitch_moves_f0_and_not_the_length(speech: FloatArray, semitones: float) -> None:
    found = Rendering(pitch=(semitones, semitones)).apply(speech, 1)
    assert len(found) == len(speech)
    tracker = SwiftF0()
    moved = 12 * np.log2(tracker.track(found) / tracker.track(speech))
    assert np.nanmedian(moved) == pytest.approx(semitones, abs=0.3)


@pytest.mark.parametrize("rt60", [0.3, 0.8])
def test_a_room_echoes_as_long_as_asked(rt60: float) -> None:
    """From the backward integral of the response (Schroeder 1965), between 5 and 35 dB down."""
    impulse = np.zeros(2 * RATE, dtype=np.float32)
    impulse[0] = 1.0
    response = Rendering(room=(rt60, rt60)).apply(impulse, 3).astype(np.float64)
    assert response[0] == pytest.approx(1.0, abs=1e-6)
    left = np.cumsum(np.square(response)[::-1])[::-1]
    level = 10 * np.log10(left / left[0] + 1e-12)
    first, last = int(np.argmax(level < -5)), int(np.argmax(level < -35))
    assert 2 * (last - first) / RATE == pytest.approx(rt60, rel=0.1)


def test_gain_is_cut_off_at_full_scale(speech: FloatArray) -> None:
    louder = Rendering(gain=(6.0, 6.0)).apply(speech, 1)
    assert decibels(float(np.square(louder).mean() / np.square(speech).mean())) == pytest.approx(6.0, abs=0.2)
    assert np.abs(Rendering(gain=(60.0, 60.0)).apply(speech, 1)).max() == 1.0


def test_all_at_once_is_the_same_each_time_and_another_for_another_clip(speech: FloatArray) -> None:
    street = Rendering("street", (0.9, 1.1), (-2, 2), (0.2, 0.5), True, (5, 20), Colour.SPEECH, (-6, 6))
    again = Rendering("another name", (0.9, 1.1), (-2, 2), (0.2, 0.5), True, (5, 20), Colour.SPEECH, (-6, 6))
    seed = street.seed(b"content")
    assert seed == again.seed(b"content") != street.seed(b"other content")
    assert np.array_equal(street.apply(speech, seed), again.apply(speech, seed))
    first, second = Rendering(noise=(5, 20)), Rendering(noise=(5, 20), draw=1)
    assert first.key != second.key and first.seed(b"x") != second.seed(b"x")


def test_what_lies_in_the_cache_keeps_its_key(speech: FloatArray) -> None:
    assert (CLEAN.key, FAINT_TELEPHONE.key) == (b"\x00", b"\x01")
    assert CLEAN.apply(speech, 1) is speech
    assert Rendering("as in a configuration", telephone=True, noise=(15.0, 35.0)) == FAINT_TELEPHONE


@pytest.mark.parametrize("length", [1, 5, 200])
def test_the_shortest_sounds_survive(length: int) -> None:
    blip = np.full(length, 0.1, dtype=np.float32)
    rendering = Rendering(room=(0.3, 0.3), telephone=True, noise=(10, 10), colour=Colour.SPEECH, gain=(3, 3))
    assert np.isfinite(rendering.apply(blip, 1)).all()
