"""Who is tested when: folds that share no speaker, and pairs of training and test clips."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mmemotion.corpora.emobox import FOLDER, emobox_folds
from mmemotion.corpora.labels import Clip

FOLDS = 5

Places = npt.NDArray[np.int64]
Split = tuple[Places, Places]
"""Places of the training clips, and of the test clips."""


def deal(names: Sequence[str], folds: int = FOLDS) -> list[int]:
    """The fold, from 1, of each name of a speaker: names in order are dealt round, so folds are disjoint and even."""
    place = {name: number for number, name in enumerate(sorted(set(names)))}
    return [place[name] % folds + 1 for name in names]


def with_folds(clips: tuple[Clip, ...], folder: Path) -> tuple[Clip, ...]:
    """The clips with folds: EmoBox's where folder holds emobox/, else the corpus's own, else speakers dealt round.

    Some of EmoBox's folds (EmoDB, CREMA-D, TESS) share speakers. Raises DataError when they cannot be read.
    """
    if (folder / FOLDER).is_dir():
        folds = emobox_folds(folder / FOLDER, [clip.path for clip in clips])
    elif any(clip.fold for clip in clips):
        return clips
    else:
        folds = deal([clip.speaker for clip in clips])
    return tuple(replace(clip, fold=fold) for clip, fold in zip(clips, folds, strict=True))


def by_fold(clips: Sequence[Clip]) -> list[Split]:
    """Each fold tested once, on all clips of other folds; clips of fold 0 are never tested."""
    return _splits([clip.fold or None for clip in clips])


def leave_speaker_out(clips: Sequence[Clip]) -> list[Split]:
    """Each speaker tested once."""
    return _splits([(clip.corpus, clip.speaker) for clip in clips])


def leave_corpus_out(clips: Sequence[Clip]) -> list[Split]:
    """Each corpus tested once."""
    return _splits([clip.corpus for clip in clips])


def _splits(groups: Sequence[Hashable | None]) -> list[Split]:
    """One split per group, in order of appearance; None is in none."""
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    places = np.array([numbers[group] for group in groups], dtype=np.int64)
    tested = [number for group, number in numbers.items() if group is not None]
    return [(np.flatnonzero(places != number), np.flatnonzero(places == number)) for number in tested]
