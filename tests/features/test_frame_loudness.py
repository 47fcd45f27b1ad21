import librosa
import numpy as np
import pytest
import torch
from signals import Recipe, speak, steady

from mmemotion.features.loudness import frame_levels, sounding
from mmemotion.types import FloatArray


def _levels(samples: FloatArray) -> FloatArray:
    return np.asarray(frame_levels(torch.from_numpy(samples)).numpy())


@pytest.mark.parametrize("level", [-50.0, -23.0, -12.0])
def test_a_voice_has_the_level_it_was_made_with(level: float) -> None:
    found = _levels(speak(Recipe(steady(125.0), level_dbfs=level)).samples)
    np.testing.assert_allclose(found[2:-2], level, atol=0.5)


def test_a_full_scale_sine_is_three_db_under_full_scale() -> None:
    sine = np.sin(2.0 * np.pi * 500.0 * np.arange(16000) / 16000.0).astype(np.float32)
    np.testing.assert_allclose(_levels(sine), -3.01, atol=0.01)


def test_is_the_rms_of_librosa() -> None:
    samples = speak(Recipe(steady(140.0), syllables_per_s=4.0, hnr_db=20.0)).samples
    expected = librosa.feature.rms(y=samples, frame_length=512, hop_length=256)[0]
    found = _levels(samples)
    # librosa counts the silence before the first sample
    np.testing.assert_allclose(found[1:], 20.0 * np.log10(expected[1 : len(found)]), atol=0.001)


def test_silence_is_at_the_floor_and_holds_no_sound() -> None:
    levels = _levels(np.zeros(16000, dtype=np.float32))
    assert levels == pytest.approx(-120.0)
    assert not sounding(levels).any()


def test_sound_is_what_is_less_than_25_db_under_the_loudest() -> None:
    levels = np.asarray([-20.0, -44.0, -46.0, -20.0], dtype=np.float32)
    assert sounding(levels).tolist() == [True, True, False, True]
