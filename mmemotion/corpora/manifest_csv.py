"""A user's own recordings: manifest.csv, one row per recording.

Columns, in any order; others are ignored:
path      where the recording is, from the folder of manifest.csv or from the root
emotion   a name of labels.NAMES, in any case; one that is not there (bored) is kept, but nothing is learned from it
speaker   who speaks; without it every recording counts as another person, and folds may share people
text      what is said; language: ISO 639-1; gender: F or M
fold      from 1: recordings of a fold are tested together; blank or 0: never tested. Without: speakers are dealt round
votes_X   how many listeners heard X, such as votes_happy
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip, shares_of_counts
from mmemotion.corpora.layout import gender_of
from mmemotion.errors import DataError
from mmemotion.types import Emotion

NAME = "manifest.csv"
REQUIRED = ("path", "emotion")
VOTES = "votes_"

Cells = Mapping[str, str]


def read(place: Path) -> tuple[Clip, ...]:
    """Clips of a manifest.csv, or of the one in a folder. Single recordings may be missing.

    Raises DataError naming the row of what is wrong, or the first recording when none is there.
    """
    path = place / NAME if place.is_dir() else place
    clips = tuple(_clip(path, number, cells) for number, cells in _table(path))
    if not any(clip.path.is_file() for clip in clips):
        raise DataError(f"None of the recordings in {path} is there, {clips[0].path} for one; correct the column path.")
    return with_folds(clips, path.parent)


def _table(path: Path) -> list[tuple[int, Cells]]:
    """Rows by their number in the file, the header being 1. Spreadsheets write commas, semicolons or tabs between."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=max(",;\t", key=header.count), restval="")
            columns = _cells(dict.fromkeys(reader.fieldnames or (), ""))
            rows = [(reader.line_num, _cells(row)) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read; it must be a table saved as CSV in UTF-8.") from error
    _check_columns(path, columns)
    if not rows:
        raise DataError(f"{path} has no rows; add one for each recording.")
    return rows


def _cells(row: Mapping[str | None, str]) -> Cells:
    return {name.strip().lower(): cell.strip() for name, cell in row.items() if name is not None}


def _check_columns(path: Path, columns: Cells) -> None:
    absent = [name for name in REQUIRED if name not in columns]
    if absent:
        raise DataError(f"{path} has no column {' and no column '.join(absent)}; name it in the first row.")
    unknown = next((name for name in columns if name.startswith(VOTES) and name.removeprefix(VOTES) not in NAMES), None)
    if unknown is not None:
        raise DataError(f"{path}: the column {unknown} names none of {', '.join(NAMES)}.")


def _clip(path: Path, number: int, cells: Cells) -> Clip:
    empty = next((name for name in REQUIRED if not cells[name]), None)
    if empty is not None:
        raise DataError(f"{path}, row {number}: {empty} is empty; fill it in, or remove the row.")
    sound, emotion = path.parent / cells["path"], cells["emotion"]
    speaker, text, language = cells.get("speaker") or sound.stem, cells.get("text", ""), cells.get("language", "")
    label, gender, votes = NAMES.get(emotion.lower()), gender_of(cells.get("gender", "")), _votes(path, number, cells)
    return Clip(sound, "manifest", speaker, label, emotion, text, language, _fold(path, number, cells), gender, votes)


def _fold(path: Path, number: int, cells: Cells) -> int:
    fold = cells.get("fold") or "0"
    if not fold.isdecimal():
        raise DataError(f'{path}, row {number}: the fold "{fold}" is not a whole number; write 1, 2 and so on.')
    return int(fold)


def _votes(path: Path, number: int, cells: Cells) -> Mapping[Emotion, float] | None:
    counts = dict.fromkeys(Emotion, 0.0)
    for name, cell in cells.items():
        if name.startswith(VOTES) and cell:
            counts[NAMES[name.removeprefix(VOTES)]] += _count(cell, f"{path}, row {number}: {name}")
    return shares_of_counts(counts)


def _count(cell: str, place: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < float("inf"):
        raise DataError(f'{place} is "{cell}"; write how many listeners heard it.')
    return value
