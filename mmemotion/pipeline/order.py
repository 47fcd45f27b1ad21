"""Puts what was measured into the order in which it is judged, however it came back."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator

from mmemotion.pipeline.measured import Measured
from mmemotion.types import Segment, Utterance

Place = tuple[float, int]
"""Where an utterance stands: its start (s), then its channel. No two have the same."""


def place_of(speech: Segment | Utterance) -> Place:
    """Where a segment, or the utterance made of it, stands."""
    return speech.span.start, speech.channel


class Order:
    """Holds measured utterances until nothing can come before them any more."""

    def __init__(self) -> None:
        self._held: list[Measured] = []

    def add(self, measured: Iterable[Measured]) -> None:
        """Takes utterances in, whichever come first."""
        for one in measured:
            insort(self._held, one, key=_place)

    def release(self, before: Place) -> Iterator[Measured]:
        """Lets go of those that stand before a place, the first first."""
        while self._held and _place(self._held[0]) < before:
            yield self._held.pop(0)


def _place(measured: Measured) -> Place:
    return place_of(measured.utterance)
