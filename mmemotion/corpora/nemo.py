"""nEMO, acted Polish: Christop (2024), LREC-COLING; CC BY-NC-SA 4.0."""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import Clip
from mmemotion.corpora.table import read_clips

HOME = "https://github.com/amu-cai/nEMO (nEMO)"


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of six emotions. fold: by speaker.

    Raises DataError when the table or a clip is missing.
    """
    return read_clips(folder, "nemo", HOME)
