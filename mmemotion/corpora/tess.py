"""TESS, acted English by two women: Pichora-Fuller & Dupuis (2020), Toronto emotional speech set, Borealis.

Licence: CC BY-NC-ND 4.0. Home: https://doi.org/10.5683/SP2/E8H2MF.
"""

from __future__ import annotations

import re
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import sound_files

HOME = "https://doi.org/10.5683/SP2/E8H2MF (TESS)"
EXAMPLE = "OAF_angry/OAF_back_angry.wav"
NAME = re.compile(r"(?:^|/)([OY]A)F?_([a-z]+)_(angry|disgust|fear|happy|neutral|ps|sad)$", re.IGNORECASE)
"""Older or younger speaker (one file lacks the F), word, emotion; ps is pleasant surprise."""


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of seven emotions, in folders such as OAF_angry or all in one. fold: one per speaker.

    Raises DataError when there is none.
    """
    return with_folds(tuple(_clip(*found) for found in sound_files(folder, NAME, EXAMPLE, HOME)), folder)


def _clip(path: Path, name: re.Match[str]) -> Clip:
    speaker, word, emotion = f"TESS_{name[1].upper()}F", name[2].lower(), name[3].lower()
    label = NAMES["surprise" if emotion == "ps" else emotion]
    return Clip(path, "tess", speaker, label, emotion, f"Say the word {word}.", "en", 0, "F")
