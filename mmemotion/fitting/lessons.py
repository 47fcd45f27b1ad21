"""What the text branch learns from, as word pieces, and the order in which it comes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeVar

import numpy as np

from mmemotion.backends.minilm import latest, pieces_of
from mmemotion.corpora.labels import RatedSentence, Sentence
from mmemotion.types import EMOTIONS, Emotion

T = TypeVar("T")
Pieces = Sequence[int]
Targets = tuple[float, ...]

SLACK = 16
"""So much longer than the longest passage a row of several may be."""

REPLACED = 0.6
"""Of the words a recogniser gets wrong, the share it writes another for; the rest it leaves out."""


class Kind(StrEnum):
    """Of what a text teaches: one emotion per line of a dialogue; any number per comment; three scales per sentence."""

    DIALOGUE = "dialogue"
    COMMENT = "comment"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Texts:
    """dialogue: lines in order; comments, and the labels of each; sentences that readers rated.

    details: of each comment, 1 or 0 per label of the finer kind that its corpus has; none where that is not known.
    """

    dialogue: tuple[Sentence, ...] = ()
    comments: tuple[Sentence, ...] = ()
    labels: tuple[frozenset[Emotion], ...] = ()
    rated: tuple[RatedSentence, ...] = ()
    details: tuple[Targets, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A text to learn from: word pieces as written and without punctuation; what it teaches by its kind.

    targets: shares of the labels (dialogue); shares, 1 or 0 per label and per finer label (comment); three scales
    (rated).
    """

    written: Pieces
    bare: Pieces
    targets: Targets


@dataclass(frozen=True, slots=True)
class Lesson:
    """A batch of one kind: passages of lines that follow one another, each line known to those after it."""

    kind: Kind
    passages: Sequence[Sequence[Line]]


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """How the lessons are laid out.

    passes, readings: how often the dialogues and the comments are read; cut: the chance that a dialogue is cut between
    two lines, so that the second is learned without context; plain: how many comments that are nothing but neutral are
    read each time (others the next time), as they outnumber all others; rated: share of the rated sentences that are
    read, once; first: share of the comments read before any dialogue; longest: word pieces of a passage; pieces: of a
    batch, without padding.
    """

    passes: int = 5
    readings: int = 2
    cut: float = 0.15
    plain: int = 3000
    rated: float = 0.5
    first: float = 0.4
    longest: int = 160
    pieces: int = 768
    dialogue_pieces: int = 1024


def without_punctuation(text: str) -> str:
    """Words and apostrophes alone."""
    return re.sub(r"[^\w\s'’]+", " ", text)


def plan(tokenizer: Any, texts: Texts, settings: PlanSettings, seed: int) -> list[Lesson]:
    """Lessons in order: comments and rated sentences first, then these and dialogues in turn."""
    chance = np.random.default_rng(seed)
    comments = _readings(tokenizer, texts, settings, chance)
    rated = [[_line(tokenizer, s.text, (s.valence, s.arousal, s.dominance))] for s in texts.rated]
    rated = _shuffled(rated, chance)[: round(len(rated) * settings.rated)]
    dialogues = _dialogues(tokenizer, texts.dialogue)
    shares = [settings.first, *np.linspace(settings.first, 1, settings.passes + 1)[1:].tolist()]
    courses, begun = [], 0.0
    for number, done in enumerate(shares):
        course = _lessons(Kind.DIALOGUE, _cut(dialogues, settings, chance) if number else [], settings, chance)
        course += _lessons(Kind.COMMENT, _between(comments, begun, done), settings, chance)
        course += _lessons(Kind.RATED, _between(rated, begun, done), settings, chance)
        courses.append(course)
        begun = done
    return [lesson for course in courses for lesson in _shuffled(course, chance)]


def passages_of(tokenizer: Any, sentences: Sequence[Sentence], context: bool = True) -> list[list[Pieces]]:
    """Each sentence that has any word piece, last in a passage with what was said before it in its group.

    Sentences of a group follow one another. Those without a word piece leave an empty passage.
    """
    found: list[list[Pieces]] = []
    for _, group in groupby(sentences, lambda sentence: (sentence.corpus, sentence.group)):
        before: list[Pieces] = []
        for sentence in group:
            pieces = pieces_of(tokenizer, sentence.text.split())[0]
            found.append([*(latest(before) if context else []), pieces] if pieces else [])
            before.append(pieces)
    return found


