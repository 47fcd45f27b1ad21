import numpy as np
import pytest
import torch
from signals import VOWELS, Recipe, speak, steady

from mmemotion.features.frames import frame_count
from mmemotion.features.harmonicity import harmonics_to_noise


def _mean(recipe: Recipe, f0: float) -> float:
    samples = torch.from_numpy(speak(recipe).samples)
    contour = torch.full((frame_count(len(samples)),), f0)
    contour[:3] = contour[-3:] = float("nan")
    return float(np.nanmean(harmonics_to_noise(samples, contour).numpy()))


@pytest.mark.parametrize("hertz", [100.0, 150.0, 220.0, 300.0])
@pytest.mark.parametrize("ratio", [0.0, 10.0, 20.0, 30.0])
def test_noise_under_a_steady_voice_is_measured_within_one_db(ratio: float, hertz: float) -> None:
    assert _mean(Recipe(steady(hertz), hnr_db=ratio), hertz) == pytest.approx(ratio, abs=1.0)


@pytest.mark.parametrize("vowel", VOWELS)
def test_the_vowel_does_not_matter(vowel: str) -> None:
    assert _mean(Recipe(steady(130.0), hnr_db=15.0, vowel=vowel), 130.0) == pytest.approx(15.0, abs=1.0)


def test_an_f0_two_percent_off_does_not_matter() -> None:
    assert _mean(Recipe(steady(130.0), hnr_db=15.0), 130.0 * 1.02) == pytest.approx(15.0, abs=1.0)


def test_only_voiced_frames_have_a_ratio() -> None:
    contour = torch.tensor([float("nan")] * 20 + [100.0] * 20)
    found = harmonics_to_noise(torch.randn(40 * 256, generator=torch.Generator().manual_seed(0)), contour)
    assert found.isnan().tolist() == [True] * 20 + [False] * 20
    assert float(found[20:].mean()) < 0.0
