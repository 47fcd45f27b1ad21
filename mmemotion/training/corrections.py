"""Corrections in the library, as utterances to learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from mmemotion.errors import LibraryError
from mmemotion.store.library import Library
from mmemotion.store.reviews import UnderReview
from mmemotion.training.pack import Corrected
from mmemotion.types import Emotion, Utterance

LEAST = 10
"""Utterances with a label, without which nothing is adapted."""

_NUMBERED = re.compile(r"Speaker \d+")


def corrections(library: Library) -> Iterator[Corrected]:
    """All utterances of the recordings in which the user told an emotion; those of which nothing was told are heard for
    how their speaker usually sounds. Recordings whose results are damaged are left out."""
    for number in library.reviews.corrected():
        with suppress(LibraryError):
            yield from _of(number, library.reviews.open(number))


def _of(number: int, under: UnderReview) -> Iterator[Corrected]:
    recording = under.corrected
    if not any(_label(one) for one in recording.utterances):
        return
    for one in recording.utterances:
        transcript = one.transcript
        yield Corrected(
            media=under.path,
            plan=recording.plan,
            segment=one.segment,
            speaker=_person(number, one.speaker),
            label=_label(one),
            text=transcript.text,
            language=transcript.language,
        )


def _label(one: Utterance) -> Emotion | None:
    return None if one.correction is None else one.correction.label


def _person(number: int, speaker: str) -> str:
    """Who has a name of their own is the same person in every recording; "Speaker 1" is another one in each."""
    return f"{speaker} of recording {number}" if _NUMBERED.fullmatch(speaker) else speaker
