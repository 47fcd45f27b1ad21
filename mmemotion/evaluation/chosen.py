"""The voice with settings chosen without the corpus, or the fold of speakers, that it is judged on; beside the setting
that is shipped, which was chosen after looks at all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mmemotion.evaluation.grid import Setting, drawn
from mmemotion.evaluation.intervals import interval, paired_difference
from mmemotion.evaluation.metrics import Metric, mean_over, ua
from mmemotion.evaluation.nested import HeldOut, choose, fitting, inside, judged
from mmemotion.evaluation.new_corpus import FOUR, MOST_LOST, PLAIN, UA_MEAN, of_four
from mmemotion.evaluation.one_corpus import Protocol, said_of
from mmemotion.evaluation.predictions import Names, Predictions
from mmemotion.evaluation.report import Direction, Measure, Section, measured
from mmemotion.evaluation.voices import Voices, clean
from mmemotion.fitting.hooks import Report
from mmemotion.fitting.voice import VoiceSettings

BY: Mapping[str, tuple[int, ...]] = {"by clean clips": (0,), "by clean clips and telephone": (0, 1)}
"""What is compared inside the training part, by ways of hearing. What is required is required of the first."""

MEAN = "mean of four corpora"


@dataclass(frozen=True, slots=True)
class Search:
    """The setting that is shipped, those among which is chosen, and the seed."""

    fixed: Setting
    settings: tuple[Setting, ...]
    seed: int

    @staticmethod
    def about(fitted: VoiceSettings, seed: int) -> Search:
        """Of settings drawn without looking at anything."""
        return Search(Setting(fitted), drawn(fitted, seed), seed)

    def of(self, classes: int) -> Search:
        """The same between so many labels."""
        fixed, *others = (
            replace(one, fitting=replace(one.fitting, classes=classes)) for one in (self.fixed, *self.settings)
        )
        return Search(fixed, tuple(others), self.seed)

    def fits(self, groups: int, judgements: int) -> int:
        """How many there are at most."""
        return len(self.settings) * groups * (groups - 1) // 2 + judgements * groups


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """The same clips by chosen settings and by the fixed one; the chosen setting by the name of each group."""

    chosen: Predictions
    fixed: Predictions
    settings: Mapping[str, Setting]

    def measures(self, what: str, groups: Names, least: Mapping[str, float], seed: int) -> list[Measure]:
        """Unweighted accuracy of each group, with the fixed one and the setting beside."""
        rows = []
        for name, setting in self.settings.items():
            own = groups == name
            beside = f"fixed setting {float(ua(self.fixed.take(own))[0]):.3f}; {setting.text}"
            found = interval(ua, self.chosen.take(own), seed)
            rows.append(measured(what, name, found, least.get(name), reference=beside))
        return rows

    def mean(self, what: str, data: str, metric: Metric, least: float | None, seed: int) -> list[Measure]:
        """The metric, and what is gained over the fixed setting."""
        beside = f"fixed setting {float(metric(self.fixed, None)[0]):.3f}"
        gained = paired_difference(metric, self.fixed, self.chosen, seed)
        return [
            measured(what, data, interval(metric, self.chosen, seed), least, reference=beside),
            measured(f"{what}, minus the fixed setting", data, gained),
        ]


def chosen_section(voices: Voices, own: Voices, protocol: Protocol, search: Search, report: Report) -> Section:
    """voices: of several corpora, in the renderings learned from, the clean one first, and last in the one that only
    is listened to. own: of one corpus with folds, clean, in its own labels, judged by the protocol."""
    rows = [*_corpora(voices, search, report), *_folds(own, protocol, search, report)]
    return Section("Voice, settings chosen without what is held out", _TEXT, tuple(rows))


_TEXT = (
    "For each corpus, and each fold, that is held out, that of some settings drawn by chance from wide ranges is taken "
    "which does best when each of the others is held out in turn; it is fitted to all of the others and judged once. "
    "The fixed setting, chosen after looks at these corpora, is none of them. Which layers, statistics and classifiers "
    "there are, and how the baseline is fitted and how far it reaches, is not chosen anew."
)


def _corpora(voices: Voices, search: Search, report: Report) -> list[Measure]:
    line = [renderings[-1] for renderings in voices.renderings]
    held = HeldOut(voices.only(slice(0, -1)), voices.corpora, (clean(voices), line), FOUR)
    several, names = held.several, sorted({clip.corpus for clip in voices.clips})
    fit = fitting(search.seed, "settings, corpora", search.fits(several, 1 + len(BY)), report)
    found = inside(held, search.settings, fit)
    fixed = [of_four(voices, one) for one in judged(held, [search.fixed] * several, fit)]
    rows = []
    for by, ways in BY.items():
        settings = [search.settings[number] for number in choose(found, ways)]
        said = [of_four(voices, one) for one in judged(held, settings, fit)]
        taken = dict(zip(names, settings, strict=True))
        both = [_Said(one, beside, taken) for one, beside in zip(said, fixed, strict=True)]
        rows += _by(by, both, search.seed, required=by == next(iter(BY)))
    return rows


def _by(by: str, said: list[_Said], seed: int, required: bool) -> list[Measure]:
    """What is said of clean clips, then of the same by telephone."""
    what, (clear, line) = f"unweighted accuracy, chosen {by}", said
    corpora = clear.chosen.corpora
    metric = mean_over(corpora, ua)
    lost, before = (paired_difference(metric, *pair, seed) for pair in _pairs(clear, line))
    return [
        *clear.measures(what, corpora, PLAIN if required else {}, seed),
        *clear.mean(what, MEAN, metric, UA_MEAN if required else None, seed),
        *line.mean(f"{what}, telephone at 15 dB", MEAN, metric, None, seed),
        measured(
            f"unweighted accuracy lost on a telephone at 15 dB, chosen {by}",
            MEAN,
            lost,
            MOST_LOST if required else None,
            Direction.AT_MOST,
            f"fixed setting {before.value:.3f}",
        ),
    ]


def _pairs(clear: _Said, line: _Said) -> list[tuple[Predictions, Predictions]]:
    return [(line.chosen, clear.chosen), (line.fixed, clear.fixed)]


def _folds(own: Voices, protocol: Protocol, search: Search, report: Report) -> list[Measure]:
    labels = tuple(sorted({clip.original for clip in own.clips}))
    folds, groups = np.unique(own.folds, return_inverse=True)
    held = HeldOut(own, groups.astype(np.int64), (clean(own),), len(labels))
    search = search.of(len(labels))
    fit = fitting(search.seed, f"settings, {protocol.data}", search.fits(held.several, 2), report)
    settings = [search.settings[number] for number in choose(inside(held, search.settings, fit), (0,))]
    chosen, fixed = (
        said_of(own, labels, groups, judged(held, one, fit)[0]) for one in (settings, [search.fixed] * held.several)
    )
    names = [f"fold {fold} of {protocol.data}" for fold in folds]
    said = _Said(chosen, fixed, dict(zip(names, settings, strict=True)))
    what, metric = "unweighted accuracy, chosen inside", mean_over(chosen.groups, ua)
    rows = said.measures(what, np.array(names)[groups], {}, search.seed)
    return [*rows, *said.mean(what, protocol.data, metric, protocol.required.ua, search.seed)]
