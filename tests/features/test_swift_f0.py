from pathlib import Path

import librosa
import numpy as np
import pytest
import soundfile
import torch
from signals import VOWELS, Recipe, glide, speak, steady

from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.features import pitch
from mmemotion.features.harmonicity import harmonics_to_noise
from mmemotion.types import FloatArray


@pytest.fixture(scope="module")
def detector() -> pitch.SwiftF0:
    return pitch.SwiftF0()


def _errors(found: FloatArray, start_hz: float, semitones_per_s: float) -> FloatArray:
    """Share by which each voiced frame is off."""
    expected = start_hz * 2.0 ** (semitones_per_s * np.arange(len(found)) * 0.016 / 12.0)
    return np.abs(found / expected - 1.0)[~np.isnan(found)]


@pytest.mark.parametrize("vowel", VOWELS)
@pytest.mark.parametrize("hertz", [80.0, 120.0, 200.0, 300.0, 450.0])
def test_steady_pitch_is_within_one_percent(detector: pitch.SwiftF0, hertz: float, vowel: str) -> None:
    found = detector.track(speak(Recipe(steady(hertz), duration=1.0, vowel=vowel)).samples)
    assert (~np.isnan(found)).mean() > 0.9
    assert _errors(found, hertz, 0.0).max() < 0.01


@pytest.mark.parametrize(("start", "speed"), [(100.0, 6.0), (200.0, -6.0), (150.0, 12.0), (300.0, -12.0)])
def test_gliding_pitch_is_within_one_percent(detector: pitch.SwiftF0, start: float, speed: float) -> None:
    assert _errors(detector.track(speak(Recipe(glide(start, speed))).samples), start, speed).max() < 0.01


def test_noise_ten_db_under_the_voice_does_not_move_the_pitch(detector: pitch.SwiftF0) -> None:
    errors = _errors(detector.track(speak(Recipe(steady(140.0), hnr_db=10.0)).samples), 140.0, 0.0)
    assert len(errors) > 100
    assert np.median(errors) < 0.01


def test_how_the_sound_is_cut_into_blocks_does_not_matter(
    detector: pitch.SwiftF0, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = speak(Recipe(glide(120.0, 3.0), duration=3.0, hnr_db=20.0)).samples
    monkeypatch.setattr(pitch, "BLOCK", 1000)
    whole = detector.track(samples)
    monkeypatch.setattr(pitch, "BLOCK", 50)
    np.testing.assert_allclose(detector.track(samples), whole, rtol=1e-5)


def test_agrees_with_pyin_on_a_real_voice(detector: pitch.SwiftF0, shared_data: Path) -> None:
    samples, rate = soundfile.read(shared_data / "librispeech" / "1089-134686-0000.flac", dtype="float32", frames=48000)
    expected, _, _ = librosa.pyin(samples, fmin=50, fmax=600, sr=rate, frame_length=1024, hop_length=256)
    found = detector.track(samples)
    off = np.abs(found / expected[: len(found)] - 1.0)
    both = ~np.isnan(off)
    assert both.sum() > 60
    assert (off[both] > 0.2).mean() < 0.02
    clear = harmonics_to_noise(torch.from_numpy(samples), torch.from_numpy(found)).numpy() > 8.0
    assert np.median(off[both & clear]) < 0.01


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"gone\.onnx"):
        pitch.SwiftF0(tmp_path / "gone.onnx")


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(pitch.packaged_model().read_bytes()[:5000])
    with pytest.raises(ModelCorruptError, match=r"damaged\.onnx"):
        pitch.SwiftF0(damaged)
