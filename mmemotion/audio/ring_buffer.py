"""Between the callback of a sound device, which must never wait, and whoever writes the sound down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.types import Pcm


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Samples int16 [n, channel]; clock: monotonic time (s) at which they were handed over.

    overflowed: the device says that it lost sound before them; dropped: frames lost before them as the ring was full.
    """

    samples: Pcm
    clock: float
    overflowed: bool = False
    dropped: int = 0


class RingBuffer:
    """One thread writes, one reads, and neither waits: all memory is there from the beginning."""

    def __init__(self, frames: int, channels: int, blocks: int) -> None:
        self._samples = np.zeros((frames, channels), dtype=np.int16)
        self._ends = np.zeros(blocks, dtype=np.int64)
        self._clocks = np.zeros(blocks, dtype=np.float64)
        self._overflowed = np.zeros(blocks, dtype=np.bool_)
        self._dropped = np.zeros(blocks, dtype=np.int64)
        self._written = self._read = 0  # frames so far
        self._blocks_written = self._blocks_read = 0
        self._lost = 0

    def write(self, samples: Pcm, clock: float, overflowed: bool = False) -> None:
        """Takes a copy of samples [n, channel]; counts them as dropped when there is no room."""
        count, size, slots = len(samples), len(self._samples), len(self._ends)
        if self._written + count - self._read > size or self._blocks_written - self._blocks_read >= slots:
            self._lost += count
            return
        at = self._written % size
        first = min(count, size - at)
        self._samples[at : at + first] = samples[:first]
        self._samples[: count - first] = samples[first:]
        slot = self._blocks_written % slots
        self._ends[slot], self._clocks[slot] = self._written + count, clock
        self._overflowed[slot], self._dropped[slot] = overflowed, self._lost
        self._lost = 0
        self._written += count
        self._blocks_written += 1

    def read(self) -> Block | None:
        """The next block, or None when there is none yet."""
        if self._blocks_read == self._blocks_written:
            return None
        slot = self._blocks_read % len(self._ends)
        end = int(self._ends[slot])
        places = np.arange(self._read, end) % len(self._samples)
        block = Block(
            self._samples[places], float(self._clocks[slot]), bool(self._overflowed[slot]), int(self._dropped[slot])
        )
        self._read = end
        self._blocks_read += 1
        return block
