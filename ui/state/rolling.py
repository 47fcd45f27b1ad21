"""What rolls by on the axis of a recording being made: kept only as long as it can be in view."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mmemotion.types import Track

KEPT = 90.0
"""Seconds kept: more than the widest screen shows."""

LATENCY = 0.08
"""Seconds the head stays behind the sound: it rolls on evenly from one message to the next, and there is always sound
up to the edge."""

JOINED = 1.5
"""Steps between two stretches of a track that are joined, at most."""

CORRECTION = 0.1
JUMP = 0.25


@dataclass(frozen=True, slots=True)
class Head:
    """The time at the right edge. offset: monotonic clock minus place in the file, evened out over many messages."""

    seconds: float = 0.0
    offset: float = 0.0

    def hear(self, seconds: float, clock: float) -> Head:
        """With the file now so long, its last sample heard at clock."""
        error = clock - seconds - self.offset
        far = self.seconds == 0.0 or abs(error) > JUMP
        return Head(seconds, self.offset + (error if far else CORRECTION * error))

    def at(self, now: float) -> float:
        """Where the head is; it waits for sound that does not come."""
        return max(0.0, min(now - self.offset, self.seconds + LATENCY) - LATENCY)


def _none() -> npt.NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A measure over time: times (s) ascending, values NaN where it is not defined."""

    times: npt.NDArray[np.float64] = field(default_factory=_none)
    values: npt.NDArray[np.float64] = field(default_factory=_none)

    def append(self, track: Track) -> Points:
        """With the next stretch; one that begins anew replaces what it covers."""
        times = track.start + track.hop * np.arange(len(track.values))
        known = int(np.searchsorted(self.times, track.start - track.hop / 2))
        if not len(times):
            return self
        first = int(np.searchsorted(self.times, times[-1] - KEPT))
        before, values = self.times[first:known], self.values[first:known]
        if len(before) and times[0] - before[-1] > JOINED * track.hop:
            before, values = np.append(before, times[0] - track.hop), np.append(values, np.nan)
        return Points(np.concatenate([before, times]), np.concatenate([values, track.values.astype(np.float64)]))

    def between(self, start: float, end: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Times and values from start to end (s), and one more on either side so that lines go on."""
        first, last = np.searchsorted(self.times, [start, end])
        cut = slice(max(0, int(first) - 1), int(last) + 1)
        return self.times[cut], self.values[cut]
