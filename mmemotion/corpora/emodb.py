"""EmoDB, acted German: Burkhardt et al. (2005), "A database of German emotional speech", Interspeech.

Licence: free, to be cited. Home: http://emodb.bilderbar.info.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import sound_files
from mmemotion.corpora.table import TABLE, read_clips

HOME = "http://emodb.bilderbar.info (EmoDB)"
EXAMPLE = "wav/03a01Fa.wav"
NAME = re.compile(r"(?:^|/)(\d\d)([ab]\d\d)([WLEAFTN])[a-z]?$")
"""Speaker, sentence, emotion, version."""

EMOTIONS = {"W": "angry", "L": "boredom", "E": "disgust", "A": "fear", "F": "happy", "T": "sad", "N": "neutral"}
"""Letters of Wut, Langeweile, Ekel, Angst, Freude, Trauer, neutral."""

MEN = frozenset({"03", "10", "11", "12", "15"})
TEXTS = {
    "a01": "Der Lappen liegt auf dem Eisschrank.",
    "a02": "Das will sie am Mittwoch abgeben.",
    "a04": "Heute abend könnte ich es ihm sagen.",
    "a05": "Das schwarze Stück Papier befindet sich da oben neben dem Holzstück.",
    "a07": "In sieben Stunden wird es soweit sein.",
    "b01": "Was sind denn das für Tüten, die da unter dem Tisch stehen?",
    "b02": "Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter.",
    "b03": "An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht.",
    "b09": "Ich will das eben wegbringen und dann mit Karl was trinken gehen.",
    "b10": "Die wird auf dem Platz sein, wo wir sie immer hinlegen.",
}
"""The ten sentences, by their codes."""


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of seven emotions; boredom has no label. fold: by speaker, two speakers each.

    folder holds labels.csv, or wav/ as published. Raises DataError when neither is there.
    """
    if (folder / TABLE).is_file():
        clips = read_clips(folder, "emodb", HOME)
        return tuple(replace(clip, text=TEXTS.get(clip.text, clip.text)) for clip in clips)
    return with_folds(tuple(_clip(*found) for found in sound_files(folder, NAME, EXAMPLE, HOME)), folder)


def _clip(path: Path, name: re.Match[str]) -> Clip:
    speaker, emotion, text = name[1], EMOTIONS[name[3]], TEXTS.get(name[2], "")
    gender = "M" if speaker in MEN else "F"
    return Clip(path, "emodb", f"EmoDB_{speaker}", NAMES.get(emotion), emotion, text, "de", 0, gender)