def _line(tokenizer: Any, text: str, targets: Targets) -> Line:
    written = pieces_of(tokenizer, text.split())[0]
    return Line(written, pieces_of(tokenizer, without_punctuation(text).split())[0] or written, targets)


def _shares(sentence: Sentence) -> Targets:
    return tuple(sentence.shares.get(emotion, 0.0) for emotion in EMOTIONS)


def _readings(tokenizer: Any, texts: Texts, settings: PlanSettings, chance: np.random.Generator) -> list[list[Line]]:
    """Comments, one to a passage, each time in another order and with others of those that are nothing but neutral."""
    rows = zip(texts.comments, texts.labels, texts.details or [()] * len(texts.comments), strict=True)
    lines = [_line(tokenizer, text.text, _shares(text) + _flags(labels) + finer) for text, labels, finer in rows]
    dull = [i for i in chance.permutation(len(lines)).tolist() if texts.labels[i] == {Emotion.NEUTRAL}]
    telling = sorted(set(range(len(lines))) - set(dull))
    found: list[list[Line]] = []
    for number in range(settings.readings):
        some = np.roll(dull, -number * settings.plain)[: settings.plain].astype(int).tolist()
        found += [[lines[i]] for i in _shuffled(telling + some, chance)]
    return found


def _flags(labels: frozenset[Emotion]) -> Targets:
    return tuple(float(emotion in labels) for emotion in EMOTIONS)


def _between(items: Sequence[T], begun: float, done: float) -> Sequence[T]:
    """The part of the items from one share of them to another."""
    return items[round(len(items) * begun) : round(len(items) * done)]


def _dialogues(tokenizer: Any, sentences: Sequence[Sentence]) -> list[list[Line]]:
    groups = groupby(sentences, lambda sentence: sentence.group)
    return [[_line(tokenizer, s.text, _shares(s)) for s in group] for _, group in groups]


def _cut(dialogues: list[list[Line]], settings: PlanSettings, chance: np.random.Generator) -> list[list[Line]]:
    """The dialogues in passages of chance length."""
    passages: list[list[Line]] = []
    for dialogue in dialogues:
        length = settings.longest  # so the first line begins a passage
        for line in dialogue:
            length += len(line.written) + 1
            if length > settings.longest or chance.random() < settings.cut:
                passages.append([])
                length = len(line.written) + 1
            passages[-1].append(line)
    return passages


def _lessons(
    kind: Kind, passages: Sequence[Sequence[Line]], settings: PlanSettings, chance: np.random.Generator
) -> list[Lesson]:
    """Passages in an order of chance, as many together as a batch holds."""
    whole = [kept for passage in passages if (kept := [line for line in passage if line.written])]
    room = settings.dialogue_pieces if kind is Kind.DIALOGUE else settings.pieces
    lessons: list[list[Sequence[Line]]] = []
    used = room
    for passage in _shuffled(whole, chance):
        used += 1 + sum(len(line.written) + 1 for line in passage)
        if used > room:
            lessons.append([])
            used = 1 + sum(len(line.written) + 1 for line in passage)
        lessons[-1].append(passage)
    return [Lesson(kind, lesson) for lesson in lessons]


def _shuffled(items: Sequence[T], chance: np.random.Generator) -> list[T]:
    return [items[i] for i in chance.permutation(len(items))]


def misheard(pieces: Pieces, known: Pieces, rate: float, chance: np.random.Generator) -> Pieces:
    """About so many of the pieces left out or another of the known ones in their place; never all left out."""
    kinds = chance.random(len(pieces)) / rate
    others = chance.choice(known, len(pieces)).tolist()
    heard = [
        other if kind < REPLACED else piece
        for piece, kind, other in zip(pieces, kinds, others, strict=True)
        if not REPLACED <= kind < 1
    ]
    return heard or pieces


def packed(lengths: Sequence[int]) -> tuple[list[tuple[int, int]], int]:
    """For each passage a row and where in it it starts, and the length of rows that leaves the least room empty."""
    longest = max(lengths)
    tried = [(_first_fit(lengths, room), room) for room in range(longest, longest + SLACK)]
    return min(tried, key=lambda one: (1 + max(row for row, _ in one[0])) * one[1])


def _first_fit(lengths: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Longest first, each in the first row with room for it."""
    used: list[int] = []
    places = [(0, 0)] * len(lengths)
    for number in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        row = next((row for row, taken in enumerate(used) if taken + lengths[number] <= room), len(used))
        if row == len(used):
            used.append(0)
        places[number] = (row, used[row])
        used[row] += lengths[number]
    return places
