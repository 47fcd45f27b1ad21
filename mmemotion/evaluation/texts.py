"""The texts a model learns from, and those kept from it."""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora import goemotions, meld
from mmemotion.corpora.labels import Sentence

MELD_SHARE, GOEMOTIONS_SHARE = 10, 20
"""One dialogue in ten and one comment in twenty is held out for calibration and fusion."""


def learned_texts(folder: Path) -> tuple[Sentence, ...]:
    """MELD and GoEmotions training parts without what is held out. Raises DataError."""
    return tuple(sentence for sentence, held in _all(folder) if not held)


def held_out_texts(folder: Path) -> tuple[Sentence, ...]:
    """The part of the training texts that no branch reads. Raises DataError."""
    return tuple(sentence for sentence, held in _all(folder) if held)


def _all(folder: Path) -> list[tuple[Sentence, bool]]:
    dialogues = [(sentence, int(sentence.group) % MELD_SHARE == 0) for sentence in meld.read(folder)]
    comments = [(text, place % GOEMOTIONS_SHARE == 0) for place, text in enumerate(goemotions.read(folder))]
    return dialogues + comments
