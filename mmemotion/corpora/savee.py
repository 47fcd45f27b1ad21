"""SAVEE, acted English by four men: Haq & Jackson (2010), "Multimodal emotion recognition", Machine Audition, IGI.

Licence: for research, after registration. Home: http://kahlan.eps.surrey.ac.uk/savee.
"""

from __future__ import annotations

import re
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import sound_files

HOME = "http://kahlan.eps.surrey.ac.uk/savee (SAVEE)"
EXAMPLE = "AudioData/DC/a01.wav"
NAME = re.compile(r"(?:^|/)(DC|JE|JK|KL)[/_](a|d|f|h|n|sa|su)\d\d$")
"""Speaker, emotion with a number."""

EMOTIONS = {
    **{"a": "anger", "d": "disgust", "f": "fear", "h": "happiness"},
    **{"n": "neutral", "sa": "sadness", "su": "surprise"},
}


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of seven emotions, as AudioData/DC/a01.wav or ALL/DC_a01.wav, without texts. fold: one per speaker.

    Raises DataError when there is none.
    """
    return with_folds(tuple(_clip(*found) for found in sound_files(folder, NAME, EXAMPLE, HOME)), folder)


def _clip(path: Path, name: re.Match[str]) -> Clip:
    emotion = EMOTIONS[name[2]]
    return Clip(path, "savee", f"SAVEE_{name[1]}", NAMES[emotion], emotion, "", "en", 0, "M")
