"""Sound cut anew into blocks of one size, so that nothing after it depends on how the sound came in."""

from __future__ import annotations

import numpy as np

from mmemotion.types import FloatArray


class Blocks:
    """Takes samples [n, channel] in any cutting; gives blocks of exactly `size` frames, in order, none lost."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: list[FloatArray] = []
        self._count = 0

    def push(self, samples: FloatArray) -> list[FloatArray]:
        """The blocks that are now full, each [size, channel]."""
        self._waiting.append(samples)
        self._count += len(samples)
        if self._count < self._size:
            return []
        joined = np.concatenate(self._waiting)
        whole = len(joined) // self._size * self._size
        self._waiting, self._count = [joined[whole:].copy()], len(joined) - whole
        return [joined[at : at + self._size] for at in range(0, whole, self._size)]

    def finish(self) -> FloatArray | None:
        """The rest, shorter than a block, or None when nothing is left; the object is then as new."""
        rest = np.concatenate(self._waiting) if self._count else None
        self._waiting, self._count = [], 0
        return rest
