"""A large result in many small messages: while one is decoded the window stands still, so none may be large."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace

from mmemotion.heap import uncollected
from mmemotion.messages import Event, JobFinished, ResultPart
from mmemotion.types import Utterance

SLICE = 100
"""Utterances in one message: decoded in 3 ms."""


def sliced(event: Event) -> Iterator[Event]:
    """The event itself, or what Joiner makes it of."""
    if not isinstance(event, JobFinished) or len(event.recording.utterances) <= SLICE:
        yield event
        return
    utterances = event.recording.utterances
    for first in range(0, len(utterances), SLICE):
        yield ResultPart(event.job, utterances[first : first + SLICE])
    yield JobFinished(event.job, replace(event.recording, utterances=()))


class Joiner:
    """Decodes messages and puts together what sliced() took apart."""

    def __init__(self, decode: Callable[[bytes], Event]) -> None:
        self._decode = decode
        self._parts: dict[str, list[Utterance]] = {}

    def take(self, data: bytes) -> Event | None:
        """The event that is complete now. Raises msgspec.DecodeError."""
        with uncollected():
            event = self._decode(data)
            if isinstance(event, ResultPart):
                # These values last: to look through all of them for garbage now and then would take 100 ms each time.
                gc.freeze()
        if isinstance(event, ResultPart):
            self._parts.setdefault(event.job, []).extend(event.utterances)
            return None
        parts = self._parts.pop(event.job, None) if isinstance(event, JobFinished) else None
        if parts is None or not isinstance(event, JobFinished):
            return event
        return JobFinished(event.job, replace(event.recording, utterances=tuple(parts)))
