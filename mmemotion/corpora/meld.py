"""MELD, dialogue of a TV series in English: Poria et al. (2019), ACL, arXiv 1810.02508.

Licence: GPL-3 repository. Home: https://github.com/declare-lab/MELD; the clips are in MELD.Raw.tar.gz.
"""

from __future__ import annotations

from pathlib import Path

from mmemotion.corpora.labels import NAMES, Clip, Sentence
from mmemotion.corpora.layout import missing, present
from mmemotion.corpora.table import Row, read_rows

HOME = "https://github.com/declare-lab/MELD (MELD)"
COLUMNS = ("Dialogue_ID", "Utterance_ID", "Speaker", "Utterance", "Emotion")

PARTS = {"train": "train_splits", "dev": "dev_splits_complete", "test": "output_repeated_splits_test"}
"""Parts, in the order of folds, and the folders of their clips."""

GENDERS = {"Chandler": "M", "Joey": "M", "Ross": "M", "Monica": "F", "Phoebe": "F", "Rachel": "F"}
"""Of the six main characters, who say most."""


def read(folder: Path, part: str = "train") -> tuple[Sentence, ...]:
    """Utterances of meld_PART.csv in order; group is the dialogue, turn the place in it. Raises DataError."""
    columns = ("dialogue", "utterance", "speaker", "text", "emotion")
    return tuple(_sentence(row) for row in read_rows(folder / f"meld_{part}.csv", columns, HOME))


def _sentence(row: Row) -> Sentence:
    shares = {NAMES[row["emotion"]]: 1.0}
    return Sentence(row["text"], "meld", row["dialogue"], shares, row["speaker"], int(row["utterance"]))


def read_clips(folder: Path) -> tuple[Clip, ...]:
    """Clips with texts, speakers and places in their dialogues. fold: 1 train, 2 dev, 3 test; they share speakers.

    folder holds train_sent_emo.csv and train_splits/dia0_utt0.mp4, itself or in train/, and so for dev and test, as far
    as they are there. Raises DataError when no table or no clip is.
    """
    tables = [(_inside(folder, part, f"{part}_sent_emo.csv"), part) for part in PARTS]
    if not any(table.is_file() for table, _ in tables):
        raise missing(folder / "train_sent_emo.csv", HOME)
    clips = [clip for table, part in tables if table.is_file() for clip in _part(folder, table, part)]
    return present(tuple(clips), HOME)


def _part(folder: Path, table: Path, part: str) -> list[Clip]:
    clips = _inside(folder, part, PARTS[part])
    return [_clip(clips, part, row) for row in read_rows(table, COLUMNS, HOME)]


def _clip(folder: Path, part: str, row: Row) -> Clip:
    dialogue, turn, emotion, name = row["Dialogue_ID"], int(row["Utterance_ID"]), row["Emotion"], row["Speaker"]
    path, fold = folder / f"dia{dialogue}_utt{turn}.mp4", list(PARTS).index(part) + 1
    speaker, gender, group = f"MELD_{name}", GENDERS.get(name, ""), f"{part}_{dialogue}"
    text, label = row["Utterance"], NAMES.get(emotion)
    return Clip(path, "meld", speaker, label, emotion, text, "en", fold, gender, None, group, turn)


def _inside(folder: Path, part: str, name: str) -> Path:
    """The file or folder: where MELD.Raw has it, in the folder of its part, or beside."""
    return folder / part / name if (folder / part / name).exists() else folder / name
