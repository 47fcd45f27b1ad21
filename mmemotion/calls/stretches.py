"""When a speaker talks: the measure under all other facts of a conversation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mmemotion.types import Span, Track, Utterance

FILL = 0.2
"""Silence (s) up to which a speaker talks on: as long as the closure of a stop consonant may last (Brady 1968)."""

SHORTEST = 0.1
"""Sound (s) that is shorter and stands alone is a click, no talk."""

RANGE_DB = 25.0
"""What is further below the loudest of an utterance does not sound (de Jong & Wempe 2009, as in features.loudness)."""

_LEVEL = "loudness"
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Stretch:
    """Talk of one speaker without a pause."""

    speaker: str
    span: Span


def stretches(utterances: Iterable[Utterance]) -> tuple[Stretch, ...]:
    """The talk of all speakers in order of start: where utterances with words sound, joined over at most FILL seconds.

    These are the talkspurts of Brady (1968), "A statistical analysis of on-off patterns in 16 conversations", Bell
    System Technical Journal 47(1). Where the level was not measured, the words' own times are taken. The bounds of
    utterances are not: they hold some silence on either side. Sound without words (laughter, a cough) is no talk.
    """
    heard: dict[str, list[Span]] = defaultdict(list)
    for utterance in utterances:
        heard[utterance.speaker] += _heard(utterance)
    found = [Stretch(speaker, span) for speaker, spans in heard.items() for span in joined(spans)]
    found = [stretch for stretch in found if stretch.span.duration >= SHORTEST]
    return tuple(sorted(found, key=lambda stretch: (stretch.span.start, stretch.speaker)))


def joined(spans: Iterable[Span], fill: float = FILL) -> Iterator[Span]:
    """The spans in order, those that touch, overlap or leave at most `fill` seconds between them made one."""
    whole: Span | None = None
    for span in sorted(spans, key=lambda span: span.start):
        if whole is not None and span.start - whole.end <= fill + _ROUNDING:
            whole = Span(whole.start, max(whole.end, span.end))
        else:
            if whole is not None:
                yield whole
            whole = span
    if whole is not None:
        yield whole


def seconds(found: Sequence[Stretch], speaker: str) -> float:
    """How long a speaker talks."""
    return sum(stretch.span.duration for stretch in found if stretch.speaker == speaker)


def _heard(utterance: Utterance) -> Iterator[Span]:
    level, words = utterance.prosody.tracks.get(_LEVEL), utterance.transcript.words
    if words and level is not None and np.isfinite(level.values).any():
        yield from _sounding(level)
    else:
        yield from (word.span for word in words if word.span.duration > 0)


def _sounding(level: Track) -> Iterator[Span]:
    """Runs of frames that are loud enough."""
    known = np.nan_to_num(level.values, nan=-np.inf)
    loud = known >= np.percentile(known[np.isfinite(known)], 99) - RANGE_DB
    edges = np.flatnonzero(np.diff(loud, prepend=False, append=False))
    for first, last in edges.reshape(-1, 2).tolist():
        yield Span(level.start + first * level.hop, level.start + last * level.hop)
