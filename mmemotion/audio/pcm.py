"""Decoded samples of any number format as float32."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mmemotion.types import FloatArray


def as_float(samples: npt.NDArray[Any]) -> FloatArray:
    """samples as float32 in [-1, 1]: integers divided by their full scale (2^(bits-1)), unsigned 8 bit around 128.

    Floating-point samples are clipped to the range; those that are not finite become 0.
    """
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128.0) / 128.0
    if np.issubdtype(samples.dtype, np.integer):
        full_scale = 2.0 ** (8 * samples.dtype.itemsize - 1)
        return np.asarray(samples * (1.0 / full_scale), dtype=np.float32)
    finite = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(np.clip(finite, -1.0, 1.0), dtype=np.float32)


def with_channels(samples: FloatArray, count: int) -> FloatArray:
    """samples [n, c] as [n, count], where a stream changes its channels midway: one is repeated, more are averaged."""
    if samples.shape[1] == count:
        return samples
    return np.repeat(samples.mean(axis=1, keepdims=True, dtype=np.float32), count, axis=1)
