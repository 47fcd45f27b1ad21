"""Harmonics-to-noise ratio from the autocorrelation at the period.

Boersma (1993), "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a
sampled sound", Proceedings of the Institute of Phonetic Sciences Amsterdam 17.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from mmemotion.features.frames import HOP, SAMPLE_RATE

LENGTH = 1024  # samples: 64 ms, near the 60 ms of GeMAPS, three periods of 50 Hz
FFT_LENGTH = 2 * LENGTH
LIMIT_DB = 40.0
SEARCH_SHARE = 0.06  # of the period, each way: a semitone


def harmonics_to_noise(samples: Tensor, f0: Tensor) -> Tensor:
    """HNR in dB [frame], within 40 dB of 0, NaN where f0 (Hz, [frame]) is; samples [n].

    The autocorrelation of the windowed frame is divided by that of the window; with r its peak near the period,
    HNR = 10 log10(r / (1 - r)) (Boersma 1993, equations 4, 9 and 11).
    """
    ratios = torch.full_like(f0, math.nan)
    voiced = (~f0.isnan()).nonzero()[:, 0]
    if len(voiced):
        ratios[voiced] = _ratios(_frames(samples, voiced), SAMPLE_RATE / f0[voiced])
    return ratios


def _frames(samples: Tensor, indices: Tensor) -> Tensor:
    """Windowed frames [index, 1024] about their centres, each without its mean."""
    padded = torch.nn.functional.pad(samples, (LENGTH // 2, LENGTH))
    frames = padded.unfold(0, LENGTH, HOP)[indices]
    return (frames - frames.mean(dim=1, keepdim=True)) * torch.hann_window(LENGTH, device=samples.device)


def _ratios(frames: Tensor, periods: Tensor) -> Tensor:
    spectra = torch.fft.rfft(frames, FFT_LENGTH)
    powers = spectra.real.square() + spectra.imag.square()
    correlations = torch.fft.irfft(powers)
    lags = _peak_lags(correlations, periods)
    peaks = _correlation_at(powers, lags) / correlations[:, 0].clamp_min(1e-20) / _window_correlation(lags)
    least = 1.0 / (1.0 + 10.0 ** (LIMIT_DB / 10.0))
    peaks = peaks.double().clamp(least, 1.0 - least)
    return (10.0 * torch.log10(peaks / (1.0 - peaks))).float()


def _peak_lags(correlations: Tensor, periods: Tensor) -> Tensor:
    """Lag (samples, with fraction) of the highest autocorrelation near each period: the apex of a parabola."""
    reach = int(SEARCH_SHARE * float(periods.max())) + 1
    offsets = torch.arange(-reach, reach + 1, device=periods.device)
    lags = periods.round().long()[:, None] + offsets
    values = correlations.gather(1, lags)
    values = values.masked_fill(offsets.abs() > SEARCH_SHARE * periods[:, None] + 1.0, -math.inf)
    best = lags.gather(1, values.argmax(dim=1, keepdim=True))
    before, at, after = (correlations.gather(1, best + step)[:, 0] for step in (-1, 0, 1))
    curvature = (2.0 * at - before - after).clamp_min(1e-20)
    return best[:, 0] + (0.5 * (after - before) / curvature).clamp(-0.5, 0.5)


def _correlation_at(powers: Tensor, lags: Tensor) -> Tensor:
    """Autocorrelation at fractional lags [frame], by the inverse transform: exact for band-limited sound."""
    bins = torch.arange(powers.shape[1], device=powers.device)
    cosines = torch.cos(bins * (2.0 * math.pi / FFT_LENGTH) * lags[:, None])
    cosines[:, 1:-1] *= 2.0
    return (powers * cosines).sum(dim=1) / FFT_LENGTH


def _window_correlation(lags: Tensor) -> Tensor:
    """Normalised autocorrelation of the Hann window (Boersma 1993, equation 8)."""
    share = lags / LENGTH
    turn = 2.0 * math.pi * share
    return (1.0 - share) * (2.0 / 3.0 + torch.cos(turn) / 3.0) + torch.sin(turn) / (2.0 * math.pi)
