"""Urdu talk-show speech: Latif et al. (2018), arXiv 1812.10411; for research."""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import Clip
from mmemotion.corpora.table import read_clips

HOME = "https://github.com/siddiquelatif/urdu-dataset (Urdu)"


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of four emotions. fold: by speaker.

    Raises DataError when the table or a clip is missing.
    """
    return read_clips(folder, "urdu", HOME)
