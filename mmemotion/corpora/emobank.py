"""EmoBank, English sentences of many kinds, rated: Buechel & Hahn (2017), EACL.

Licence: CC BY-SA 4.0. Home: https://github.com/JULIELab/EmoBank.
"""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import RatedSentence
from mmemotion.corpora.table import Row, read_rows
from mmemotion.errors import DataError

HOME = "https://github.com/JULIELab/EmoBank (EmoBank)"
COLUMNS = ("id", "text", "valence", "arousal", "dominance")
MIDDLE, REACH = 3.0, 2.0
"""Ratings are from 1 to 5."""


def read(folder: Path, part: str = "train") -> tuple[RatedSentence, ...]:
    """Sentences of emobank_PART.csv. Raises DataError."""
    path = folder / f"emobank_{part}.csv"
    try:
        return tuple(_sentence(row) for row in read_rows(path, COLUMNS, HOME))
    except ValueError as error:
        raise DataError(f"{path} has a rating that is not a number; get it again from {HOME}.") from error


def _sentence(row: Row) -> RatedSentence:
    valence, arousal, dominance = ((float(row[name]) - MIDDLE) / REACH for name in COLUMNS[2:])
    return RatedSentence(row["text"], "emobank", row["id"], valence, arousal, dominance)
