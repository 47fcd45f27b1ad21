"""Folds of EmoBox, a benchmark over many corpora: Ma et al. (2024), Interspeech, arXiv 2406.07162.

Its repository, https://github.com/emo-box/EmoBox, holds data/CORPUS/fold_K/CORPUS_test_fold_K.jsonl: a line of JSON per
clip with key, wav, emo and more. Copied to the folder emobox in a corpus, they are used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from mmemotion.errors import DataError

FOLDER = "emobox"


def emobox_folds(folder: Path, paths: Sequence[Path]) -> list[int]:
    """The fold in which each clip is tested, by the name of its file; 0 where none tests it. Raises DataError."""
    folds: dict[str, int] = {}
    for file in sorted(folder.glob("fold_*/*test*.jsonl")):
        folds.update(dict.fromkeys(_names(file), _number(file.parent)))
    found = [folds.get(path.stem, folds.get(f"{path.parent.name}_{path.stem}", 0)) for path in paths]
    if not any(found):
        raise DataError(
            f"{folder} has no fold_1/*test*.jsonl naming clips of this corpus; copy EmoBox's, or remove it."
        )
    return found


def _names(file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [PurePosixPath(json.loads(line)["wav"]).stem for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{file} is not a fold of EmoBox; copy it again, or remove it.") from error


def _number(folder: Path) -> int:
    try:
        return int(folder.name.removeprefix("fold_"))
    except ValueError:
        raise DataError(f"{folder} is not a fold of EmoBox: its name should be fold_1, fold_2 and so on.") from None
