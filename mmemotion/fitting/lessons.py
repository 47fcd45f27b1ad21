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


class Kind(StrEnum):
    """Of what a text teaches: one emotion per line of a dialogue; any number per comment; three scales per sentence."""

    DIALOGUE = "dialogue"
    COMMENT = "comment"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Texts:
    """dialogue: lines in order; comments, and the labels of each; sentences that readers rated."""

    dialogue: tuple[Sentence, ...] = ()
    comments: tuple[Sentence, ...] = ()
    labels: tuple[frozenset[Emotion], ...] = ()
    rated: tuple[RatedSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A text to learn from: word pieces as written and without punctuation; what it teaches by its kind.

    targets: shares of the labels (dialogue); shares and then 1 or 0 per label (comment); three scales (rated).
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

    passes: how often the dialogues are read; cut: the chance that a dialogue is cut between two lines, so that the
    second is learned without context; plain: how many comments are kept that are nothing but neutral, as they outnumber
    all others; first: share of the comments read before any dialogue; longest: word pieces of a passage; pieces: of a
    batch, with padding.
    """

    passes: int = 5
    cut: float = 0.3
    plain: int = 6000
    first: float = 0.5
    longest: int = 160
    pieces: int = 768
    dialogue_pieces: int = 1024


def without_punctuation(text: str) -> str:
    """Words and apostrophes alone."""
    return re.sub(r"[^\w\s'’]+", " ", text)


def plan(tokenizer: Any, texts: Texts, settings: PlanSettings, seed: int) -> list[Lesson]:
    """Lessons in order: comments and rated sentences first, then these and dialogues in turn."""
    chance = np.random.default_rng(seed)
    comments = _shuffled(_thinned(tokenizer, texts, settings.plain, chance), chance)
    rated = _shuffled([[_line(tokenizer, s.text, (s.valence, s.arousal, s.dominance))] for s in texts.rated], chance)
    start = int(len(comments) * settings.first)
    courses = [_lessons(Kind.COMMENT, comments[:start], settings, chance)]
    courses[0] += _lessons(Kind.RATED, rated[::2], settings, chance)
    later, dialogues = comments[start:], _dialogues(tokenizer, texts.dialogue)
    for number in range(settings.passes):
        part = slice(number, None, settings.passes)
        course = _lessons(Kind.DIALOGUE, _cut(dialogues, settings, chance), settings, chance)
        course += _lessons(Kind.COMMENT, later[part], settings, chance)
        course += _lessons(Kind.RATED, rated[part], settings, chance)
        courses.append(course)
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


def _thinned(tokenizer: Any, texts: Texts, plain: int, chance: np.random.Generator) -> list[list[Line]]:
    """Comments, one to a passage, with so many that are nothing but neutral."""
    order = chance.permutation(len(texts.comments)).tolist()
    dull = [i for i in order if texts.labels[i] == {Emotion.NEUTRAL}]
    left_out = set(dull[plain:])
    kept = [i for i in range(len(texts.comments)) if i not in left_out]
    rows = [(texts.comments[i], tuple(float(e in texts.labels[i]) for e in EMOTIONS)) for i in kept]
    return [[_line(tokenizer, sentence.text, _shares(sentence) + several)] for sentence, several in rows]


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
    """Passages of like length together, as many as a batch holds."""
    whole = [kept for passage in passages if (kept := [line for line in passage if line.written])]
    lengths = np.array([1 + sum(len(line.written) + 1 for line in passage) for passage in whole])
    room = settings.dialogue_pieces if kind is Kind.DIALOGUE else settings.pieces
    lessons: list[list[Sequence[Line]]] = []
    for i in np.argsort(lengths + chance.random(len(whole)) * 4).tolist():
        if not lessons or (len(lessons[-1]) + 1) * padded_length(int(lengths[i])) > room:
            lessons.append([])
        lessons[-1].append(whole[i])
    return [Lesson(kind, lesson) for lesson in lessons]


def padded_length(length: int) -> int:
    """The length, or the next multiple of 8: few shapes of a batch are fast, as kernels are made for each shape."""
    return -(-length // 8) * 8


def _shuffled(items: Sequence[T], chance: np.random.Generator) -> list[T]:
    return [items[i] for i in chance.permutation(len(items))]
