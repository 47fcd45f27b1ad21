"""How loud a microphone is, while it records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.types import Pcm

FLOOR_DBFS = -120.0
FULL_SCALE = 32767


@dataclass(frozen=True, slots=True)
class Level:
    """RMS and largest sample in dBFS per channel (FLOOR_DBFS for none), and whether a channel reached full scale."""

    levels: tuple[float, ...]
    peaks: tuple[float, ...]
    clipped: tuple[bool, ...]


class LevelMeter:
    """push() samples, take() their level since the last time; `zeros` counts the frames of nothing at all until now."""

    def __init__(self, channel_count: int) -> None:
        self._channels = channel_count
        self.zeros = 0
        self._count = 0
        self._squares = np.zeros(channel_count)
        self._largest = np.zeros(channel_count)

    def push(self, samples: Pcm) -> None:
        """Takes in samples int16 [n, channel]."""
        sizes = np.abs(samples.astype(np.int32))
        self._count += len(samples)
        self._squares = self._squares + np.square(sizes, dtype=np.float64).sum(axis=0)
        self._largest = np.maximum(self._largest, sizes.max(axis=0, initial=0))
        heard = np.flatnonzero(sizes.any(axis=1))
        self.zeros = len(samples) - 1 - int(heard[-1]) if len(heard) else self.zeros + len(samples)

    def take(self) -> Level:
        """The level of what was pushed since the last time."""
        rms = np.sqrt(self._squares / max(1, self._count))
        level = Level(_dbfs(rms), _dbfs(self._largest), tuple(bool(size >= FULL_SCALE) for size in self._largest))
        self._count = 0
        self._squares, self._largest = np.zeros(self._channels), np.zeros(self._channels)
        return level


def _dbfs(sizes: np.typing.NDArray[np.float64]) -> tuple[float, ...]:
    floor = 10 ** (FLOOR_DBFS / 20)
    return tuple(float(20 * np.log10(max(size / (FULL_SCALE + 1), floor))) for size in sizes)
