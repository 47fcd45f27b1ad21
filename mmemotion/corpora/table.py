"""Reading the tables of corpora."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import present
from mmemotion.errors import DataError

TABLE = "labels.csv"
"""path, speaker, gender, language, emotion, text, and fold where the corpus has folds: one row per clip."""

Row = dict[str, str]


def read_rows(path: Path, columns: tuple[str, ...], home: str, delimiter: str = ",") -> list[Row]:
    """Rows of a CSV file with a header. Raises DataError naming the file, and home: where the corpus is obtained.

    A table between tabs has no quoting.
    """
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=delimiter, quoting=quoting, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read; get the corpus from {home}, or name its folder.") from error
    if not rows or any(column not in rows[0] for column in columns):
        raise DataError(f"{path} has no rows with the columns {', '.join(columns)}; get it again from {home}.")
    return rows


def read_clips(folder: Path, corpus: str, home: str) -> tuple[Clip, ...]:
    """Clips of a folder with labels.csv. Raises DataError when the table, or every clip it names, is missing."""
    rows = read_rows(folder / TABLE, ("path", "speaker", "gender", "language", "emotion", "text"), home)
    clips = tuple(_clip(folder, corpus, row) for row in rows)
    return with_folds(present(clips, home), folder)


def _clip(folder: Path, corpus: str, row: Row) -> Clip:
    emotion, fold = row["emotion"], int(row.get("fold") or 0)
    path, label = folder / row["path"], NAMES.get(emotion)
    return Clip(path, corpus, row["speaker"], label, emotion, row["text"], row["language"], fold, row["gender"])
