"""Sound of corpora: decoded, and as a telephone would carry it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mmemotion.types import FloatArray

SAMPLE_RATE = 16_000
BAND = (300.0, 3400.0)
"""Pass band of the analogue telephone, Hz (ITU-T G.712)."""


def read_sound(path: Path) -> FloatArray:
    """The whole file as 16 kHz mono float32 [n]. Raises InputError."""
    from mmemotion.audio.files import FileSource
    from mmemotion.audio.resample import Resampler

    source = FileSource(path)
    samples = np.concatenate([chunk.mono() for chunk in source.chunks()])
    resampler = Resampler(source.media.sample_rate, SAMPLE_RATE, 1)
    return np.concatenate([resampler.push(samples[:, None]), resampler.finish()])[:, 0]


def telephone(samples: FloatArray, seed: int) -> FloatArray:
    """samples [n] at 16 kHz in the telephone band, quantised by mu-law (ITU-T G.711), with faint noise before it.

    The seed picks the noise, 15 to 35 dB under the sound.
    """
    from scipy.signal import butter, sosfiltfilt

    chance = np.random.default_rng(seed)
    level = float(np.sqrt(np.square(samples).mean()) + 1e-6)
    noisy = samples + chance.standard_normal(len(samples)) * level * 10 ** (-chance.uniform(15, 35) / 20)
    band = butter(4, BAND, "bandpass", fs=SAMPLE_RATE, output="sos")
    narrow = sosfiltfilt(band, noisy, padlen=min(100, len(samples) - 1))
    return np.asarray(_mu_law(narrow / level / 8) * level * 8, dtype=np.float32)


def _mu_law(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> FloatArray:
    """Samples in [-1, 1] after 8 bits of mu-law and back."""
    mu = 255.0
    code = np.sign(samples) * np.log1p(mu * np.minimum(np.abs(samples), 1.0)) / np.log1p(mu)
    code = np.round(code * 127.5) / 127.5
    return np.asarray(np.sign(code) * np.expm1(np.abs(code) * np.log1p(mu)) / mu, dtype=np.float32)
