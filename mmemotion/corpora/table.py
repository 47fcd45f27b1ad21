"""Reading the label tables of corpora."""

from __future__ import annotations

import csv
from pathlib import Path

from mmemotion.corpora.labels import NAMES, Clip, fold_of
from mmemotion.errors import DataError

FOLDS = 5


def read_rows(path: Path, columns: tuple[str, ...], home: str) -> list[dict[str, str]]:
    """Rows of a CSV file with a header. Raises DataError naming the file, and home: where the corpus is obtained."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read; get the corpus from {home}, or name its folder.") from error
    if not rows or any(rows[0].get(column) is None for column in columns):
        raise DataError(f"{path} has no rows with the columns {', '.join(columns)}; get it again from {home}.")
    return rows


def read_clips(folder: Path, corpus: str, home: str) -> tuple[Clip, ...]:
    """Clips of a folder with labels.csv, boredom left out; speakers are dealt into five folds where it names none.

    Raises DataError when the table or a clip it names is missing.
    """
    columns = ("path", "speaker", "language", "emotion", "text")
    rows = read_rows(folder / "labels.csv", columns, home)
    speakers = [row["speaker"] for row in rows]
    clips = [_clip(folder, corpus, row, speakers) for row in rows if row["emotion"] in NAMES]
    missing = next((clip.path for clip in clips if not clip.path.is_file()), None)
    if missing is not None:
        raise DataError(f"{missing} is missing; get the corpus from {home}, or name its folder.")
    return tuple(clips)


def _clip(folder: Path, corpus: str, row: dict[str, str], speakers: list[str]) -> Clip:
    fold = int(row["fold"]) if row.get("fold") else fold_of(row["speaker"], FOLDS, speakers)
    label = NAMES[row["emotion"]]
    return Clip(folder / row["path"], corpus, row["speaker"], label, row["emotion"], row["text"], row["language"], fold)
