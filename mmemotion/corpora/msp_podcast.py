"""MSP-Podcast, spontaneous English from podcasts: Lotfian & Busso (2019), IEEE Trans. Affective Computing 10(4).

Licence: for research, by agreement. Home: https://ecs.utdallas.edu/research/researchlabs/msp-lab/MSP-Podcast.html.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from mmemotion.corpora.labels import NAMES, Clip, shares_of
from mmemotion.corpora.layout import gender_of, missing, present
from mmemotion.corpora.table import Row, read_rows
from mmemotion.types import Emotion

HOME = "https://ecs.utdallas.edu/research/researchlabs/msp-lab/MSP-Podcast.html (MSP-Podcast)"
COLUMNS = ("FileName", "EmoClass", "SpkrID", "Gender", "Split_Set")
EMOTIONS = {
    **{"A": "angry", "S": "sad", "H": "happy", "N": "neutral"},
    **{"U": "surprise", "F": "fear", "D": "disgust"},
}
"""Letters of EmoClass; C, O (other) and X (no agreement) have no label."""

PARTS = {"Train": 1, "Development": 2, "Validation": 2, "Test1": 3, "Test2": 4, "Test3": 5}

Votes = Mapping[str, Mapping[Emotion, float] | None]


def read(folder: Path) -> tuple[Clip, ...]:
    """Clips with votes; fold: 1 train, 2 development, 3 to 5 the test sets 1 to 3. group: the podcast.

    folder holds Audios/ and Labels/labels_consensus.csv; votes come from Labels/labels_detailed.csv or labels.txt,
    texts from Transcripts/, and are unknown without. Raises DataError when labels or every clip are missing.
    """
    rows = read_rows(folder / "Labels" / "labels_consensus.csv", COLUMNS, HOME)
    audio = next((folder / name for name in ("Audios", "Audio") if (folder / name).is_dir()), None)
    if audio is None:
        raise missing(folder / "Audios" / rows[0]["FileName"], HOME)
    votes = _votes(folder / "Labels")
    return present(tuple(_clip(audio, row, votes) for row in rows), HOME)


def _clip(audio: Path, row: Row, votes: Votes) -> Clip:
    path, emotion, gender = audio / row["FileName"], row["EmoClass"], gender_of(row["Gender"])
    podcast, turn = _place(path.stem)
    speaker = row["SpkrID"] if row["SpkrID"].isdigit() else f"unknown_{podcast}"
    label, fold = NAMES.get(EMOTIONS.get(emotion, "")), PARTS.get(row["Split_Set"], 0)
    text, heard = _text(audio.parent / "Transcripts" / f"{path.stem}.txt"), votes.get(path.name)
    speaker = f"MSP-Podcast_{speaker}"
    return Clip(path, "msp_podcast", speaker, label, emotion, text, "en", fold, gender, heard, podcast, turn)


def _place(name: str) -> tuple[str, int]:
    """Podcast and place in it, from a name such as MSP-PODCAST_0001_0008 or MSP-PODCAST_0153_0064_0002."""
    numbers = name.split("_")[1:]
    return (numbers[0], int(numbers[1])) if len(numbers) > 1 and numbers[1].isdigit() else (name, 0)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""


def _votes(labels: Path) -> Votes:
    """Shares of the primary emotions that workers chose, by the name of the clip's file."""
    ballots: dict[str, list[list[str]]] = defaultdict(list)
    for name, emotion in _detailed_csv(labels / "labels_detailed.csv") or _detailed_text(labels / "labels.txt"):
        ballots[name].append([emotion])
    return {name: shares_of(votes) for name, votes in ballots.items()}


def _detailed_csv(path: Path) -> list[tuple[str, str]]:
    """File and emotion per worker: a column EmoClass_Major, or EmoDetail with worker; emotion; others; A:; V:; D:."""
    rows = read_rows(path, ("FileName",), HOME) if path.is_file() else []
    return [(row["FileName"], row.get("EmoClass_Major") or _second(row.get("EmoDetail") or "")) for row in rows]


def _detailed_text(path: Path) -> list[tuple[str, str]]:
    """File and emotion per worker, from blocks: a line for the clip, then lines such as those of EmoDetail."""
    name, found = "", []
    for line in _text(path).splitlines():
        if line.startswith("WORKER"):
            found.append((name, _second(line)))
        elif line.strip():
            name = line.split(";")[0].strip()
    return found


def _second(line: str) -> str:
    return line.partition(";")[2].partition(";")[0].strip()
