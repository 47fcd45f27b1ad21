"""One edit applied to the utterances of a recording."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mmemotion.errors import EditError
from mmemotion.review.edits import (
    AssignSpeaker,
    CorrectEmotion,
    CorrectWords,
    Edit,
    Merge,
    MoveBounds,
    RenameSpeaker,
    Split,
    SwapSpeakers,
)
from mmemotion.review.words import aligned
from mmemotion.types import Correction, Segment, Span, Transcript, Utterance, Word

SHORTEST = 0.1
"""Seconds an utterance must have."""

LONGEST_TEXT, LONGEST_NAME = 5000, 100
"""Characters."""

Utterances = tuple[Utterance, ...]


def applied(utterances: Utterances, edit: Edit, duration: float) -> Utterances:
    """The utterances of a recording of so many seconds with one more edit. Raises EditError when it does not fit."""
    match edit:
        case CorrectWords(segment, text):
            return _changed(utterances, segment, lambda one: _with_words(one, text))
        case CorrectEmotion(segment, label):
            return _changed(
                utterances, segment, lambda one: with_correction(one, replace(correction_of(one), label=label))
            )
        case AssignSpeaker(segment, name):
            return _changed(utterances, segment, lambda one: replace(one, speaker=_name(name)))
        case MoveBounds(segment, span):
            return _moved(utterances, segment, span, duration)
        case Split(segment, at):
            return _split(utterances, segment, at)
        case Merge(segment):
            return _merged(utterances, segment)
        case RenameSpeaker(speaker, name):
            return _renamed(utterances, {speaker: _name(name)})
        case SwapSpeakers(one, other):
            return _renamed(utterances, {one: other, other: one})


def at_place(utterances: Utterances, segment: Segment) -> Utterance | None:
    """The utterance at a place."""
    at = _where(utterances, segment)
    return None if at is None else utterances[at]


def correction_of(one: Utterance) -> Correction:
    """What was corrected of it by now."""
    return one.correction or Correction()


def with_correction(one: Utterance, correction: Correction) -> Utterance:
    """With the correction, or with none where there is nothing left of it."""
    left = correction.label is not None or correction.before or correction.pending
    return replace(one, correction=correction if left else None)


def _anew(one: Utterance, before: Utterances, **changes: object) -> Utterance:
    """The utterance with other words or bounds: its numbers are of no use any more."""
    correction = replace(correction_of(one), before=before, pending=True)
    return replace(one, estimate=None, notes=(), correction=correction, **changes)  # type: ignore[arg-type]


def _before(one: Utterance) -> Utterances:
    if one.correction is None:
        return (one,)
    return one.correction.before or (replace(one, correction=None),)


def _with_words(one: Utterance, text: str) -> Utterance:
    words = " ".join(text.split())
    if len(words) > LONGEST_TEXT:
        raise EditError(f"An utterance may have {LONGEST_TEXT} characters at most; split it first.")
    if words == one.transcript.text:
        return one
    transcript = Transcript(aligned(one.transcript.words, words, one.span), one.transcript.language)
    return _anew(one, _before(one), transcript=transcript)


def _moved(utterances: Utterances, segment: Segment, span: Span, duration: float) -> Utterances:
    at = _index(utterances, segment)
    neighbours = [one for one in utterances if one.channel == segment.channel and one.segment != segment]
    earliest = max((one.span.end for one in neighbours if one.span.end <= segment.span.start), default=0.0)
    latest = min((one.span.start for one in neighbours if one.span.start >= segment.span.end), default=duration)
    if not earliest <= span.start or not span.end <= latest:
        raise EditError(
            "An utterance may reach to its neighbours on the same channel and no further; move its bounds less."
        )
    _check_length(span)
    one = utterances[at]
    words = replace(one.transcript, words=_all_within(one.transcript.words, span))
    moved = one if span == one.span else _anew(one, _before(one), span=span, transcript=words)
    return _sorted((*utterances[:at], moved, *utterances[at + 1 :]))


def _split(utterances: Utterances, segment: Segment, at: float) -> Utterances:
    index = _index(utterances, segment)
    one = utterances[index]
    spans = Span(one.span.start, at), Span(at, one.span.end)
    for span in spans:
        _check_length(span)
    words = one.transcript.words
    count = sum((word.span.start + word.span.end) / 2 < at for word in words)
    parts = (
        _anew(one, _before(one), span=span, transcript=replace(one.transcript, words=_all_within(some, span)))
        for span, some in zip(spans, (words[:count], words[count:]), strict=True)
    )
    return _sorted((*utterances[:index], *parts, *utterances[index + 1 :]))


def _merged(utterances: Utterances, segment: Segment) -> Utterances:
    at = _index(utterances, segment)
    one = utterances[at]
    rest = (i for i in range(at + 1, len(utterances)) if utterances[i].channel == segment.channel)
    following = next(rest, None)
    if following is None:
        raise EditError("No utterance of the same channel comes after this one; there is nothing to merge.")
    other = utterances[following]
    words = one.transcript.words + _spaced(other.transcript.words)
    transcript = replace(one.transcript, words=words)
    before = tuple({id(each): each for each in (*_before(one), *_before(other))}.values())
    whole = _anew(one, before, span=Span(one.span.start, max(one.span.end, other.span.end)), transcript=transcript)
    return (*utterances[:at], whole, *utterances[at + 1 : following], *utterances[following + 1 :])


def _renamed(utterances: Utterances, names: Mapping[str, str]) -> Utterances:
    if not any(one.speaker in names for one in utterances):
        raise EditError(f"Nobody in this recording is called {next(iter(names))}.")
    return tuple(
        replace(one, speaker=names[one.speaker]) if names.get(one.speaker, one.speaker) != one.speaker else one
        for one in utterances
    )


def _changed(utterances: Utterances, segment: Segment, change: Callable[[Utterance], Utterance]) -> Utterances:
    at = _index(utterances, segment)
    return (*utterances[:at], change(utterances[at]), *utterances[at + 1 :])


def _index(utterances: Utterances, segment: Segment) -> int:
    at = _where(utterances, segment)
    if at is None:
        raise EditError("This utterance is not there any more; it was changed meanwhile.")
    return at


def _where(utterances: Utterances, segment: Segment) -> int | None:
    order = segment.span.start, segment.channel
    at = bisect.bisect_left(utterances, order, key=lambda one: (one.span.start, one.channel))
    return at if at < len(utterances) and utterances[at].segment == segment else None


def _sorted(utterances: Utterances) -> Utterances:
    return tuple(sorted(utterances, key=lambda one: (one.span.start, one.channel)))


def _check_length(span: Span) -> None:
    if not span.duration >= SHORTEST:
        raise EditError(f"An utterance must be {SHORTEST} s long at least; choose another place.")


def _name(name: str) -> str:
    clean = " ".join(name.split())
    if not 0 < len(clean) <= LONGEST_NAME:
        raise EditError(f"A speaker's name has 1 to {LONGEST_NAME} characters.")
    return clean


def _within(inner: Span, outer: Span) -> Span:
    start = min(max(inner.start, outer.start), outer.end)
    return Span(start, min(max(inner.end, start), outer.end))


def _all_within(words: Sequence[Word], span: Span) -> tuple[Word, ...]:
    return tuple(replace(word, span=_within(word.span, span)) for word in words)


def _spaced(words: Sequence[Word]) -> tuple[Word, ...]:
    """To stand behind other words."""
    return tuple(replace(word, text=f" {word.text.strip()}") for word in words[:1]) + tuple(words[1:])
