"""The last minute of a channel, written by one thread and read by others."""

from __future__ import annotations

import threading

import numpy as np

from mmemotion.pipeline.windows import SAMPLE_RATE
from mmemotion.types import FloatArray

SECONDS = 60.0
"""Two of the longest segments, and what is read around them."""


class RecentSound:
    """append(samples) ... read(start, end): samples are counted from the start of the recording. Its size is fixed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._ring = np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)
        self._end = 0
        self._lock = threading.Lock()

    @property
    def end(self) -> int:
        """Samples appended so far."""
        return self._end

    @property
    def start(self) -> int:
        """The first sample still there."""
        return max(0, self._end - len(self._ring))

    def append(self, samples: FloatArray) -> None:
        """Adds samples float32 [n]; the oldest make room."""
        with self._lock:
            kept = samples[-len(self._ring) :]
            first = self._end + len(samples) - len(kept)
            self._ring[np.arange(first, first + len(kept)) % len(self._ring)] = kept
            self._end += len(samples)

    def read(self, start: int, end: int) -> FloatArray:
        """Samples float32 [n] from start up to end, as far as they are there."""
        with self._lock:
            first, last = max(start, self.start), min(end, self._end)
            return self._ring[np.arange(first, max(first, last)) % len(self._ring)]
