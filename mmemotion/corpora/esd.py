"""ESD, acted Mandarin and English: Zhou et al. (2022), "Emotional voice conversion", Speech Communication 137.

Licence: for research, on request. Home: https://github.com/HLTSingapore/Emotional-Speech-Data.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip
from mmemotion.corpora.layout import sound_files

HOME = "https://github.com/HLTSingapore/Emotional-Speech-Data (ESD)"
EXAMPLE = "0011/Angry/0011_000351.wav"
NAME = re.compile(r"(?:^|/)(\d{4})/(Angry|Happy|Neutral|Sad|Surprise)/(?:(?:train|evaluation|test)/)?(\1_\d{6})$")
"""Speaker, emotion, the part of older releases, name."""

WOMEN = frozenset({1, 2, 3, 7, 9, 15, 16, 17, 18, 19})
LAST_MANDARIN = 10
"""Speakers 1-10 speak Mandarin, 11-20 English."""


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips of five emotions; texts from 0011/0011.txt where there. fold: by speaker, four speakers each.

    folder holds 0001 to 0020. Raises DataError when there is no clip.
    """
    found = sound_files(folder, NAME, EXAMPLE, HOME)
    homes = {name[1]: next(parent for parent in path.parents if parent.name == name[1]) for path, name in found}
    texts = {name: text for speaker, home in homes.items() for name, text in _texts(home / f"{speaker}.txt").items()}
    return with_folds(tuple(_clip(path, name, texts) for path, name in found), folder)


def _clip(path: Path, name: re.Match[str], texts: Mapping[str, str]) -> Clip:
    number, emotion = int(name[1]), name[2].lower()
    language, gender = "zh" if number <= LAST_MANDARIN else "en", "F" if number in WOMEN else "M"
    return Clip(path, "esd", f"ESD_{name[1]}", NAMES[emotion], emotion, texts.get(name[3], ""), language, 0, gender)


def _texts(path: Path) -> dict[str, str]:
    """Texts by name from lines of name, text and emotion between tabs."""
    lines = [line.split("\t") for line in _decoded(path).splitlines()]
    return {line[0].strip(): line[1].strip() for line in lines if len(line) > 1}


def _decoded(path: Path) -> str:
    """Transcripts of the release are not all in the same encoding; "" where there is none."""
    content = path.read_bytes() if path.is_file() else b""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
