"""What an earlier run of the same analysis finished before it was cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from mmemotion.pipeline.analyzer import are_scored
from mmemotion.pipeline.measured import Measured
from mmemotion.types import Evidence, Segment, Utterance


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """An utterance, and what its estimate was judged from; None: it has none."""

    utterance: Utterance
    evidence: Evidence | None

    @property
    def measured(self) -> Measured:
        """As if it were measured now; its evidence needs no models any more."""
        transcript, seconds = self.utterance.transcript, self.evidence.seconds if self.evidence is not None else 0.0
        words_scored = are_scored(transcript.words, transcript.language)
        bare = replace(self.utterance, estimate=None)
        return Measured(bare, {}, seconds, self.evidence is not None, words_scored, self.evidence)


class Memory(Protocol):
    """Of one file, analysed in one way."""

    def recall(self, segment: Segment) -> Finished | None:
        """What was made of a segment, if it was finished."""
        ...

    def keep(self, finished: Finished) -> None:
        """Remembers it, before anybody is told."""
        ...


class NoMemory:
    """For an analysis that leaves no trace."""

    def recall(self, segment: Segment) -> Finished | None:
        """Nothing."""
        return None

    def keep(self, finished: Finished) -> None:
        """Does nothing."""
