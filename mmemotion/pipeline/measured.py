"""An utterance that is measured and not yet judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mmemotion.types import Embedding, Evidence, Modality, Utterance


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """utterance: all of it but the estimate; voice: embeddings of its sound, empty when it is not to be scored.

    seconds of speech in it; scored: whether it gets an estimate; words_scored: whether its words count in that.
    evidence: all that judging it needs, where that is known from an earlier run.
    """

    utterance: Utterance
    voice: Mapping[Modality, Embedding]
    seconds: float
    scored: bool
    words_scored: bool
    evidence: Evidence | None = None
