"""The part of what was said that shows the words looked for."""

from __future__ import annotations

from dataclasses import dataclass

LEAD = 24
"""At most so many letters stand before the first word that was looked for."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text, and where in it the words that were looked for stand, as pairs of places."""

    text: str
    marked: tuple[tuple[int, int], ...] = ()


def excerpt(text: str, marked: tuple[tuple[int, int], ...], letters: int) -> Excerpt:
    """At most so many letters, from a little before the first mark on."""
    first = min((start for start, _ in marked), default=0)
    begin = _begin(text, first) if len(text) > letters else 0
    head = "… " if begin else ""
    shift = len(head) - begin
    places = tuple((start + shift, stop + shift) for start, stop in marked if start >= begin)
    whole = Excerpt(head + text[begin:], places)
    return cut(whole, letters - 1) if len(whole.text) > letters else whole


def cut(shown: Excerpt, letters: int) -> Excerpt:
    """Its first letters, with dots for what is left out."""
    text = shown.text[: max(1, letters)].rstrip()
    places = ((start, min(stop, len(text))) for start, stop in shown.marked)
    return Excerpt(f"{text}…", tuple((start, stop) for start, stop in places if start < stop))


def _begin(text: str, first: int) -> int:
    """The beginning of a word, not too far before first."""
    if first <= LEAD:
        return 0
    space = text.find(" ", first - LEAD, first)
    return space + 1 if space >= 0 else first
