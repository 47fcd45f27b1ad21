"""How loud a channel of the microphone is, as a meter shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

SILENCE = -60.0
"""What a meter shows as nothing (dBFS)."""

HOLD = 1.5
"""Seconds for which the largest peak stays."""

FALL = 36.0
"""How fast the level falls (dB/s): a meter that follows every pause is unreadable."""


@dataclass(frozen=True, slots=True)
class Level:
    """level and peak in dBFS; clipped stays until it is taken back by hand. Times of the monotonic clock (s)."""

    level: float = -120.0
    peak: float = -120.0
    peaked_at: float = -math.inf
    heard_at: float = 0.0
    clipped: bool = False

    def hear(self, level: float, peak: float, clipped: bool, clock: float) -> Level:
        """With more sound."""
        keeps = peak < self.peak and clock - self.peaked_at < HOLD
        return Level(
            level=max(level, self.level_at(clock)),
            peak=self.peak if keeps else peak,
            peaked_at=self.peaked_at if keeps else clock,
            heard_at=clock,
            clipped=self.clipped or clipped,
        )

    def level_at(self, clock: float) -> float:
        """The level, falling since it was heard."""
        return max(-120.0, self.level - FALL * max(0.0, clock - self.heard_at))

    def forgiven(self) -> Level:
        """Without the mark of clipping."""
        return replace(self, clipped=False)


def share(level: float) -> float:
    """How much of a meter a level (dBFS) fills."""
    return min(1.0, max(0.0, 1 - level / SILENCE))
