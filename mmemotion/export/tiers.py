"""Annotation tiers of a recording: per speaker, intervals that do not overlap, in whole milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mmemotion.export.wording import milliseconds, plain, words
from mmemotion.types import Recording, Span, Utterance


@dataclass(frozen=True, slots=True)
class Interval:
    """From start to end (ms), with a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance with its place on its speaker's tiers (ms), and its words within it."""

    start: int
    end: int
    utterance: Utterance
    words: tuple[Interval, ...]


def lines(recording: Recording) -> dict[str, tuple[Line, ...]]:
    """The utterances of each speaker, in order of channel."""
    return {
        speaker: tuple(_lines(u for u in recording.utterances if u.speaker == speaker))
        for speaker in recording.speakers
    }


def apart(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """The intervals in order, each starting no earlier than the last ended and at least 1 ms long."""
    end = 0
    for interval in sorted(intervals, key=lambda interval: interval.start):
        start = max(interval.start, end)
        end = max(interval.end, start + 1)
        yield replace(interval, start=start, end=end)


def _lines(utterances: Iterable[Utterance]) -> Iterator[Line]:
    end = 0
    for utterance in sorted(utterances, key=lambda u: u.span.start):
        start = max(milliseconds(utterance.span.start), end)
        spoken = tuple(apart(_interval(word.span, word.text, start) for word in words(utterance)))
        end = max(milliseconds(utterance.span.end), start + 1, *(word.end for word in spoken))
        yield Line(start, end, utterance, spoken)


def _interval(span: Span, text: str, earliest: int) -> Interval:
    start = max(milliseconds(span.start), earliest)
    return Interval(start, max(milliseconds(span.end), start), plain(text))
