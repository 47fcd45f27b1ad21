"""A model before and after it was adapted, on the same utterances, as an analysis would judge them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.encoded import Encoded
from mmemotion.evaluation.intervals import Interval, interval, paired_difference
from mmemotion.evaluation.metrics import ua
from mmemotion.evaluation.model import Judge
from mmemotion.evaluation.predictions import Predictions, of_clips
from mmemotion.fitting.voice import Numbers
from mmemotion.types import EMOTIONS, Branch, Estimate

SEED = 0
PARTS = 5
VOICE, BOTH = "voice", "words and voice"


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Utterances as networks read them; those without a label are only heard for how their speaker usually sounds."""

    clips: tuple[Clip, ...]
    encoded: tuple[Encoded, ...]

    def take(self, places: Numbers) -> Material:
        """Some of them."""
        chosen = places.tolist()
        return Material(tuple(self.clips[i] for i in chosen), tuple(self.encoded[i] for i in chosen))

    @property
    def told(self) -> Numbers:
        """Places of those that have a label."""
        return np.flatnonzero([clip.label is not None for clip in self.clips])

    @property
    def speakers(self) -> Numbers:
        """Number of each one's speaker, from 0."""
        return np.unique([clip.speaker for clip in self.clips], return_inverse=True)[1].astype(np.int64)

    @property
    def labels(self) -> Numbers:
        """Number of each one's label, -1 for none."""
        return np.array([-1 if clip.label is None else EMOTIONS.index(clip.label) for clip in self.clips])


Teach = Callable[[Material], Judge]
"""The model adapted to some utterances."""


@dataclass(frozen=True, slots=True)
class Row:
    """Unweighted accuracy of what is said from some modalities, of so many utterances of so many people; change: what
    the same utterances tell of the difference."""

    heard: str
    whose: str
    utterances: int
    people: int
    before: Interval
    after: Interval
    change: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """The same utterances as judged before and after."""

    clips: tuple[Clip, ...]
    before: tuple[Estimate, ...]
    after: tuple[Estimate, ...]


def parted(material: Material, start: Judge, teach: Teach) -> Pair:
    """Each told utterance by a model that did not learn from its part, beside the rest of its part and what nobody told
    the emotion of."""
    return _without(material, parts_of(material), start, teach)


def by_people(material: Material, start: Judge, teach: Teach) -> Pair | None:
    """Each told utterance by a model that learned from other people of the pack alone; None where only one speaks."""
    several = len(np.unique(material.speakers[material.told])) > 1
    return _without(material, material.speakers, start, teach) if several else None


def on_others(material: Material, start: Judge, after: Judge) -> Pair:
    """Utterances of people that are not in the pack."""
    return Pair(
        material.clips,
        start.estimates(material.clips, material.encoded),
        after.estimates(material.clips, material.encoded),
    )


def parts_of(material: Material) -> Numbers:
    """Part of each told utterance, from 0, and -1 for others: recordings (folders of clips) where there are several
    and none has most of them, else the utterances of each label are dealt into PARTS."""
    told, found = material.told, np.full(len(material.clips), -1, dtype=np.int64)
    folders = np.unique([str(material.clips[i].path.parent) for i in told], return_inverse=True)[1]
    counts = np.bincount(folders)
    if len(counts) > 1 and counts.max() <= len(told) / 2:
        order = np.argsort(-counts, kind="stable")
        found[told] = np.argsort(order)[folders] % PARTS
        return found
    chance = np.random.default_rng(SEED)
    dealt = chance.permutation(told)
    order = np.argsort(material.labels[dealt], kind="stable")
    found[dealt[order]] = np.arange(len(told)) % PARTS
    return found


def rows_of(pair: Pair, whose: str) -> list[Row]:
    """The voice; and both, of the utterances whose words were read, where there are any."""
    rows = [_row(pair, range(len(pair.clips)), Branch.VOICE, whose)]
    wordy = [i for i, one in enumerate(pair.before) if Branch.TEXT in one.by_branch]
    return rows + ([_row(pair, wordy, None, whose)] if wordy else [])


def table(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Cells, the head first."""
    head = ("unweighted accuracy", "utterances", "people", "before", "after", "change")
    return [
        head,
        *(
            (
                f"{one.heard}, {one.whose}",
                f"{one.utterances:,}",
                f"{one.people:,}",
                _told(one.before),
                _told(one.after),
                _told(one.change, "+"),
            )
            for one in rows
        ),
    ]


def _told(found: Interval, sign: str = "") -> str:
    return f"{found.value:{sign}.2f} [{found.low:{sign}.2f}, {found.high:{sign}.2f}]"


def _without(material: Material, groups: Numbers, start: Judge, teach: Teach) -> Pair:
    """Each group judged by a model that learned from all others, or by the one begun with where these cannot teach.
    What is in group -1 is heard beside every other."""
    pairs = []
    for group in np.unique(groups[material.told]):
        rest = material.take(np.flatnonzero(groups != group))
        judged = material.take(np.flatnonzero((groups == group) | (groups == -1)))
        adapted = teach(rest) if len(np.unique(rest.labels[rest.told])) > 1 else start
        pairs.append(_only_told(on_others(judged, start, adapted)))
    return Pair(
        tuple(clip for pair in pairs for clip in pair.clips),
        tuple(said for pair in pairs for said in pair.before),
        tuple(said for pair in pairs for said in pair.after),
    )


def _only_told(pair: Pair) -> Pair:
    """Without what nobody told the emotion of."""
    told = [clip.label is not None for clip in pair.clips]
    return Pair(
        tuple(itertools.compress(pair.clips, told)),
        tuple(itertools.compress(pair.before, told)),
        tuple(itertools.compress(pair.after, told)),
    )


def _row(pair: Pair, places: Sequence[int], branch: Branch | None, whose: str) -> Row:
    clips = [pair.clips[i] for i in places]
    before, after = (_said(clips, [said[i] for i in places], branch) for said in (pair.before, pair.after))
    return Row(
        VOICE if branch is Branch.VOICE else BOTH,
        whose,
        len(clips),
        len({clip.speaker for clip in clips}),
        interval(ua, before, SEED),
        interval(ua, after, SEED),
        paired_difference(ua, before, after, SEED),
    )


def _said(clips: Sequence[Clip], estimates: Sequence[Estimate], branch: Branch | None) -> Predictions:
    rows = [one.probabilities if branch is None else one.by_branch[branch] for one in estimates]
    return of_clips(clips, np.array([[row[emotion] for emotion in EMOTIONS] for row in rows]))
