"""The texts a model learns from, those kept from it, and the parts published for development."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from mmemotion.corpora import emobank, goemotions, meld
from mmemotion.fitting.lessons import Texts

T = TypeVar("T")

DIALOGUES, COMMENTS, RATED = 10, 20, 10
"""One dialogue in ten, one comment in twenty and one rated sentence in ten are held out, for choices, calibration and
fusion."""


def learned_texts(folder: Path) -> Texts:
    """Training parts of MELD, GoEmotions and EmoBank without what is held out. Raises DataError."""
    return _part(read_texts(folder, "train"), False)


def held_out_texts(folder: Path) -> Texts:
    """The part of the training texts that no branch reads. Raises DataError."""
    return _part(read_texts(folder, "train"), True)


def read_texts(folder: Path, part: str) -> Texts:
    """All texts of a part, "train" or "dev". Raises DataError."""
    dialogue, comments = meld.read(folder, part), goemotions.read(folder, part)
    labels = goemotions.read_targets(folder, part)
    return Texts(dialogue, comments, labels, emobank.read(folder, part), goemotions.read_details(folder, part))


def _part(texts: Texts, held: bool) -> Texts:
    return Texts(
        tuple(line for line in texts.dialogue if (int(line.group) % DIALOGUES == 0) is held),
        _every(texts.comments, COMMENTS, held),
        _every(texts.labels, COMMENTS, held),
        _every(texts.rated, RATED, held),
        _every(texts.details, COMMENTS, held),
    )


def _every(items: Sequence[T], step: int, held: bool) -> tuple[T, ...]:
    """Every so manieth item, from the first, or all others."""
    return tuple(item for place, item in enumerate(items) if (place % step == 0) is held)
