import librosa
import numpy as np
import pytest
import torch
from signals import Recipe, speak, steady

from mmemotion.features import spectral
from mmemotion.types import FloatArray


@pytest.fixture(scope="module")
def samples() -> FloatArray:
    return speak(Recipe(steady(140.0), syllables_per_s=4.0, hnr_db=20.0)).samples


@pytest.fixture(scope="module")
def powers(samples: FloatArray) -> torch.Tensor:
    return spectral.power_spectra(torch.from_numpy(samples))


@pytest.fixture(scope="module")
def magnitudes(samples: FloatArray, powers: torch.Tensor) -> FloatArray:
    found = librosa.stft(samples, n_fft=512, hop_length=256, pad_mode="constant")
    return np.abs(found)[:, : len(powers)]


def _tones(*parts: tuple[float, float]) -> torch.Tensor:
    """Power spectra of sines of the given frequency (Hz) and amplitude."""
    time = torch.arange(16000, dtype=torch.float64) / 16000.0
    sound = sum(height * torch.sin(2.0 * torch.pi * hertz * time) for hertz, height in parts)
    return spectral.power_spectra(torch.as_tensor(sound).float())[2:-2]


def test_power_spectra_are_those_of_librosa(powers: torch.Tensor, magnitudes: FloatArray) -> None:
    np.testing.assert_allclose(powers.numpy().T, magnitudes**2, rtol=1e-3, atol=1e-5)


def test_centroid_is_that_of_librosa(powers: torch.Tensor, magnitudes: FloatArray) -> None:
    expected = librosa.feature.spectral_centroid(S=magnitudes, sr=16000)[0]
    np.testing.assert_allclose(spectral.spectral_centroid(powers).numpy(), expected, rtol=1e-4)


def test_cepstrum_is_that_of_librosa(powers: torch.Tensor, magnitudes: FloatArray) -> None:
    bands = librosa.feature.melspectrogram(
        S=magnitudes**2, sr=16000, n_mels=26, fmin=20, fmax=8000, htk=True, norm=None
    )
    expected = librosa.feature.mfcc(S=librosa.power_to_db(bands, top_db=None), n_mfcc=5)[1:].T
    np.testing.assert_allclose(spectral.MelCepstrum().coefficients(powers, 4).numpy(), expected, atol=0.01)


def test_alpha_ratio_is_the_level_below_1_khz_over_that_above() -> None:
    ratios = spectral.alpha_ratio(_tones((500.0, 0.5), (3000.0, 0.05)))
    np.testing.assert_allclose(ratios.numpy(), 20.0, atol=0.1)


def test_hammarberg_index_is_the_higher_peak_below_2_khz_over_that_above() -> None:
    found = spectral.hammarberg_index(_tones((500.0, 0.5), (1500.0, 0.1), (3000.0, 0.05)))
    np.testing.assert_allclose(found.numpy(), 20.0, atol=0.1)


def test_slope_is_that_of_a_straight_spectrum() -> None:
    frequencies = torch.arange(spectral.BIN_COUNT) * 31.25
    falling = 10.0 ** (-12.0 * frequencies / 1000.0 / 10.0)
    for low, high in ((0.0, 500.0), (500.0, 1500.0)):
        np.testing.assert_allclose(spectral.spectral_slope(falling[None], low, high).numpy(), -12.0, rtol=1e-4)
