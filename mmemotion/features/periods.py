"""Single periods of the voice, and how much neighbours differ in length (jitter) and in level (shimmer).

Marks follow the phase of the fundamental, moved to where the energy of each period lies. The length of a period is
the lag at which the sound about a mark is most like the sound one period later: waveform matching, which Titze & Liang
(1993), "Comparison of F0 extraction methods for high-precision voice perturbation measurements", Journal of Speech and
Hearing Research 36(6), found the most exact for the small perturbations of real voices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from mmemotion.features.frames import HOP, SAMPLE_RATE

STEP = 64  # samples between estimates of phase
SMOOTHING = 7  # steps of a Hann window, 32 ms from end to end: tells the fundamental from its neighbours
SEARCH_SHARE = 0.2  # of the period, each way
LARGEST_LENGTH_FACTOR = 1.3
LARGEST_LEVEL_FACTOR_DB = 20.0 * math.log10(1.6)
LEAST_SIMILARITY = 0.5
FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Periods in order: lengths (samples, with fraction) [k], levels (dB) [k], joined [k - 1]: the next one follows."""

    lengths: Tensor
    levels: Tensor
    joined: Tensor


def find_periods(samples: Tensor, f0: Tensor) -> Periods:
    """The periods of the voiced parts; samples [n], f0 in Hz [frame], NaN where there is no voice."""
    f0_per_sample = _per_sample(f0, len(samples))
    marks = _marks(samples, torch.nan_to_num(f0_per_sample, nan=100.0))
    marks = marks[~f0_per_sample[marks].isnan()]
    return _matched(samples, marks, SAMPLE_RATE / f0_per_sample[marks])


def jitter_local(periods: Periods) -> float:
    """Mean difference of neighbouring lengths over the mean length, a share; NaN for fewer than 3 pairs.

    Jitter (local) of the manual of Praat (Boersma & Weenink), with its largest factor of 1.3 between neighbours.
    """
    before, after = periods.lengths[:-1], periods.lengths[1:]
    factors = torch.maximum(before, after) / torch.minimum(before, after)
    used = periods.joined & (factors <= LARGEST_LENGTH_FACTOR)
    if int(used.sum()) < FEWEST_PAIRS:
        return math.nan
    return float((after - before).abs()[used].mean() / (0.5 * (before + after))[used].mean())


def shimmer_local_db(periods: Periods) -> float:
    """Mean difference of neighbouring levels, dB; NaN for fewer than 3 pairs.

    Shimmer (local, dB) of the manual of Praat (Boersma & Weenink), with its largest amplitude factor of 1.6.
    """
    differences = periods.levels.diff().abs()
    used = periods.joined & (differences <= LARGEST_LEVEL_FACTOR_DB)
    if int(used.sum()) < FEWEST_PAIRS:
        return math.nan
    return float(differences[used].mean())


def _per_sample(f0: Tensor, count: int) -> Tensor:
    """F0 drawn from frame to frame in straight lines, NaN unless both frames about a sample are voiced."""
    place = torch.arange(count, device=f0.device) / HOP
    left = place.long().clamp_max(len(f0) - 1)
    right = (left + 1).clamp_max(len(f0) - 1)
    return torch.lerp(f0[left], f0[right], place - left)


def _marks(samples: Tensor, f0: Tensor) -> Tensor:
    """Sample numbers, one per period, where the energy of the period lies."""
    phase = torch.cumsum(f0.double() / SAMPLE_RATE, dim=0)
    phase = phase + _phase_lead(samples, phase)
    energy = samples.square()
    # A pure tone has no pulse in its energy: a share of the fundamental decides there.
    pulses = energy + 0.05 * energy.mean() * torch.cos(2.0 * math.pi * (phase % 1.0)).float()
    turns = torch.floor(phase + _phase_lead(pulses, phase))
    return (turns.diff() > 0).nonzero()[:, 0] + 1


