"""How often something that died is started again before the user is told."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Restarts:
    """At most `most` in `seconds`; times of those so far."""

    most: int
    seconds: float
    times: tuple[float, ...] = ()

    def again(self, now: float) -> Restarts | None:
        """With one more; None when that would be too many."""
        recent = tuple(time for time in self.times if now - time < self.seconds)
        return replace(self, times=(*recent, now)) if len(recent) < self.most else None
