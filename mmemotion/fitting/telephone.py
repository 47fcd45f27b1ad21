"""The telephone: its band, and the codec of its lines."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mmemotion.types import FloatArray

SAMPLE_RATE = 16_000
BAND = (300.0, 3400.0)
"""Pass band of the analogue telephone, Hz (ITU-T G.712)."""

Sound = npt.NDArray[np.floating[Any]]


def band(samples: Sound) -> Sound:
    """16 kHz samples [n] without what lies outside BAND (Butterworth, both ways, so nothing is delayed)."""
    from scipy.signal import butter, sosfiltfilt

    sections = butter(4, BAND, "bandpass", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfiltfilt(sections, samples, padlen=min(100, len(samples) - 1)))


def mu_law_line(samples: Sound) -> Sound:
    """16 kHz samples [n] as a line carries them: 8,000 samples a second, 8 bits of mu-law each (ITU-T G.711).

    Before it the level is set so that full scale lies 18 dB over the root mean square, and set back after it.
    """
    from scipy.signal import resample_poly

    level = 8 * float(np.sqrt(np.square(samples).mean()) + 1e-6)
    coded = mu_law(resample_poly(samples, 1, 2) / level) * level
    return np.asarray(resample_poly(coded, 2, 1)[: len(samples)])


def telephone(samples: FloatArray, seed: int) -> FloatArray:
    """samples [n] at 16 kHz in the telephone band, quantised by mu-law at that rate, with faint noise before it.

    The seed picks the noise, 15 to 35 dB under the sound.
    """
    chance = np.random.default_rng(seed)
    level = float(np.sqrt(np.square(samples).mean()) + 1e-6)
    noisy = samples + chance.standard_normal(len(samples)) * level * 10 ** (-chance.uniform(15, 35) / 20)
    return np.asarray(mu_law(band(noisy) / level / 8) * level * 8, dtype=np.float32)


def mu_law(samples: Sound) -> Sound:
    """Samples in [-1, 1] after 8 bits of mu-law and back; what is louder is cut off."""
    mu = 255.0
    code = np.sign(samples) * np.log1p(mu * np.minimum(np.abs(samples), 1.0)) / np.log1p(mu)
    code = np.round(code * 127.5) / 127.5
    return np.asarray(np.sign(code) * np.expm1(np.abs(code) * np.log1p(mu)) / mu, dtype=np.float32)
