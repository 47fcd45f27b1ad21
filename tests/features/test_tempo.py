import numpy as np
import pytest
import torch
from signals import VOWELS, Recipe, speak, steady

from mmemotion.features.functionals import tempo_functionals
from mmemotion.features.loudness import frame_levels, sounding
from mmemotion.features.tempo import Phrasing, phrasing, runs, syllable_nuclei
from mmemotion.types import FloatArray, Span


def _levels(recipe: Recipe) -> FloatArray:
    return np.asarray(frame_levels(torch.from_numpy(speak(recipe).samples)).numpy())


def _phrasing(recipe: Recipe) -> Phrasing:
    return phrasing(sounding(_levels(recipe)))


@pytest.mark.parametrize("vowel", VOWELS)
@pytest.mark.parametrize("noise", [None, 40.0])
@pytest.mark.parametrize("pauses", [((0.5, 0.8),), ((0.53, 1.01), (1.5, 1.8)), ((0.9, 2.0),)])
def test_pauses_are_within_30_ms(pauses: tuple[tuple[float, float], ...], noise: float | None, vowel: str) -> None:
    found = _phrasing(Recipe(steady(130.0), duration=3.0, pauses=pauses, hnr_db=noise, vowel=vowel)).pauses
    assert len(found) == len(pauses)
    for pause, (start, end) in zip(found, pauses, strict=True):
        assert (pause.start, pause.end) == pytest.approx((start, end), abs=0.03)
        assert pause.duration == pytest.approx(end - start, abs=0.03)


def test_silence_around_the_speech_is_no_pause() -> None:
    found = _phrasing(Recipe(steady(130.0), duration=3.0, pauses=((0.0, 0.4), (2.6, 3.0))))
    assert found.pauses == ()
    assert found.speech is not None
    assert (found.speech.start, found.speech.end) == pytest.approx((0.4, 2.6), abs=0.03)


def test_a_gap_under_a_quarter_of_a_second_is_no_pause() -> None:
    assert _phrasing(Recipe(steady(130.0), pauses=((1.0, 1.2),))).pauses == ()


def test_a_click_does_not_divide_a_pause() -> None:
    mask = np.asarray([True] * 20 + [False] * 20 + [True] * 2 + [False] * 20 + [True] * 20)
    assert phrasing(mask) == Phrasing(Span(0.0, 82 * 0.016), (Span(19 * 0.016, 62 * 0.016),))


def test_no_sound_has_no_phrasing() -> None:
    assert phrasing(np.zeros(10, dtype=np.bool_)) == Phrasing(None, ())


@pytest.mark.parametrize("hertz", [90.0, 210.0])
@pytest.mark.parametrize("rate", [2.0, 4.0, 6.0])
def test_syllables_are_counted(rate: float, hertz: float) -> None:
    levels = _levels(Recipe(steady(hertz), duration=4.0, syllables_per_s=rate))
    voiced = np.ones(len(levels), dtype=np.bool_)
    found = tempo_functionals(levels, sounding(levels), voiced)
    assert found["speech_rate_syllables_per_s"] == pytest.approx(rate, rel=0.05)


def test_articulation_rate_leaves_out_the_pauses() -> None:
    levels = _levels(Recipe(steady(130.0), duration=4.0, syllables_per_s=4.0, pauses=((1.0, 3.0),)))
    found = tempo_functionals(levels, sounding(levels), np.ones(len(levels), dtype=np.bool_))
    assert found["speech_rate_syllables_per_s"] == pytest.approx(2.0, rel=0.1)
    assert found["articulation_rate_syllables_per_s"] == pytest.approx(4.0, rel=0.1)
    assert found["pause_share"] == pytest.approx(0.5, abs=0.03)
    assert found["pause_mean_s"] == pytest.approx(2.0, abs=0.05)
    assert found["pause_count"] == 1


def test_only_voiced_peaks_are_syllables() -> None:
    levels = _levels(Recipe(steady(130.0), syllables_per_s=4.0))
    voiced = np.arange(len(levels)) < len(levels) / 2
    assert len(syllable_nuclei(levels, sounding(levels), voiced)) == 4


def test_runs_of_a_mask() -> None:
    starts, stops = runs(np.asarray([True, False, True, True]))
    assert (starts.tolist(), stops.tolist()) == ([0, 2], [1, 4])
