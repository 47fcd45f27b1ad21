"""What corrections of one speaker do to that speaker's other utterances, and to other speakers.

python -m benchmarks.adaptation [FOLDER OF THE CORPORA]

RAVDESS has 60 utterances of an actor. They are dealt into five parts, lines said the same way kept together; four parts
(48) are corrected and the fifth is tested, in turn. Branches are fitted anew to all corpora without a fold of four
actors. For each fold the strength of the penalty is chosen on the actors of the other folds, by branches without both.
nEMO has about 165 utterances of a speaker: 60 drawn by chance are corrected, the rest is tested. The form of the
adaptation was found with looks at nEMO and EmoDB; RAVDESS was not looked at until this was run.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from mmemotion.evaluation.adaptation import (
    Outcome,
    Teach,
    Trial,
    all_corrected,
    calibration,
    chosen,
    drawn,
    inside,
    mean_interval,
    only_wrong,
    outcome,
    rotated,
)
from mmemotion.evaluation.load import clip_encoder, load_clips
from mmemotion.evaluation.publish import show
from mmemotion.evaluation.report import Measure, Report, Section, measured
from mmemotion.evaluation.run import RENDERINGS, SEED, VOICE
from mmemotion.evaluation.surroundings import surroundings
from mmemotion.evaluation.voices import Voices, read_clips, voice_set
from mmemotion.fitting.adaptation import STRENGTH
from mmemotion.fitting.voice import Numbers, VoiceBranches
from mmemotion.fitting.voice_course import fit_voice

PARTS, CORRECTED = 5, 60
MOST_LOST = -0.01

Parted = Callable[[Numbers], Sequence[tuple[Numbers, Numbers]]]
"""Places of one speaker's utterances to those corrected and those tested."""


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    torch.set_num_threads(1)
    voices = load_clips(read_clips(data), clip_encoder(), RENDERINGS, show).voices
    sections = (_ravdess(voices), _nemo(voices))
    command = f"python -m benchmarks.adaptation {data}"
    print(Report(command, SEED, sections, (), surroundings()).table())


class _Held:
    """Speakers of one corpus, held out in groups."""

    def __init__(self, voices: Voices, groups: Numbers) -> None:
        """groups: number of each clip's group from 0; -1 where it is never held out."""
        self._voices, self._groups = voices, groups
        self._done = itertools.count(1)

    def fit(self, left_out: tuple[int, ...]) -> VoiceBranches:
        """Branches that heard all but some groups."""
        show(f"fit {next(self._done)}", 1.0)
        heard = np.flatnonzero(~np.isin(self._groups, left_out))
        return fit_voice(voice_set(self._voices.take(heard)), VOICE, SEED)

    def outcomes(self, model: VoiceBranches, group: int, teach: Teach, parted: Parted) -> list[Outcome]:
        """One for each speaker of the group."""
        speakers = self._voices.speakers
        people = [
            np.flatnonzero((self._groups == group) & (speakers == one))
            for one in np.unique(speakers[self._groups == group])
        ]
        found = []
        for place, own in enumerate(people):
            others = people[:place] + people[place + 1 :]
            trials = [Trial(taught, tested, others) for taught, tested in parted(own)]
            found.append(outcome(model, self._voices, trials, teach))
        return found


def _ravdess(voices: Voices) -> Section:
    actors = np.array([clip.corpus == "ravdess" for clip in voices.clips])
    held = _Held(voices, np.where(actors, voices.folds - 1, -1))
    folds = range(int(voices.folds[actors].max()))

    def parted(learned: int) -> Parted:
        return lambda own: rotated(own, [_line(voices, i) for i in own.tolist()], PARTS, learned, SEED)

    def judged(model: VoiceBranches, group: int, teach: Teach) -> list[Outcome]:
        return held.outcomes(model, group, teach, parted(PARTS - 1))

    strengths = [chosen(found) for found in inside(held.fit, len(folds), judged)]
    ways: dict[str, list[Outcome]] = {}
    for fold in folds:
        model, strength = held.fit((fold,)), strengths[fold]
        for learned in (4, 2, 1):
            found = held.outcomes(model, fold, all_corrected(strength), parted(learned))
            ways.setdefault(f"{12 * learned} corrected", []).extend(found)
        ways.setdefault("of 48, only what was heard wrong", []).extend(judged(model, fold, only_wrong(strength)))
    rows = [row for name, found in ways.items() for row in _rows(name, "ravdess folds 1-5", found)]
    chosen_ones = ", ".join(f"{one:g}" for one in strengths)
    return Section(f"Corrections of one actor; strength by the other folds: {chosen_ones}", "", tuple(rows))


def _line(voices: Voices, place: int) -> str:
    """Emotion, intensity and statement, as the file is named: the same in both repetitions."""
    return "-".join(voices.clips[place].path.stem.split("-")[2:5])


def _nemo(voices: Voices) -> Section:
    names = np.array([clip.speaker if clip.corpus == "nemo" else "" for clip in voices.clips])
    groups = np.unique(names, return_inverse=True)[1].astype(np.int64) - 1
    held = _Held(voices, np.where(groups < 0, -1, groups % 3))
    found: list[Outcome] = []
    for group in range(3):
        model = held.fit((group,))
        found += held.outcomes(model, group, all_corrected(STRENGTH), lambda own: drawn(own, CORRECTED, SEED))
    rows = _rows(f"{CORRECTED} corrected", "nemo, three speakers held out", found)
    return Section(f"Corrections of one speaker, Polish; strength {STRENGTH:g}", "", tuple(rows))


OWN, OTHERS = "the speaker's other utterances", "other held-out speakers"


def _rows(name: str, data: str, found: Sequence[Outcome]) -> list[Measure]:
    data = f"{data}, {name}"
    gains = [one.gain for one in found]
    rose = f"{sum(one > 0 for one in gains)} of {len(found)} speakers gain, {sum(one < 0 for one in gains)} lose"
    changes = np.concatenate([(one.others_after - one.others_before).mean(0) for one in found])
    lost = f"{np.mean(changes < MOST_LOST):.0%} of {len(changes)} pairs lose more than a point"
    values = {
        f"{OWN}, before": [one.accuracy[0] for one in found],
        f"{OWN}, after": [one.accuracy[1] for one in found],
        f"{OWN}, gained": gains,
        f"{OTHERS}, before": [float(one.others_before.mean()) for one in found],
        f"{OTHERS}, after": [float(one.others_after.mean()) for one in found],
        f"{OTHERS}, change": [one.change for one in found],
    }
    asked = {f"{OTHERS}, change": MOST_LOST}
    beside = {f"{OWN}, gained": rose, f"{OTHERS}, change": f"worst {changes.min():+.3f}; {lost}"}
    rows = [
        measured(
            f"unweighted accuracy, {what}",
            data,
            mean_interval(each, SEED),
            asked.get(what),
            reference=beside.get(what, ""),
        )
        for what, each in values.items()
    ]
    times = zip(("before", "after"), calibration(found), strict=True)
    return rows + [Measure(f"calibration error, {OWN}, {when}", data, error) for when, error in times]


if __name__ == "__main__":
    main()
