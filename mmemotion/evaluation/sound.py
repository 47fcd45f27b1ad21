"""Sound of corpora, decoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mmemotion.fitting.telephone import telephone
from mmemotion.types import FloatArray

__all__ = ["SAMPLE_RATE", "read_sound", "telephone"]

SAMPLE_RATE = 16_000


def read_sound(path: Path) -> FloatArray:
    """The whole file as 16 kHz mono float32 [n]. Raises InputError."""
    from mmemotion.audio.files import FileSource
    from mmemotion.audio.resample import Resampler

    source = FileSource(path)
    samples = np.concatenate([chunk.mono() for chunk in source.chunks()])
    resampler = Resampler(source.media.sample_rate, SAMPLE_RATE, 1)
    return np.concatenate([resampler.push(samples[:, None]), resampler.finish()])[:, 0]
