"""Texts with the errors a speech recogniser would make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

KINDS = ("substitute", "delete", "insert")
RATIO = (0.46, 0.34, 0.20)
"""Shares of the 174 errors Whisper base makes in four real telephone calls of 832 words (SpokenWOZ; beam of 5)."""


def with_word_errors(texts: Sequence[str], rate: float, seed: int) -> list[str]:
    """The texts in order with word errors, as many as the share rate of all their words (0 to 1).

    Errors are dealt to words at random over all texts. Words put in come from the texts themselves, as often as they
    occur there, and never equal the word they stand for or stand beside. A text may lose all of its words.
    """
    words = [text.split() for text in texts]
    vocabulary = np.array([word for text in words for word in text])
    if rate <= 0 or len(set(vocabulary.tolist())) < 2:
        return [" ".join(text) for text in words]
    chance = np.random.default_rng(seed)
    kinds = iter(_kinds(len(vocabulary), rate, chance))
    return [" ".join(_heard(text, [next(kinds) for _ in text], vocabulary, chance)) for text in words]


def _kinds(count: int, rate: float, chance: np.random.Generator) -> list[str]:
    """What happens to each word, "" for nothing; exactly round(rate * count) errors."""
    errors = min(count, round(rate * count))
    found = np.full(count, "", dtype="<U10")
    found[chance.permutation(count)[:errors]] = chance.choice(KINDS, errors, p=RATIO)
    return [str(kind) for kind in found]


def _heard(text: Sequence[str], kinds: Sequence[str], vocabulary: np.ndarray, chance: np.random.Generator) -> list[str]:
    heard: list[str] = []
    for place, (word, kind) in enumerate(zip(text, kinds, strict=True)):
        near = set(text[max(0, place - 1) : place + 2])
        if kind in ("", "insert"):
            heard.append(word)
        if kind in ("substitute", "insert"):
            heard.append(_other(near, vocabulary, chance))
    return heard


def _other(near: set[str], vocabulary: np.ndarray, chance: np.random.Generator) -> str:
    """A word of the vocabulary that is not one of those near; any word when chance finds none."""
    for _ in range(20):
        word = str(chance.choice(vocabulary))
        if word not in near:
            break
    return word
