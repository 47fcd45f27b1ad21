"""What the emotion timeline draws: a block per utterance, or per stretch of time where those would be too narrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mmemotion.types import EMOTIONS, Emotion, Estimate, Span, Utterance
from ui.state.inspection import NOT_SCORED, NOT_SURE


@dataclass(frozen=True, slots=True)
class Block:
    """probabilities in the order of EMOTIONS, empty when not scored; label is None when no emotion is named."""

    span: Span
    probabilities: tuple[float, ...]
    confidence: float
    label: Emotion | None
    text: str


def blocks(utterances: Iterable[Utterance], narrowest: float) -> Iterator[Block]:
    """The blocks in order; utterances shorter than narrowest (s) are averaged over stretches of that length."""
    together: list[Utterance] = []
    for utterance in utterances:
        wide = utterance.span.duration >= narrowest
        if together and (wide or utterance.span.end - together[0].span.start > narrowest):
            yield _average(together, narrowest)
            together = []
        if wide:
            yield _single(utterance)
        else:
            together.append(utterance)
    if together:
        yield _average(together, narrowest)


def _single(utterance: Utterance) -> Block:
    estimate = utterance.estimate
    if estimate is None:
        return Block(utterance.span, (), 0.0, None, NOT_SCORED)
    label = None if estimate.abstained else estimate.label
    return Block(utterance.span, _shares(estimate), estimate.confidence, label, label or NOT_SURE)


def _average(utterances: list[Utterance], length: float) -> Block:
    start = utterances[0].span.start
    span = Span(start, max(start + length, utterances[-1].span.end))
    scored = [(u.span.duration, u.estimate) for u in utterances if u.estimate is not None]
    total = sum(duration for duration, _ in scored)
    if total <= 0:
        return Block(span, (), 0.0, None, "")
    parts = zip(*([duration * share for share in _shares(estimate)] for duration, estimate in scored), strict=True)
    confidence = sum(duration * estimate.confidence for duration, estimate in scored) / total
    return Block(span, tuple(sum(part) / total for part in parts), confidence, None, "")


def _shares(estimate: Estimate) -> tuple[float, ...]:
    return tuple(estimate.probabilities.get(emotion, 0.0) for emotion in EMOTIONS)
