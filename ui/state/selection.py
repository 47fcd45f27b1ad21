"""What the user has selected on the time axis, and how mouse and keys change it: as in Audacity and Praat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmemotion.types import Span, Utterance

SHORTEST = 0.01
"""Seconds below which nothing can be heard or seen to be selected."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of time (s): from anchor, which stays when the selection is extended by keys, to edge, which moves."""

    anchor: float
    edge: float

    @property
    def span(self) -> Span:
        """The stretch, whichever end moves."""
        return Span(min(self.anchor, self.edge), max(self.anchor, self.edge))


def select(anchor: float, edge: float, duration: float) -> Selection | None:
    """What lies between two times (s), in either order, inside a recording; None when that is nothing."""
    anchor, edge = (min(max(0.0, time), duration) for time in (anchor, edge))
    return Selection(anchor, edge) if abs(edge - anchor) >= SHORTEST else None


def reach(selection: Selection | None, head: float, time: float) -> Selection:
    """Extended or cut short to a time (s): its nearer end moves there; without one, from the play head to there."""
    if selection is None:
        return Selection(head, time)
    span = selection.span
    return Selection(span.end if abs(time - span.start) < abs(time - span.end) else span.start, time)


def grow(selection: Selection | None, head: float, seconds: float) -> Selection:
    """With the end that moves so many seconds later, or earlier when negative; it begins at the play head (s)."""
    known = selection or Selection(head, head)
    return Selection(known.anchor, known.edge + seconds)


def grow_by_utterance(
    selection: Selection | None, head: float, utterances: Sequence[Utterance], steps: int
) -> Selection:
    """With the end that moves where the next utterance ends (steps 1) or the previous one begins (-1)."""
    known = selection or Selection(head, head)
    if steps > 0:
        later = [u.span.end for u in utterances if u.span.end > known.edge + SHORTEST]
        return Selection(known.anchor, min(later, default=known.edge))
    earlier = [u.span.start for u in utterances if u.span.start < known.edge - SHORTEST]
    return Selection(known.anchor, max(earlier, default=known.edge))
