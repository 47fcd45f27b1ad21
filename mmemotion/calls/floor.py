"""Who has the floor: turns, transfers from one speaker to the next, overlaps and silences.

The model is that of Heldner & Edlund (2010), "Pauses, gaps and overlaps in conversations", Journal of Phonetics 38(4):
whoever was the last to talk alone has the floor. A silence or an overlap between talk alone of the same speaker is a
pause or an overlap within the turn; between that of two speakers it is a gap or an overlap at a transfer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmemotion.calls.stretches import Stretch, joined
from mmemotion.types import Span

LAPSE = 3.0
"""Silence (s) after which the exchange has stopped: a lapse, not a gap (Sacks, Schegloff & Jefferson 1974, p. 714).
They give no figure. Talk after it is no response, and does not go on with a turn."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A span in which the same speakers talk; none in silence."""

    span: Span
    speakers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Talk of one speaker, with its pauses, until another has the floor or the exchange lapses."""

    speaker: str
    span: Span


@dataclass(frozen=True, slots=True)
class Transfer:
    """The floor goes from one speaker to the next: where the next starts, and its offset from the end of the last (s).

    The offset is the floor transfer offset: above 0 a gap, below 0 an overlap.
    """

    last: str
    next: str
    at: float
    offset: float


@dataclass(frozen=True, slots=True)
class Floor:
    """Turns and transfers in order."""

    turns: tuple[Turn, ...]
    transfers: tuple[Transfer, ...]


def moments(found: Sequence[Stretch], duration: float) -> tuple[Moment, ...]:
    """The whole recording, from 0 to its end (or that of the last talk), cut wherever a speaker starts or stops."""
    changes = [(stretch.span.start, 1, stretch.speaker) for stretch in found]
    changes += [(stretch.span.end, 0, stretch.speaker) for stretch in found]
    parts: list[Moment] = []
    talking: set[str] = set()
    at = 0.0
    for time, starts, speaker in sorted(changes):
        if time > at:
            parts.append(Moment(Span(at, time), frozenset(talking)))
            at = time
        (talking.add if starts else talking.discard)(speaker)
    if duration > at:
        parts.append(Moment(Span(at, duration), frozenset()))
    return tuple(parts)


def floor(found: Sequence[Stretch], parts: Iterable[Moment]) -> Floor:
    """Turns and transfers of talk that was cut into moments."""
    talk = _Talk(found)
    turns: list[Turn] = []
    transfers: list[Transfer] = []
    for speaker, time in ((next(iter(part.speakers)), part.span) for part in parts if len(part.speakers) == 1):
        now = talk.at(speaker, time.start)
        last = turns[-1] if turns else None
        if last is None or now.start - last.span.end > LAPSE:
            turns.append(Turn(speaker, now))
        elif last.speaker == speaker:
            turns[-1] = Turn(speaker, Span(last.span.start, now.end))
        else:
            end = talk.end_before(last.speaker, time.start)
            turns[-1] = Turn(last.speaker, Span(last.span.start, end))
            transfers.append(Transfer(last.speaker, speaker, now.start, now.start - end))
            turns.append(Turn(speaker, now))
    return Floor(tuple(turns), tuple(transfers))


def overlaps(parts: Iterable[Moment]) -> tuple[Span, ...]:
    """Where two or more talk."""
    return tuple(joined((part.span for part in parts if len(part.speakers) > 1), fill=0))


def silences(parts: Iterable[Moment]) -> tuple[Span, ...]:
    """Where nobody talks: pauses, gaps and lapses, and what is before the first word and after the last."""
    return tuple(part.span for part in parts if not part.speakers)


class _Talk:
    """The stretches of each speaker, to be found by time."""

    def __init__(self, found: Iterable[Stretch]) -> None:
        self._spans: dict[str, list[Span]] = defaultdict(list)
        for stretch in found:
            self._spans[stretch.speaker].append(stretch.span)

    def at(self, speaker: str, time: float) -> Span:
        """The stretch that goes on at a time, or begins there."""
        spans = self._spans[speaker]
        return spans[bisect_right(spans, time, key=lambda span: span.start) - 1]

    def end_before(self, speaker: str, time: float) -> float:
        """Where the last stretch ended that was over at a time."""
        spans = self._spans[speaker]
        return spans[bisect_right(spans, time, key=lambda span: span.end) - 1].end
