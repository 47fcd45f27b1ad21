"""EmoDB, acted German: Burkhardt et al. (2005), "A database of German emotional speech", Interspeech; free, cite."""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import Clip
from mmemotion.corpora.table import read_clips

HOME = "http://emodb.bilderbar.info (EmoDB)"


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of six emotions; boredom is left out. fold: by speaker, two speakers each.

    Raises DataError when the table or a clip is missing.
    """
    return read_clips(folder, "emodb", HOME)
