"""RAVDESS, acted English: Livingstone & Russo (2018), PLoS ONE 13(5), doi 10.1371/journal.pone.0196391.

Licence: CC BY-NC-SA 4.0. Home: https://zenodo.org/record/1188976, Audio_Speech_Actors_01-24.zip.
"""

from __future__ import annotations

import re
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import sound_files
from mmemotion.corpora.table import TABLE, read_clips

HOME = "https://zenodo.org/record/1188976 (RAVDESS)"
EXAMPLE = "Actor_01/03-01-01-01-01-01-01.wav"
NAME = re.compile(r"(?:^|/)03-01-(0[1-8])-0[12]-(0[12])-0[12]-(\d\d)$")
"""Modality 03 (sound alone), vocal channel 01 (speech), emotion, intensity, statement, repetition, actor."""

EMOTIONS = ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise")
STATEMENTS = ("Kids are talking by the door", "Dogs are sitting by the door")
FOLDS = ((1, 11, 20, 21), (4, 10, 12, 14), (8, 9, 19, 23), (3, 5, 7, 24), (2, 15, 16, 18), (6, 13, 17, 22))
"""EmoBox's: the actors tested in folds 1 to 6."""


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of eight emotions; calm counts as neutral and keeps its name in original. fold: EmoBox's, by speaker.

    folder holds labels.csv, or Actor_01 to Actor_24 as published. Raises DataError when neither is there.
    """
    if (folder / TABLE).is_file():
        return read_clips(folder, "ravdess", HOME)
    return with_folds(tuple(_clip(*found) for found in sound_files(folder, NAME, EXAMPLE, HOME)), folder)


def _clip(path: Path, name: re.Match[str]) -> Clip:
    emotion, statement, actor = EMOTIONS[int(name[1]) - 1], STATEMENTS[int(name[2]) - 1], int(name[3])
    fold = next((fold for fold, actors in enumerate(FOLDS, start=1) if actor in actors), 0)
    gender = "M" if actor % 2 else "F"
    return Clip(path, "ravdess", f"RAVDESS_{actor:02}", NAMES[emotion], emotion, statement, "en", fold, gender)
