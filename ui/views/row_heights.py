"""How high the rows of a transcript are: measured a few at a time, so that thousands do not make the window wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mmemotion.types import Utterance

AT_ONCE = 64
"""Rows that are measured at a time: done in 3 ms."""


class RowHeights:
    """measure gives the height (px) of an utterance at a width (px)."""

    def __init__(self, measure: Callable[[Utterance, int], int]) -> None:
        self._measure = measure
        self._known: dict[Utterance, int] = {}
        self._width = 0
        self._next: dict[Utterance, int] = {}
        self._next_width = 0

    def of(self, utterance: Utterance) -> int:
        """At the last width for which all were measured, until they are at another."""
        height = self._known.get(utterance)
        if height is None:
            height = self._known[utterance] = self._measure(utterance, self._width)
        return height

    def measured(self, utterances: Sequence[Utterance], width: int) -> int:
        """Measures some more at this width. How many are known, from the first on; all of them: it is the width now."""
        if width != self._next_width:
            self._next, self._next_width = {} if width != self._width else self._known, width
        most = len(self._next) + AT_ONCE
        for place, utterance in enumerate(utterances):
            if utterance not in self._next:
                if len(self._next) >= most:
                    return place
                self._next[utterance] = self._measure(utterance, width)
        self._known, self._width = self._next, width
        return len(utterances)

    def forget(self, rows: int) -> None:
        """Lets go of utterances that were corrected since; there are so many rows."""
        if len(self._known) > 2 * rows + 100:
            self._known.clear()
