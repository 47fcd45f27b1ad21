"""GoEmotions, comments in English with 28 labels: Demszky et al. (2020), ACL, arXiv 2005.00547.

Licence: CC BY 4.0. Home: https://github.com/google-research/google-research/tree/master/goemotions.
"""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import Sentence
from mmemotion.corpora.table import Row, read_rows
from mmemotion.types import Emotion

HOME = "https://github.com/google-research/google-research/tree/master/goemotions (GoEmotions)"

EKMAN: dict[Emotion, tuple[str, ...]] = {
    Emotion.ANGRY: ("anger", "annoyance", "disapproval"),
    Emotion.DISGUST: ("disgust",),
    Emotion.FEARFUL: ("fear", "nervousness"),
    Emotion.HAPPY: (
        *("joy", "amusement", "approval", "excitement", "gratitude", "love"),
        *("optimism", "relief", "pride", "admiration", "desire", "caring"),
    ),
    Emotion.SAD: ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    Emotion.SURPRISED: ("surprise", "realization", "confusion", "curiosity"),
    Emotion.NEUTRAL: ("neutral",),
}
"""The paper's grouping by Ekman's basic emotions."""

FAINT = frozenset({"approval", "caring", "curiosity", "confusion", "desire", "disapproval", "optimism", "realization"})
"""Names of an attitude more than of an emotion (a plain question is "curiosity"): half of each counts as neutral."""

NAMES = tuple(sorted(name for names in EKMAN.values() for name in names))
"""The corpus's own 28 labels."""

_LABEL_OF = {name: emotion for emotion, names in EKMAN.items() for name in names}


def read(folder: Path, part: str = "train") -> tuple[Sentence, ...]:
    """Comments of goemotions_PART.csv; a comment with several labels has shares of each. Raises DataError."""
    rows = _rows(folder, part)
    return tuple(Sentence(row["text"], "goemotions", row["id"], shares(row["labels"].split())) for row in rows)


def read_targets(folder: Path, part: str = "dev") -> tuple[frozenset[Emotion], ...]:
    """The labels of each comment of read(), in the same order, by the paper's grouping alone. Raises DataError."""
    return tuple(frozenset(_LABEL_OF[name] for name in row["labels"].split()) for row in _rows(folder, part))


def read_details(folder: Path, part: str = "train") -> tuple[tuple[float, ...], ...]:
    """1 or 0 for each of NAMES, for each comment of read(), in the same order. Raises DataError."""
    found = [set(row["labels"].split()) for row in _rows(folder, part)]
    return tuple(tuple(float(name in names) for name in NAMES) for names in found)


def _rows(folder: Path, part: str) -> list[Row]:
    return read_rows(folder / f"goemotions_{part}.csv", ("id", "text", "labels"), HOME)


def shares(names: list[str]) -> dict[Emotion, float]:
    """Shares of the labels from GoEmotions' own names, each name counting the same."""
    counts = dict.fromkeys(Emotion, 0.0)
    for name in names:
        part = 1.0 / len(names)
        faint = part / 2 if name in FAINT else 0.0
        counts[_LABEL_OF[name]] += part - faint
        counts[Emotion.NEUTRAL] += faint
    return {emotion: value for emotion, value in counts.items() if value > 0}
