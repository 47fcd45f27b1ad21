"""Measures of each frame's spectrum. Power spectra are float32 [frame, 257], bins 31.25 Hz apart."""

from __future__ import annotations

import torch
from torch import Tensor

from mmemotion.features.frames import HOP, SAMPLE_RATE, WINDOW, frame_count

BIN_COUNT = WINDOW // 2 + 1
MEL_COUNT = 26
TINY = 1e-10  # keeps logarithms of silence finite


def power_spectra(samples: Tensor) -> Tensor:
    """Squared magnitudes of the short-time Fourier transform with a Hann window; samples [n], zeros around them."""
    padded = torch.nn.functional.pad(samples, (0, max(0, HOP - len(samples))))
    window = torch.hann_window(WINDOW, device=samples.device)
    spectra = torch.stft(padded, WINDOW, HOP, window=window, pad_mode="constant", return_complex=True)
    spectra = spectra.T[: frame_count(len(samples))]
    return spectra.real.square() + spectra.imag.square()


def alpha_ratio(powers: Tensor) -> Tensor:
    """Energy in 50-1000 Hz over energy in 1-5 kHz, dB [frame].

    As in GeMAPS: Eyben et al. (2016), "The Geneva Minimalistic Acoustic Parameter Set (GeMAPS) for Voice Research and
    Affective Computing", IEEE Transactions on Affective Computing 7(2).
    """
    low, high = powers[:, _band(50.0, 1000.0)].sum(dim=1), powers[:, _band(1000.0, 5000.0)].sum(dim=1)
    return _decibels(low) - _decibels(high)


def hammarberg_index(powers: Tensor) -> Tensor:
    """Strongest peak in 0-2 kHz over strongest peak in 2-5 kHz, dB [frame]; as in GeMAPS (Eyben et al. 2016)."""
    low, high = powers[:, _band(0.0, 2000.0)].amax(dim=1), powers[:, _band(2000.0, 5000.0)].amax(dim=1)
    return _decibels(low) - _decibels(high)


def spectral_slope(powers: Tensor, low: float, high: float) -> Tensor:
    """Slope of the line through the spectrum in dB between low and high (Hz), least squares, dB/kHz [frame].

    GeMAPS (Eyben et al. 2016) takes it in 0-500 and in 500-1500 Hz.
    """
    band = _band(low, high)
    frequencies = _frequencies(powers.device)[band] / 1000.0
    centred = frequencies - frequencies.mean()
    return torch.mv(_decibels(powers[:, band]), centred / centred.square().sum())


def spectral_centroid(powers: Tensor) -> Tensor:
    """Mean frequency weighted by magnitude, Hz [frame].

    Peeters (2004), "A large set of audio features for sound description", IRCAM, section 6.1.1.
    """
    magnitudes = powers.sqrt()
    return (magnitudes @ _frequencies(powers.device)) / magnitudes.sum(dim=1).clamp_min(TINY)


class MelCepstrum:
    """Mel-frequency cepstral coefficients of power spectra.

    Davis & Mermelstein (1980), IEEE Transactions on Acoustics, Speech, and Signal Processing 28(4), with the 26 bands
    of GeMAPS (Eyben et al. 2016) over 20-8000 Hz on the mel scale of HTK, in dB, and the orthonormal DCT-II.
    """

    def __init__(self, device: str = "cpu") -> None:
        from torchaudio.functional import create_dct, melscale_fbanks

        self._bands = melscale_fbanks(BIN_COUNT, 20.0, SAMPLE_RATE / 2, MEL_COUNT, SAMPLE_RATE).to(device)
        self._cosines = create_dct(MEL_COUNT, MEL_COUNT, "ortho").to(device)

    def coefficients(self, powers: Tensor, count: int) -> Tensor:
        """Coefficients 1 to count, without the level in coefficient 0: [frame, count]."""
        return torch.mm(_decibels(torch.mm(powers, self._bands)), self._cosines[:, 1 : count + 1])


def _band(low: float, high: float) -> slice:
    """Bins at or over low and under high (Hz)."""
    width = SAMPLE_RATE / WINDOW
    return slice(-int(-low // width), -int(-high // width))


def _frequencies(device: torch.device) -> Tensor:
    return torch.linspace(0.0, SAMPLE_RATE / 2, BIN_COUNT, device=device)


def _decibels(powers: Tensor) -> Tensor:
    return 10.0 * torch.log10(powers.clamp_min(TINY))
