"""Words of a corrected text, with times: those that were recognised keep theirs, others share the time between them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from mmemotion.types import Span, Word


def aligned(words: Sequence[Word], text: str, span: Span) -> tuple[Word, ...]:
    """The words of text within span. Words of the user's own have a probability of 1."""
    spoken = text.split()
    matcher = SequenceMatcher(
        None, [_key(word.text) for word in words], [_key(word) for word in spoken], autojunk=False
    )
    found: list[Word] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(words[i1:i2], spoken[j1:j2], strict=True)
            found += [Word(f" {new}", old.span, old.probability) for old, new in pairs]
        else:
            found += _shared(spoken[j1:j2], _room(words, i1, i2, span))
    return tuple(found)


def _key(word: str) -> str:
    return word.strip().casefold().strip(".,!?;:\"'…")


def _room(words: Sequence[Word], first: int, end: int, span: Span) -> Span:
    """The time of the words that are replaced, or the pause between their neighbours."""
    if first < end:
        return Span(words[first].span.start, words[end - 1].span.end)
    start = words[first - 1].span.end if first > 0 else span.start
    return Span(start, max(start, words[end].span.start if end < len(words) else span.end))


def _shared(spoken: Sequence[str], room: Span) -> list[Word]:
    """Equal parts of the room."""
    part = room.duration / max(1, len(spoken))
    starts = [room.start + place * part for place in range(len(spoken))]
    return [Word(f" {word}", Span(at, at + part), 1.0) for word, at in zip(spoken, starts, strict=True)]
