"""IEMOCAP, dyadic acted and improvised English: Busso et al. (2008), Language Resources and Evaluation 42(4).

Licence: for research, on request. Home: https://sail.usc.edu/iemocap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mmemotion.corpora.folds import with_folds
from mmemotion.corpora.labels import NAMES, Clip, shares_of
from mmemotion.corpora.layout import missing, present

HOME = "https://sail.usc.edu/iemocap (IEMOCAP)"
RELEASE = "IEMOCAP_full_release"
EXAMPLE = "Session1/dialog/EmoEvaluation/Ses01F_impro01.txt"

EMOTIONS = {
    **{"ang": "anger", "hap": "happiness", "exc": "excited", "neu": "neutral", "sad": "sadness"},
    **{"fea": "fear", "sur": "surprise", "dis": "disgust"},
}
"""Codes of categories; excited counts as happy. fru (frustration), oth and xxx (no majority) have no label."""

HEAD = re.compile(r"\[(\d+\.\d+) - \d+\.\d+\]\s+(\S+)\s+([a-z]{3})\s")
"""Start in seconds, name, category."""

BALLOT = re.compile(r"^C-E\d+:\s*([^(\n]*)", re.MULTILINE)
"""An evaluator's categories, each followed by a semicolon; C-F and C-M lines are the speaker's own."""

SPOKEN = re.compile(r"^(Ses\S+) \[[^\]]*\]:\s*(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Turn:
    start: float
    name: str
    category: str
    ballots: tuple[tuple[str, ...], ...]


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips with texts, places in their dialogues, and the evaluators' votes. fold: the session, two speakers each.

    folder is IEMOCAP_full_release, or holds it. Raises DataError when there is no evaluation or no clip.
    """
    root = folder / RELEASE if (folder / RELEASE).is_dir() else folder
    files = sorted(root.glob("Session*/dialog/EmoEvaluation/Ses*.txt"))
    if not files:
        raise missing(root / EXAMPLE, HOME)
    return with_folds(present(tuple(clip for file in files for clip in _dialogue(file)), HOME), folder)


def _dialogue(file: Path) -> Iterator[Clip]:
    """Clips of the dialogue of an evaluation file, in the order in which their turns begin."""
    session = file.parents[2]
    texts = _texts(session / "dialog" / "transcriptions" / file.name)
    for place, turn in enumerate(sorted(_turns(_decoded(file)), key=lambda turn: (turn.start, turn.name))):
        yield _clip(session / "sentences" / "wav" / file.stem / f"{turn.name}.wav", turn, place, texts)


def _clip(path: Path, turn: _Turn, place: int, texts: Mapping[str, str]) -> Clip:
    session, gender = turn.name[:5], turn.name.rsplit("_", 1)[-1][0]
    label, fold = NAMES.get(EMOTIONS.get(turn.category, "")), int(session[3:])
    text, votes, dialogue = texts.get(turn.name, ""), shares_of(turn.ballots), path.parent.name
    speaker = f"IEMOCAP_{session}{gender}"
    return Clip(path, "iemocap", speaker, label, turn.category, text, "en", fold, gender, votes, dialogue, place)


def _turns(text: str) -> Iterator[_Turn]:
    for block in re.split(r"\n(?=\[\d)", text):
        if head := HEAD.match(block):
            ballots = tuple(tuple(filter(None, map(str.strip, names.split(";")))) for names in BALLOT.findall(block))
            yield _Turn(float(head[1]), head[2], head[3], ballots)


def _texts(path: Path) -> dict[str, str]:
    return dict(SPOKEN.findall(_decoded(path))) if path.is_file() else {}


def _decoded(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
