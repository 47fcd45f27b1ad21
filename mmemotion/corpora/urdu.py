"""Urdu talk-show speech, spontaneous: Latif et al. (2018), FIT, arXiv 1812.10411.

Licence: for research. Home: https://github.com/siddiquelatif/URDU-Dataset.
"""

from __future__ import annotations

import re
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import sound_files
from mmemotion.corpora.table import TABLE, read_clips

HOME = "https://github.com/siddiquelatif/URDU-Dataset (Urdu)"
EXAMPLE = "Angry/SM1_F1_A01.wav"
NAME = re.compile(r"(?:^|/)(S([MF])\d+)_F\d+_([AHNS])\d+$")
"""Speaker with gender, file of the speaker, emotion with a number."""

EMOTIONS = {"A": "angry", "H": "happy", "N": "neutral", "S": "sad"}


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of four emotions, without texts. fold: by speaker.

    folder holds labels.csv, or Angry, Happy, Neutral and Sad as published. Raises DataError when neither is there.
    """
    if (folder / TABLE).is_file():
        return read_clips(folder, "urdu", HOME)
    return with_folds(tuple(_clip(*found) for found in sound_files(folder, NAME, EXAMPLE, HOME)), folder)


def _clip(path: Path, name: re.Match[str]) -> Clip:
    emotion = EMOTIONS[name[3]]
    return Clip(path, "urdu", f"URDU_{name[1]}", NAMES[emotion], emotion, "", "ur", 0, name[2])
