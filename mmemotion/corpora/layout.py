"""Finding the files of a corpus in the folders it is published in."""

from __future__ import annotations

import re
from pathlib import Path

from mmemotion.corpora.labels import Clip
from mmemotion.errors import DataError

SOUNDS = frozenset({".wav", ".flac"})

GENDERS = {"f": "F", "female": "F", "m": "M", "male": "M"}


def sound_files(folder: Path, name: re.Pattern[str], example: str, home: str) -> list[tuple[Path, re.Match[str]]]:
    """Sound files anywhere under folder whose path in it, without the ending, matches name at its end; in order.

    A file that is there twice, as in some copies, comes once. Raises DataError naming example when there is none.
    """
    found: dict[str, tuple[Path, re.Match[str]]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SOUNDS and (
            match := name.search(path.relative_to(folder).with_suffix("").as_posix())
        ):
            found.setdefault(match.group().strip("/").replace("/", "_"), (path, match))
    if not found:
        raise missing(folder / example, home)
    return list(found.values())


def present(clips: tuple[Clip, ...], home: str) -> tuple[Clip, ...]:
    """The clips, if at least one file is there; single ones may be missing. Raises DataError naming the first."""
    if not any(clip.path.is_file() for clip in clips):
        raise missing(clips[0].path, home)
    return clips


def missing(path: Path, home: str) -> DataError:
    """The error for a corpus that is not there; home: where it is obtained."""
    return DataError(f"{path} is missing; get the corpus from {home}, or name its folder.")


def gender_of(word: str) -> str:
    """ "F" or "M" from a word such as female or M, "" from any other."""
    return GENDERS.get(word.strip().lower(), "")
