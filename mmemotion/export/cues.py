"""Utterances cut to subtitles: cues short enough to be read, at the words' own times."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from mmemotion.export.wording import milliseconds, perceived, plain, said, words
from mmemotion.types import Recording, Utterance, Word

LINE, LINES = 42, 2
"""Characters to a line and lines to a cue: what broadcasters and streaming services agree on."""

_ROOM = LINE * LINES - 8


@dataclass(frozen=True, slots=True)
class Cue:
    """Start and end in milliseconds, who speaks, their words, and the label of their utterance: "angry 81 %"."""

    start: int
    end: int
    speaker: str
    text: str
    label: str

    def lines(self, before: str = "") -> list[str]:
        """What comes before the words, and the words, in lines of about equal width."""
        text = before + self.text
        rows = _wrapped(text, LINE)
        even = _wrapped(text, min(LINE, len(text) // max(1, len(rows)) + LINE // 6))
        return even if len(even) == len(rows) else rows


def cues(recording: Recording) -> list[Cue]:
    """All cues in order of start. What has no words has no cue."""
    found = [cue for utterance in recording.utterances for cue in _cut(utterance)]
    return sorted(found, key=lambda cue: (cue.start, cue.end))


def _cut(utterance: Utterance) -> Iterator[Cue]:
    """An utterance from its start to its end, cut before the first word of each cue but the first."""
    speaker, label = plain(utterance.speaker), perceived(utterance)
    groups = list(_groups(words(utterance), max(LINE, _ROOM - len(speaker))))
    if not groups:
        return
    starts = [milliseconds(utterance.span.start), *(milliseconds(group[0].span.start) for group in groups[1:])]
    ends = [*starts[1:], milliseconds(utterance.span.end)]
    texts = [said(utterance)] if len(groups) == 1 else [plain("".join(word.text for word in group)) for group in groups]
    for start, end, text in zip(starts, ends, texts, strict=True):
        if text:
            yield Cue(start, max(end, start + 1), speaker, text, label)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _groups(found: tuple[Word, ...], room: int) -> Iterator[list[Word]]:
    """Runs of words of about equal length, of which hardly one is longer than there is room for, in characters."""
    whole = sum(len(word.text) for word in found)
    most = whole / max(1, -(-whole // room)) + LINE / 6
    group: list[Word] = []
    for word in found:
        if group and sum(len(one.text) for one in [*group, word]) > most:
            yield group
            group = []
        group.append(word)
    if group:
        yield group
