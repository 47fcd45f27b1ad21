"""Deals the words of a window back to its segments, and drops text that nobody said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmemotion.pipeline.windows import Window
from mmemotion.types import Segment, Span, Transcript, Word

NEAR = 0.5
"""Seconds a word may lie outside every segment and still belong to the nearest; word times are about that exact."""

_LONGEST_NGRAM = 12


@dataclass(frozen=True, slots=True)
class Dealt:
    """A segment with its words, and sentences saying what was left out."""

    segment: Segment
    words: tuple[Word, ...]
    notes: tuple[str, ...]


def deal(window: Window, transcript: Transcript) -> tuple[Dealt, ...]:
    """One Dealt per segment of the window, in order; word times become those of the recording."""
    words, looped = without_loops(transcript.words)
    hands: list[list[Word]] = [[] for _ in window.segments]
    silent: list[list[str]] = [[] for _ in window.segments]
    for word in words:
        placed = Word(word.text, _source_span(window, word.span), word.probability)
        nearest = _nearest(window.segments, placed.span)
        if _distance(window.segments[nearest].span, placed.span) > NEAR:
            silent[nearest].append(word.text.strip())
        else:
            hands[nearest].append(_within(placed, window.segments[nearest].span))
    common = transcript.dropped + looped
    return tuple(
        Dealt(segment, tuple(hand), common + _silence_notes(lost))
        for segment, hand, lost in zip(window.segments, hands, silent, strict=True)
    )


def without_loops(words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """The words with each run of a repeated n-gram cut to its first time, and a sentence per run.

    A run is a loop of the decoder, not speech, when a single word comes 6 times in a row or more, a longer
    n-gram 4 times or more.
    """
    kept: list[Word] = []
    notes: list[str] = []
    at = 0
    while at < len(words):
        size, times = _run_at(words, at)
        kept.extend(words[at : at + size])
        at += size * times
        if times > 1:
            said = "".join(word.text for word in kept[-size:]).strip()
            notes.append(f'Text dropped: "{said}" was recognised {times} times in a row.')
    return tuple(kept), tuple(notes)


def _run_at(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Length of the n-gram and its number of repetitions when a loop begins here, else (1, 1)."""
    keys = [word.text.strip().casefold().strip(".,!?") for word in words[at:]]
    for size in range(1, min(_LONGEST_NGRAM, len(keys) // 2) + 1):
        times = 1
        while keys[times * size : (times + 1) * size] == keys[:size]:
            times += 1
        if times >= (6 if size == 1 else 4):
            return size, times
    return 1, 1


def _source_span(window: Window, span: Span) -> Span:
    start = window.source_time(span.start)
    return Span(start, max(start, window.source_time(span.end)))


def _distance(segment: Span, word: Span) -> float:
    """Seconds between a word and a segment; less than 0, by the shared time, where they overlap."""
    return max(segment.start - word.end, word.start - segment.end)


def _nearest(segments: Sequence[Segment], word: Span) -> int:
    return min(range(len(segments)), key=lambda index: _distance(segments[index].span, word))


def _within(word: Word, span: Span) -> Word:
    start = min(max(word.span.start, span.start), span.end)
    return Word(word.text, Span(start, min(max(word.span.end, start), span.end)), word.probability)


def _silence_notes(lost: Sequence[str]) -> tuple[str, ...]:
    return (f'Text dropped: "{" ".join(lost)}" was recognised where nobody spoke.',) if lost else ()
