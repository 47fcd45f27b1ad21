"""The emotion perceived in a voice right now: moved calmly towards what the engine heard last."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mmemotion.types import EMOTIONS, Emotion, Probabilities
from ui.state.affect import Place, place

SMOOTHING = 0.8
"""Time constant (s) of the motion: after so long, 63 % of a change can be seen."""

SURE, STILL_SURE = 0.5, 0.42
"""An emotion is named from the first share on, and until it falls below the second: names do not flicker."""

STALE = 1.5
"""Seconds after which what was heard last is no longer about now."""

STILL = 1e-3
"""A difference of shares that cannot be seen."""

TRAIL_EVERY, TRAIL_LASTS = 0.2, 8.0


@dataclass(frozen=True, slots=True)
class Mood:
    """shown moves towards heard, both in the order of EMOTIONS; times are of the monotonic clock (s).

    named: the emotion that is likely enough to be named, if one is. trail: where the place was, the oldest first.
    """

    heard: tuple[float, ...] = ()
    shown: tuple[float, ...] = ()
    heard_at: float = -math.inf
    moved_at: float = 0.0
    named: Emotion | None = None
    trail: tuple[tuple[float, Place], ...] = ()

    def hear(self, probabilities: Probabilities, now: float) -> Mood:
        """With a new estimate; the first is shown at once."""
        heard = tuple(probabilities.get(emotion, 0.0) for emotion in EMOTIONS)
        if not self.shown:
            return replace(self, heard=heard, shown=heard, heard_at=now, moved_at=now, named=_name(heard, None))
        return replace(self, heard=heard, heard_at=now)

    def moved(self, now: float) -> Mood:
        """As it is seen now."""
        if not self.shown:
            return self
        if self.is_stale(now) and all(abs(a - b) < STILL for a, b in zip(self.heard, self.shown, strict=True)):
            return self
        step = 1 - math.exp(-max(0.0, now - self.moved_at) / SMOOTHING)
        shown = tuple(old + step * (new - old) for old, new in zip(self.shown, self.heard, strict=True))
        mood = replace(self, shown=shown, moved_at=now, named=_name(shown, self.named))
        return mood._left_behind(now)

    def is_stale(self, now: float) -> bool:
        """True when nobody has been heard for a while."""
        return now - self.heard_at > STALE

    @property
    def place(self) -> Place:
        """Between unpleasant and pleasant, calm and excited."""
        return place(dict(zip(EMOTIONS, self.shown, strict=True))) if self.shown else Place(0.0, 0.0)

    def _left_behind(self, now: float) -> Mood:
        if self.is_stale(now) or (self.trail and now - self.trail[-1][0] < TRAIL_EVERY):
            return self
        kept = tuple(step for step in self.trail if now - step[0] <= TRAIL_LASTS)
        return replace(self, trail=(*kept, (now, self.place)))


def _name(shown: tuple[float, ...], before: Emotion | None) -> Emotion | None:
    best = max(range(len(shown)), key=shown.__getitem__)
    emotion = EMOTIONS[best]
    return emotion if shown[best] >= (STILL_SURE if emotion is before else SURE) else None
