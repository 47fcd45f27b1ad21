"""MELD, dialogue of a TV series in English: Poria et al. (2019), ACL, arXiv 1810.02508; GPL-3 repository."""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import NAMES, Sentence
from mmemotion.corpora.table import read_rows

HOME = "https://github.com/declare-lab/MELD (MELD)"


def read(folder: Path, part: str = "train") -> tuple[Sentence, ...]:
    """Utterances of meld_PART.csv in order; group is the dialogue. Raises DataError."""
    rows = read_rows(folder / f"meld_{part}.csv", ("dialogue", "text", "emotion"), HOME)
    return tuple(Sentence(row["text"], "meld", row["dialogue"], {NAMES[row["emotion"]]: 1.0}) for row in rows)
