"""Which emotions were perceived for how much of the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mmemotion.types import Emotion, Estimate, Probabilities, Span, Utterance

QUARTERS = 4

SIGNS: Mapping[Emotion, int] = {
    Emotion.NEUTRAL: 0,
    Emotion.HAPPY: 1,
    Emotion.SAD: -1,
    Emotion.ANGRY: -1,
    Emotion.FEARFUL: -1,
    Emotion.DISGUST: -1,
    Emotion.SURPRISED: 0,
}
"""Whether an emotion is pleasant: the sign of its valence (Russell 1980, "A circumplex model of affect", Journal of
Personality and Social Psychology 39(6)). Surprise may be either."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Emotions perceived within a span.

    seconds that were scored; named: share of each emotion that was named, and unsure: that of "not sure", which sum to
    1 if anything was scored; tone: mean over the scored seconds, None without any.
    """

    span: Span
    seconds: float
    named: Mapping[Emotion, float]
    unsure: float
    tone: float | None


def tone(probabilities: Probabilities) -> float:
    """From -1 (unpleasant) to 1 (pleasant): the probability of happy, minus that of sad, angry, fearful and disgust.

    Probabilities are taken, not labels: an utterance of which the model is not sure counts too, and little.
    """
    return sum(SIGNS[emotion] * share for emotion, share in probabilities.items())


def shares(utterances: Iterable[Utterance], span: Span) -> Shares:
    """Of a speaker's utterances, each by as many of its seconds as lie in the span."""
    named: dict[Emotion, float] = defaultdict(float)
    whole = unsure = toned = 0.0
    for estimate, seconds in _scored(utterances, span):
        whole += seconds
        toned += seconds * tone(estimate.probabilities)
        if estimate.abstained:
            unsure += seconds
        else:
            named[estimate.label] += seconds
    if not whole:
        return Shares(span, 0.0, {}, 0.0, None)
    return Shares(span, whole, {e: named[e] / whole for e in Emotion if named[e]}, unsure / whole, toned / whole)


def by_quarter(utterances: Sequence[Utterance], duration: float) -> tuple[Shares, ...]:
    """Of each quarter of the recording, whoever spoke how much in it."""
    length = duration / QUARTERS
    return tuple(shares(utterances, Span(i * length, (i + 1) * length)) for i in range(QUARTERS))


def _scored(utterances: Iterable[Utterance], span: Span) -> Iterable[tuple[Estimate, float]]:
    for utterance in utterances:
        within = min(utterance.span.end, span.end) - max(utterance.span.start, span.start)
        if utterance.estimate is not None and within > 0:
            yield utterance.estimate, within
