"""Strong moments: where an emotion other than neutral is surely perceived, and where each emotion is strongest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmemotion.types import EMOTIONS, Emotion, Estimate, Utterance
from ui.state.verdict import NOT_SURE
from ui.state.wording import clock, percent

SAME_TIME = 1e-3
FAINT = 0.02
"""A probability below which an emotion is nowhere to be found."""


@dataclass(frozen=True, slots=True)
class Peak:
    """Where an emotion is strongest: the row of the utterance, its probability there, whether it is named there, and
    which emotion is even more probable, if one is."""

    emotion: Emotion
    row: int
    probability: float
    sure: bool
    behind: Emotion | None = None


def is_strong(utterance: Utterance) -> bool:
    """True for an utterance to which the model gives a label (it does not abstain) that is not neutral."""
    estimate = utterance.estimate
    return estimate is not None and not estimate.abstained and estimate.label is not Emotion.NEUTRAL


def next_strong(utterances: Sequence[Utterance], index: int, time: float, steps: int) -> int | None:
    """The row of the next strong moment (steps 1) or the previous one (-1); None when there is none at all.

    In order of time, from the utterance at index that the play head at time (s) is about. After the last comes the
    first, and before the first the last. An utterance that is still ahead of the play head counts as next.
    """
    rows = range(len(utterances))
    if steps > 0:
        ahead = index < len(utterances) and utterances[index].span.start > time + SAME_TIME
        first = index if ahead else index + 1
        order = [*rows[first:], *rows[:first]]
    else:
        order = [*reversed(rows[:index]), *reversed(rows[index:])]
    return next((row for row in order if is_strong(utterances[row])), None)


def peaks(utterances: Sequence[Utterance]) -> tuple[Peak, ...]:
    """Per emotion other than neutral, in their usual order, the utterance that shows it most.

    That is the most probable of those that are labelled with it. Where there is none, it is the most probable of those
    in which it comes first although the model is not sure; where it never comes first, the most probable of all, unless
    it is hardly there at all (FAINT).
    """
    scored = [(row, one.estimate) for row, one in enumerate(utterances) if one.estimate is not None]
    found = (_peak(emotion, scored) for emotion in EMOTIONS if emotion is not Emotion.NEUTRAL)
    return tuple(peak for peak in found if peak is not None)


def _peak(emotion: Emotion, scored: Sequence[tuple[int, Estimate]]) -> Peak | None:
    found = [_place(emotion, row, estimate) for row, estimate in scored]
    best = max(found, key=lambda peak: (peak.sure, peak.behind is None, peak.probability), default=None)
    return best if best is not None and (best.behind is None or best.probability >= FAINT) else None


def _place(emotion: Emotion, row: int, estimate: Estimate) -> Peak:
    first = estimate.label is emotion
    probability = estimate.probabilities.get(emotion, 0.0)
    return Peak(emotion, row, probability, first and not estimate.abstained, None if first else estimate.label)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: a row of the transcript, and what is to be read about it."""

    name: str
    row: int


def places(utterances: Sequence[Utterance]) -> tuple[Place, ...]:
    """The peaks in words: emotion, probability, time, speaker, and whether another is more probable or it is unsure."""
    return tuple(Place(_name(peak, utterances[peak.row]), peak.row) for peak in peaks(utterances))


def _name(peak: Peak, utterance: Utterance) -> str:
    emotion = peak.emotion.capitalize()
    doubt = f", behind {peak.behind}" if peak.behind is not None else "" if peak.sure else f", {NOT_SURE}"
    return f"{emotion} {percent(peak.probability)}{doubt} · {clock(utterance.span.start)} · {utterance.speaker}"
