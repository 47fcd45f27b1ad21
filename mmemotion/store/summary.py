"""A recording in a few words, for lists: who spoke, and which emotions were perceived when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from mmemotion.types import Emotion, Recording, Utterance

PARTS = 48
"""Equal parts of a recording in its strip."""


class Summary(msgspec.Struct, frozen=True):
    """As in messages.Kept."""

    speakers: tuple[str, ...]
    utterances: int
    emotions: Mapping[Emotion, float]
    strip: tuple[Emotion | None, ...]


def summarised(recording: Recording) -> Summary:
    """What a list shows of it."""
    return Summary(recording.speakers, len(recording.utterances), _emotions(recording), _strip(recording))


def label_of(utterance: Utterance) -> Emotion | None:
    """The emotion that is named, by the user if they said so; None when it was not sure or not scored."""
    estimate = utterance.estimate
    return heard_by_user(utterance) or (None if estimate is None or estimate.abstained else estimate.label)


def heard_by_user(utterance: Utterance) -> Emotion | None:
    """What the user hears, where they said so."""
    return None if utterance.correction is None else utterance.correction.label


def _most_probable(utterance: Utterance) -> Emotion | None:
    """Also where it was not sure."""
    estimate = utterance.estimate
    return heard_by_user(utterance) or (None if estimate is None else estimate.label)


def _emotions(recording: Recording) -> dict[Emotion, float]:
    seconds: dict[Emotion, float] = defaultdict(float)
    for utterance in recording.utterances:
        if (label := _most_probable(utterance)) is not None:
            seconds[label] += utterance.span.duration
    whole = sum(seconds.values())
    return {emotion: seconds[emotion] / whole for emotion in Emotion if seconds[emotion]} if whole else {}


def _strip(recording: Recording) -> tuple[Emotion | None, ...]:
    """Per part, the emotion that was the most probable for most of it."""
    seconds: list[dict[Emotion, float]] = [defaultdict(float) for _ in range(PARTS)]
    for utterance in recording.utterances:
        _add(utterance, recording.duration / PARTS, seconds)
    return tuple(max(part, key=lambda emotion: part[emotion]) if part else None for part in seconds)


def _add(utterance: Utterance, length: float, seconds: list[dict[Emotion, float]]) -> None:
    label, span = _most_probable(utterance), utterance.span
    if label is None or length <= 0:
        return
    first, last = int(span.start / length), min(PARTS - 1, int(span.end / length))
    for part in range(max(0, first), last + 1):
        within = min(span.end, (part + 1) * length) - max(span.start, part * length)
        if within > 0:
            seconds[part][label] += within
