"""Sound that was lost on its way, found by counting samples against the clock: devices do not tell."""

from __future__ import annotations

import math
from collections import deque

LEAST = 0.05
"""Seconds of sound that are missing at least before it is called a loss; callbacks come that unevenly."""

PAUSE = 0.2
"""Seconds between two callbacks after which it has to be found out whether sound was lost."""

LATE = 0.25
"""Seconds behind the usual lateness that raise the same question without a pause."""

SETTLING = 0.5
"""Seconds without getting any less late after which it is known: what a device still had in store has come by then."""

MEMORY = 5.0
"""Seconds over which the usual lateness is known: too few for the clocks of device and machine to drift apart."""


class LossMeter:
    """push() blocks as they come. While `settling`, it is not known yet whether sound is missing before the blocks
    since `settling` began; then `lost` says how much."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._received = 0
        self._began = self._last = math.nan
        self._lateness: deque[tuple[float, float]] = deque()
        self._usual = math.inf
        self._least = math.inf
        self._better = math.inf
        self._better_at = 0.0
        self.settling = False
        self.lost = 0.0
        """Seconds missing before the blocks of the settling that ended with the last push(); 0 when none did."""

    def push(self, count: int, clock: float, overflowed: bool = False) -> None:
        """Takes note of a block of count frames that came at a monotonic time (s)."""
        self.lost = 0.0
        pause = clock - self._last
        if math.isnan(self._began):
            self._began, pause = clock, 0.0
        self._received += count
        self._last = clock
        late = clock - self._began - self._received / self._rate
        if not self.settling and clock - self._began > SETTLING and self._asks(pause, late, overflowed):
            self.settling, self._least, self._better = True, math.inf, math.inf
        if self.settling:
            self._settle(clock, late)
        else:
            self._remember(clock, late)

    def decide(self) -> float:
        """Ends settling by what is known now: the seconds missing before the blocks since it began; 0 for none."""
        lost = self._least - self._usual if self.settling else 0.0
        self.settling = False
        if lost < LEAST:
            return 0.0
        self._received += round(lost * self._rate)
        return lost

    def _asks(self, pause: float, late: float, overflowed: bool) -> bool:
        return overflowed or pause > PAUSE or late - self._usual > LATE

    def _settle(self, clock: float, late: float) -> None:
        if late < self._better - LEAST / 5:
            self._better, self._better_at = late, clock
        self._least = min(self._least, late)
        if self._least - self._usual < LEAST or clock - self._better_at >= SETTLING:
            self.lost = self.decide()

    def _remember(self, clock: float, late: float) -> None:
        while self._lateness and (self._lateness[0][0] < clock - MEMORY):
            self._lateness.popleft()
        while self._lateness and self._lateness[-1][1] >= late:
            self._lateness.pop()
        self._lateness.append((clock, late))
        self._usual = self._lateness[0][1]
