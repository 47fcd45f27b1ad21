"""Log-mel spectrograms: what the encoders that are not pretrained read."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import torch

from mmemotion.networks.spectral import BANDS, STACK
from mmemotion.types import FloatArray

WINDOW, HOP = 400, 160
SAMPLE_RATE = 16_000
RANGE = 8.0
"""Powers of ten under the loudest value at which the spectrogram is cut off."""

Frames = npt.NDArray[np.float16]


def log_mel(samples: FloatArray) -> Frames:
    """Stacked log-mel frames [n / 640, 4 * 80] of levelled 16 kHz mono sound [n], n >= 1; at least one.

    25 ms windows every 10 ms, 80 Slaney mel bands, log10, cut off 80 dB under the peak and brought near 0 ± 1 as for
    Whisper (Radford et al. 2022, section 2.2); four frames side by side.
    """
    count = max(1, -(-len(samples) // (STACK * HOP)))
    padded = np.zeros(WINDOW // 2 + count * STACK * HOP + WINDOW // 2, dtype=np.float32)
    padded[WINDOW // 2 : WINDOW // 2 + len(samples)] = samples
    window = torch.hann_window(WINDOW)
    spectrum = torch.stft(torch.from_numpy(padded), WINDOW, HOP, window=window, center=False, return_complex=True)
    mel = (_filters() @ spectrum[:, : count * STACK].abs().square()).clamp(min=1e-10).log10()
    scaled = (mel.clamp(min=float(mel.max()) - RANGE) + RANGE / 2) / (RANGE / 2)
    return np.asarray(scaled.T.reshape(count, STACK * BANDS).numpy(), dtype=np.float16)


@functools.cache
def _filters() -> torch.Tensor:
    """[BANDS, WINDOW / 2 + 1]."""
    from librosa.filters import mel

    return torch.from_numpy(mel(sr=SAMPLE_RATE, n_fft=WINDOW, n_mels=BANDS))
