"""CREMA-D, acted English with votes of listeners: Cao et al. (2014), IEEE Trans. Affective Computing 5(4).

Licence: Open Database License 1.0. Home: https://github.com/CheyneyComputerScience/CREMA-D.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip, shares_of_counts
from mmemotion.corpora.layout import gender_of, sound_files
from mmemotion.corpora.table import read_rows
from mmemotion.types import Emotion

HOME = "https://github.com/CheyneyComputerScience/CREMA-D (CREMA-D)"
EXAMPLE = "AudioWAV/1001_DFA_ANG_XX.wav"
NAME = re.compile(r"(?:^|/)(\d{4})_([A-Z]{3})_(ANG|DIS|FEA|HAP|NEU|SAD)_[A-Z]{1,2}$")
"""Actor, sentence, emotion meant, level."""

EMOTIONS = {"ANG": "anger", "DIS": "disgust", "FEA": "fear", "HAP": "happy", "NEU": "neutral", "SAD": "sad"}
VOTES = {
    **{"A": Emotion.ANGRY, "D": Emotion.DISGUST, "F": Emotion.FEARFUL},
    **{"H": Emotion.HAPPY, "N": Emotion.NEUTRAL, "S": Emotion.SAD},
}
VOICE_ONLY = 100_000
"""Rows of the vote table are numbered 100000 * query type + clip: 1 the voice alone, 2 the face, 3 both."""

TEXTS = {
    "DFA": "Don't forget a jacket.",
    "IEO": "It's eleven o'clock.",
    "IOM": "I'm on my way to the meeting.",
    "ITH": "I think I have a doctor's appointment.",
    "ITS": "I think I've seen this before.",
    "IWL": "I would like a new alarm clock.",
    "IWW": "I wonder what this is about.",
    "MTI": "Maybe tomorrow it will be cold.",
    "TAI": "The airplane is almost full.",
    "TIE": "That is exactly what happened.",
    "TSI": "The surface is slick.",
    "WSI": "We'll stop in a couple of minutes.",
}

Votes = Mapping[str, Mapping[Emotion, float] | None]


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of six emotions, labelled as the actor meant them; votes: of those who heard the voice alone.

    folder holds AudioWAV/; gender comes from VideoDemographics.csv, votes from processedResults/tabulatedVotes.csv, and
    both are unknown without. fold: by speaker. Raises DataError when there is no clip.
    """
    found = sound_files(folder, NAME, EXAMPLE, HOME)
    genders, votes = _genders(folder / "VideoDemographics.csv"), _votes(folder / "processedResults/tabulatedVotes.csv")
    return with_folds(tuple(_clip(path, name, genders, votes) for path, name in found), folder)


def _clip(path: Path, name: re.Match[str], genders: Mapping[str, str], votes: Votes) -> Clip:
    emotion, text, gender = EMOTIONS[name[3]], TEXTS.get(name[2], ""), genders.get(name[1], "")
    heard = votes.get(path.stem)
    return Clip(path, "crema_d", f"CREMA-D_{name[1]}", NAMES[emotion], emotion, text, "en", 0, gender, heard)


def _genders(path: Path) -> dict[str, str]:
    rows = read_rows(path, ("ActorID", "Sex"), HOME) if path.is_file() else []
    return {row["ActorID"]: gender_of(row["Sex"]) for row in rows}


def _votes(path: Path) -> Votes:
    rows = read_rows(path, ("", "fileName", *VOTES), HOME) if path.is_file() else []
    voice = [row for row in rows if int(row[""]) // VOICE_ONLY == 1]
    return {row["fileName"]: shares_of_counts({VOTES[key]: float(row[key]) for key in VOTES}) for row in voice}
