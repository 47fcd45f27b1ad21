import math

import numpy as np
import pytest
import torch
from signals import Recipe, Voice, speak, steady

from mmemotion.features.frames import frame_count
from mmemotion.features.periods import Periods, find_periods, jitter_local, shimmer_local_db


def _periods(voice: Voice, f0: float) -> Periods:
    samples = torch.from_numpy(voice.samples)
    return find_periods(samples, torch.full((frame_count(len(samples)),), f0))


@pytest.mark.parametrize("hertz", [90.0, 140.0, 210.0, 350.0])
def test_a_perfect_voice_has_neither_jitter_nor_shimmer(hertz: float) -> None:
    periods = _periods(speak(Recipe(steady(hertz))), hertz)
    assert len(periods.lengths) == pytest.approx(2.0 * hertz, rel=0.03)
    np.testing.assert_allclose(periods.lengths[5:-5].numpy(), 16000.0 / hertz, rtol=0.001)
    assert jitter_local(periods) < 0.0005
    assert shimmer_local_db(periods) < 0.05


@pytest.mark.parametrize("noise", [None, 20.0])
@pytest.mark.parametrize("hertz", [110.0, 210.0])
@pytest.mark.parametrize("jitter", [0.005, 0.01, 0.02])
def test_jitter_is_within_a_fifth(jitter: float, hertz: float, noise: float | None) -> None:
    voice = speak(Recipe(steady(hertz), jitter=jitter, hnr_db=noise))
    assert jitter_local(_periods(voice, hertz)) == pytest.approx(voice.jitter_local, rel=0.2)


@pytest.mark.parametrize("noise", [None, 20.0])
@pytest.mark.parametrize("hertz", [110.0, 210.0])
@pytest.mark.parametrize("shimmer", [0.3, 0.6, 1.2])
def test_shimmer_is_within_a_third(shimmer: float, hertz: float, noise: float | None) -> None:
    """The ringing of one period reaches into the next: with this vowel at 210 Hz it widens the differences."""
    voice = speak(Recipe(steady(hertz), shimmer_db=shimmer, hnr_db=noise))
    assert shimmer_local_db(_periods(voice, hertz)) == pytest.approx(voice.shimmer_local_db, rel=0.33)


@pytest.mark.parametrize("hertz", [110.0, 210.0])
def test_more_perturbation_measures_as_more(hertz: float) -> None:
    jitters = [
        jitter_local(_periods(speak(Recipe(steady(hertz), jitter=j, hnr_db=20.0)), hertz)) for j in (0, 0.01, 0.03)
    ]
    shimmers = [
        shimmer_local_db(_periods(speak(Recipe(steady(hertz), shimmer_db=s, hnr_db=20.0)), hertz))
        for s in (0, 0.4, 1.2)
    ]
    assert jitters == sorted(jitters)
    assert shimmers == sorted(shimmers)


def test_hand_worked_perturbation() -> None:
    joined = torch.tensor([True, True, True, False])
    periods = Periods(
        torch.tensor([100.0, 102.0, 100.0, 102.0, 100.0]), torch.tensor([0.0, 1.0, -1.0, 0.0, 9.0]), joined
    )
    assert jitter_local(periods) == pytest.approx(2.0 / 101.0)
    assert shimmer_local_db(periods) == pytest.approx((1.0 + 2.0 + 1.0) / 3.0)


def test_perturbation_needs_three_pairs() -> None:
    periods = Periods(torch.full((3,), 100.0), torch.zeros(3), torch.tensor([True, True]))
    assert math.isnan(jitter_local(periods))
    assert math.isnan(shimmer_local_db(periods))


def test_no_voice_has_no_periods() -> None:
    periods = find_periods(torch.zeros(16000), torch.full((62,), float("nan")))
    assert len(periods.lengths) == 0
    assert math.isnan(jitter_local(periods))
