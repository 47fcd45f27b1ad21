"""How fast and how loud a speaker talked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from mmemotion.types import Utterance

LOUDNESS = "loudness_mean_dbfs"


def words_per_minute(utterances: Iterable[Utterance], talk: float) -> float | None:
    """Words by minutes of talk (s); None without any.

    Pauses longer than those of a stretch do not count, so this lies between the speech rate and the articulation rate
    of Goldman-Eisler (1968), "Psycholinguistics: Experiments in spontaneous speech".
    """
    words = sum(len(utterance.transcript.words) for utterance in utterances)
    return 60 * words / talk if talk > 0 and words else None


def loudness(utterances: Sequence[Utterance]) -> float | None:
    """Mean level (dBFS) of the utterances, each as long as it is; None where it was not measured.

    It tells loud from quiet within a recording. Between recordings it tells the microphone's gain.
    """
    measured = [(u.prosody.functionals.get(LOUDNESS, math.nan), u.span.duration) for u in utterances]
    known = [(level, seconds) for level, seconds in measured if math.isfinite(level) and seconds > 0]
    whole = sum(seconds for _, seconds in known)
    return sum(level * seconds for level, seconds in known) / whole if whole else None
