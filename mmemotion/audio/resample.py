"""From one sample rate to another, in a stream."""

from __future__ import annotations

from typing import Any

import numpy as np

from mmemotion.types import FloatArray


class Resampler:
    """Changes the sample rate (Hz) of sound that comes in pieces, with soxr at high quality.

    Time stays aligned: sample i of the input is heard at i * target_rate / source_rate of the output, and n samples
    become round(n * target_rate / source_rate). The output is the same, bit for bit, however the input is cut.
    """

    def __init__(self, source_rate: int, target_rate: int, channels: int) -> None:
        self._ratio = target_rate / source_rate
        self._channels = channels
        self._taken = 0
        self._given = 0
        self._stream = self._open(source_rate, target_rate) if source_rate != target_rate else None

    def push(self, samples: FloatArray) -> FloatArray:
        """What is ready, [m, channel], after samples [n, channel]; m may be 0."""
        if self._stream is None:
            return samples
        self._taken += len(samples)
        return self._counted(self._stream.resample_chunk(np.ascontiguousarray(samples, dtype=np.float32)))

    def finish(self) -> FloatArray:
        """The rest, [m, channel]. Nothing may be pushed afterwards."""
        empty = np.zeros((0, self._channels), dtype=np.float32)
        if self._stream is None or self._taken == 0:
            return empty
        tail = self._counted(self._stream.resample_chunk(empty, last=True))
        return tail[: len(tail) + min(0, round(self._taken * self._ratio) - self._given)]

    def _open(self, source_rate: int, target_rate: int) -> Any:
        import soxr

        return soxr.ResampleStream(source_rate, target_rate, self._channels, dtype="float32", quality="HQ")

    def _counted(self, samples: FloatArray) -> FloatArray:
        self._given += len(samples)
        return samples
