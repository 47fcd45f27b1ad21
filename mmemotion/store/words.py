"""What a user typed into the search field, as FTS5 and emotions; no character in it has a meaning of its own."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence

from mmemotion.types import Emotion

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Words that can be looked for: what has a letter, a digit or a symbol in it."""
    clean = "".join(" " if character == "\0" or "\ud800" <= character <= "\udfff" else character for character in text)
    return tuple(word for word in clean.split() if any(_counts(character) for character in word))


def emotion_of(word: str) -> Emotion | None:
    """The emotion of that name."""
    name = word.strip(string.punctuation).casefold()
    return Emotion(name) if name in set(Emotion) else None


def expression(words: Sequence[str], columns: str) -> str:
    """FTS5 for all words in these columns (names with spaces between); the last word may go on."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    return f"{{{columns}}} : ({' '.join(quoted)}*)"


def marked(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where in the text the words stand, as pairs of places."""
    wanted = [_folded(part) for word in words for part in _WORD.findall(word) or [word]]
    if not wanted:
        return ()
    return tuple(_places(text, frozenset(wanted[:-1]), wanted[-1]))


def _places(text: str, whole: frozenset[str], beginning: str) -> Iterator[tuple[int, int]]:
    for found in _WORD.finditer(text):
        word = _folded(found.group())
        if word in whole or word.startswith(beginning):
            yield found.span()


def _folded(word: str) -> str:
    """Without case and accents, as the index has it."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(character for character in apart if unicodedata.category(character) != "Mn")


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category in ("Co", "So")