def _phase_lead(signal: Tensor, phase: Tensor) -> Tensor:
    """How far, in periods, the component of signal at the phase (periods, [n]) leads it, smoothed: [n]."""
    angle = 2.0 * math.pi * (phase % 1.0).float()
    lead = _lead(torch.stack((signal * torch.cos(angle), -signal * torch.sin(angle))))
    place = ((torch.arange(len(signal), device=signal.device) - STEP // 2) / STEP).clamp(0, len(lead) - 1)
    left = place.long()
    right = (left + 1).clamp_max(len(lead) - 1)
    return torch.lerp(lead[left], lead[right], (place - left).double())


def _lead(mixed: Tensor) -> Tensor:
    """Phase in periods, without jumps, of mixed [2, n] (real, imaginary) averaged about the middle of each step."""
    count = -(-mixed.shape[1] // STEP)
    blocks = torch.nn.functional.pad(mixed, (0, count * STEP - mixed.shape[1])).reshape(2, count, STEP).sum(dim=2)
    window = torch.hann_window(SMOOTHING + 2, periodic=False, device=mixed.device)[1:-1]
    smooth = torch.nn.functional.conv1d(blocks[:, None], window[None, None], padding=SMOOTHING // 2)[:, 0]
    lead = torch.atan2(smooth[1], smooth[0]).double() / (2.0 * math.pi)
    return lead - torch.nn.functional.pad(torch.cumsum(lead.diff().round(), dim=0), (1, 0))


def _matched(samples: Tensor, marks: Tensor, expected: Tensor) -> Periods:
    if len(marks) == 0:
        return Periods(expected, expected, torch.zeros(0, dtype=torch.bool, device=samples.device))
    half, reach = int(float(expected.max()) / 2.0) + 1, int(SEARCH_SHARE * float(expected.max())) + 1
    padded = torch.nn.functional.pad(samples, (half + reach, 4 * (half + reach)))
    offsets = torch.arange(-half, half + 1, device=samples.device)
    weights = 0.5 + 0.5 * torch.cos(2.0 * math.pi * (offsets / expected[:, None]).clamp(-0.5, 0.5))
    here = padded[marks[:, None] + offsets + half + reach]
    rounded = expected.round().long()
    wide = torch.arange(-half - reach, half + reach + 1, device=samples.device)
    later = padded[(marks + rounded)[:, None] + wide + half + reach]
    similarity = _similarity(here, weights, later)
    shifts = torch.arange(-reach, reach + 1, device=samples.device)
    similarity = similarity.masked_fill(shifts.abs() > SEARCH_SHARE * expected[:, None], -1.0)
    shift, height = _apex(similarity)
    lengths = rounded + shift - reach
    powers = (weights * here.square()).sum(dim=1) / weights.sum(dim=1)
    follows = (marks.diff() - lengths[:-1]).abs() <= SEARCH_SHARE * expected[:-1]
    alike = height >= LEAST_SIMILARITY
    return Periods(lengths, 10.0 * torch.log10(powers.clamp_min(1e-20)), follows & alike[:-1] & alike[1:])


def _similarity(here: Tensor, weights: Tensor, later: Tensor) -> Tensor:
    """Weighted correlation of here [k, m] with each stretch of later [k, m + shifts - 1]: [k, shifts], at most 1."""
    shifts = later.shape[1] - here.shape[1] + 1
    size = 1 << (later.shape[1] - 1).bit_length()
    products = torch.fft.irfft(torch.fft.rfft(weights * here, size).conj() * torch.fft.rfft(later, size), size)
    energies = torch.fft.irfft(torch.fft.rfft(weights, size).conj() * torch.fft.rfft(later.square(), size), size)
    own = (weights * here.square()).sum(dim=1, keepdim=True)
    scale = (own * energies[:, :shifts].clamp_min(1e-20)).clamp_min(1e-20).sqrt()
    return torch.div(products[:, :shifts], scale)


def _apex(curves: Tensor) -> tuple[Tensor, Tensor]:
    """Place (with fraction) and height of the highest point of each row [k, m]; a parabola through its neighbours."""
    best = curves.argmax(dim=1, keepdim=True).clamp(1, curves.shape[1] - 2)
    before, at, after = (curves.gather(1, best + step)[:, 0] for step in (-1, 0, 1))
    curvature = (2.0 * at - before - after).clamp_min(1e-12)
    return best[:, 0] + (0.5 * (after - before) / curvature).clamp(-0.5, 0.5), at
