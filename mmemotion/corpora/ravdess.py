"""RAVDESS, acted English: Livingstone & Russo (2018), PLoS ONE 13(5); CC BY-NC-SA 4.0."""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import Clip
from mmemotion.corpora.table import read_clips

HOME = "https://zenodo.org/record/1188976 (RAVDESS)"


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of eight emotions; calm counts as neutral and keeps its name in original. fold: EmoBox's, by speaker.

    Raises DataError when the table or a clip is missing.
    """
    return read_clips(folder, "ravdess", HOME)
