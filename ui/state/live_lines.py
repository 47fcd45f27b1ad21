"""The lines under the rolling axis: what was said lately, and what is being said."""

from __future__ import annotations

from mmemotion.types import Utterance
from ui.state.live import Live
from ui.state.live_words import MOST_LINES, Line, being_said, finished
from ui.state.session import Session


class LiveLines:
    """Remembers the lines of the utterances it has seen last, so that only new ones are made."""

    def __init__(self) -> None:
        self._utterances: tuple[Utterance, ...] = ()
        self._lines: tuple[Line, ...] = ()

    def of(self, session: Session, live: Live) -> tuple[Line, ...]:
        """The latest lines of a recording."""
        if session.utterances is not self._utterances:
            self._utterances = session.utterances
            self._lines = tuple(finished(utterance) for utterance in session.utterances[-MOST_LINES:])
        return (*self._lines, *being_said(live.partials.values(), len(live.channels)))
