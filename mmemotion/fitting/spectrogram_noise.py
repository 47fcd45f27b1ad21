"""Chance changes of a log-mel spectrogram in training, so that few clips stand for many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mmemotion.networks.spectral import BANDS

Picture = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SpectrogramNoise:
    """How much chance may change: tempo and masked time as shares, bands shifted or masked as counts.

    Masks as in SpecAugment (Park et al. 2019, arXiv 1904.08779); a shift of bands stands for another vocal tract
    (Jaitly & Hinton 2013, "Vocal tract length perturbation").
    """

    tempo: float = 0.15
    shift: int = 3
    band_masks: int = 2
    masked_bands: int = 10
    time_masks: int = 2
    masked_time: float = 0.12
    gain: float = 0.1

    def apply(self, frames: npt.NDArray[np.float16], chance: np.random.Generator) -> Picture:
        """Stacked frames [n, 4 * BANDS] changed, [m, 4 * BANDS]; m differs from n by the tempo."""
        picture = frames.astype(np.float32).reshape(-1, BANDS)
        picture = _stretched(picture, float(chance.uniform(1 - self.tempo, 1 + self.tempo)), frames.shape[1] // BANDS)
        picture = _shifted(picture, int(chance.integers(-self.shift, self.shift + 1)))
        picture += chance.uniform(-self.gain, self.gain)
        silence = picture.mean()
        for _ in range(self.band_masks):
            picture[:, _span(BANDS, self.masked_bands, chance)] = silence
        for _ in range(self.time_masks):
            picture[_span(len(picture), int(self.masked_time * len(picture)), chance)] = silence
        return picture.reshape(-1, frames.shape[1])


def _stretched(picture: Picture, factor: float, stack: int) -> Picture:
    """Read at another speed, by linear interpolation; a whole number of stacks remains."""
    count = max(1, round(len(picture) * factor / stack)) * stack
    place = np.linspace(0, len(picture) - 1, count, dtype=np.float32)
    lower = place.astype(np.int64)
    upper = np.minimum(lower + 1, len(picture) - 1)
    share = (place - lower)[:, None]
    return np.asarray(picture[lower] * (1 - share) + picture[upper] * share, dtype=np.float32)


def _shifted(picture: Picture, bands: int) -> Picture:
    """Moved up or down in frequency; the edge is repeated."""
    return picture[:, np.clip(np.arange(BANDS) - bands, 0, BANDS - 1)]


def _span(length: int, most: int, chance: np.random.Generator) -> slice:
    width = int(chance.integers(0, most + 1))
    start = int(chance.integers(0, length - width + 1))
    return slice(start, start + width)
