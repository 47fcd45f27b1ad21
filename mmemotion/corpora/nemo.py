"""nEMO, acted Polish: Christop (2024), LREC-COLING, arXiv 2404.06292.

Licence: CC BY-NC-SA 4.0. Home: https://github.com/amu-cai/nEMO.
"""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import gender_of, present
from mmemotion.corpora.table import TABLE, Row, read_clips, read_rows

HOME = "https://github.com/amu-cai/nEMO (nEMO)"
COLUMNS = ("file_id", "emotion", "raw_text", "speaker_id", "gender")


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of six emotions. fold: by speaker.

    folder holds labels.csv, or data.tsv and samples/ as published. Raises DataError when neither is there.
    """
    if (folder / TABLE).is_file():
        return read_clips(folder, "nemo", HOME)
    rows = read_rows(folder / "data.tsv", COLUMNS, HOME, delimiter="\t")
    return with_folds(present(tuple(_clip(folder / "samples", row) for row in rows), HOME), folder)


def _clip(folder: Path, row: Row) -> Clip:
    emotion, speaker = row["emotion"], f"nEMO_{row['speaker_id'].strip()}"
    path, label = folder / row["file_id"], NAMES.get(emotion)
    return Clip(path, "nemo", speaker, label, emotion, row["raw_text"], "pl", 0, gender_of(row["gender"]))
