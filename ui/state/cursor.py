"""Where the play head is, and which utterance it is about."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.types import Utterance
from ui.state.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Cursor:
    """time in seconds; chosen is the utterance the user went to, kept while the play head is inside it.

    It is known by its place: the same utterance judged again is still the one that was chosen.
    """

    time: float = 0.0
    chosen: Utterance | None = None

    def moved(self, time: float) -> Cursor:
        """The cursor at another time; the choice is kept as long as it is being played."""
        kept = self.chosen is not None and self.chosen.span.start - 1e-3 <= time < self.chosen.span.end
        return Cursor(time, self.chosen if kept else None)

    def index(self, session: Session) -> int | None:
        """Which utterance this is about: the chosen one, else the one that began last; None when there is none."""
        began = session.index_at(self.time)
        if self.chosen is None or began is None:
            return began
        for index in range(began, -1, -1):
            found = session.utterances[index]
            if (found.span, found.channel) == (self.chosen.span, self.chosen.channel):
                return index
            if found.span.start < self.chosen.span.start:
                break
        return self._successor(session, began)

    def _successor(self, session: Session, began: int) -> int:
        """What the chosen one was merged with, or is a part of: on its channel, under the play head."""
        channel = self.chosen.channel if self.chosen is not None else -1
        mine = (index for index in range(began, -1, -1) if session.utterances[index].channel == channel)
        index = next(mine, began)
        return index if self.time < session.utterances[index].span.end else began


def go_to(session: Session, row: int) -> Cursor:
    """The cursor at the beginning of an utterance."""
    utterance = session.utterances[row]
    return Cursor(utterance.span.start, utterance)
