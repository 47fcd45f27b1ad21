"""Corpora by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mmemotion.corpora import (
    crema_d,
    emodb,
    esd,
    iemocap,
    manifest_csv,
    meld,
    msp_podcast,
    nemo,
    ravdess,
    savee,
    tess,
    urdu,
)
from mmemotion.corpora.labels import Clip
from mmemotion.errors import DataError

READERS: Mapping[str, Callable[[Path], tuple[Clip, ...]]] = {
    "ravdess": ravdess.read,
    "emodb": emodb.read,
    "urdu": urdu.read,
    "nemo": nemo.read,
    "crema_d": crema_d.read,
    "iemocap": iemocap.read,
    "meld": meld.read_clips,
    "esd": esd.read,
    "tess": tess.read,
    "savee": savee.read,
    "msp_podcast": msp_podcast.read,
    "manifest": manifest_csv.read,
}
"""Every corpus of recordings: name -> its clips, from the folder it was unpacked in."""


def read_corpus(name: str, folder: Path) -> tuple[Clip, ...]:
    """All clips of a corpus, those without a label too. Raises DataError."""
    reader = READERS.get(name)
    if reader is None:
        raise DataError(f'"{name}" is not a corpus that can be read; use {", ".join(READERS)}.')
    try:
        return reader(folder)
    except ValueError as error:
        raise DataError(f"A table of {name} in {folder} is damaged ({error}); get the corpus again.") from error
