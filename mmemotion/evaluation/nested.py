"""Settings chosen without the part they are judged on: a cross-validation within each training part of another.

For each group (a corpus, or a fold of speakers) that is held out, the setting is the one that does best on the other
groups when each of these is held out as well (Varma & Simon 2006, "Bias in error estimation when using cross-validation
for model selection"). Then it is fitted to all of the others, and judged once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mmemotion.evaluation.grid import Setting
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.voices import Voices, voice_says, voice_set
from mmemotion.fitting.hooks import Report
from mmemotion.fitting.voice import Numbers, VoiceBranches, VoiceExample, VoiceSettings, voice_logits
from mmemotion.fitting.voice_course import fit_voice

Fit = Callable[[Voices, VoiceSettings], VoiceBranches]
"""Branches that learned from the clips, with the settings."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Clips in the renderings learned from, and the group [n] of each, from 0; ways in which those held out are heard,
    an example of each clip a way; how many labels, the first ones, are told apart when they are judged: those that all
    groups have."""

    voices: Voices
    groups: Numbers
    ways: tuple[Sequence[VoiceExample], ...]
    labels: int

    @property
    def several(self) -> int:
        """How many groups there are."""
        return int(self.groups.max()) + 1

    def without(self, *groups: int) -> Voices:
        """The clips of all other groups."""
        return self.voices.take(np.flatnonzero(~np.isin(self.groups, groups)))


def inside(held: HeldOut, grid: Sequence[Setting], fit: Fit) -> Values:
    """Unweighted accuracy [setting, group, way, other] on each other group, by branches that heard neither; NaN where
    group and other are the same. A fit without two groups serves them both."""
    several = held.several
    found = np.full((len(grid), several, len(held.ways), several), np.nan)
    for place, setting in enumerate(grid):
        for one, other in itertools.combinations(range(several), 2):
            model = fit(held.without(one, other), setting.fitting)
            found[place, one, :, other] = _accuracies(held, other, model, setting)
            found[place, other, :, one] = _accuracies(held, one, model, setting)
    return found


def choose(found: Values, ways: Sequence[int]) -> list[int]:
    """For each group, which setting has the highest mean over the other groups and some of the ways."""
    means = np.nanmean(found[:, :, list(ways)], axis=(2, 3))
    return [int(number) for number in means.argmax(0)]


def judged(held: HeldOut, settings: Sequence[Setting], fit: Fit) -> list[Tensor]:
    """For each way, logits [n, labels] of every clip by the setting of its group, fitted to all other groups."""
    found: list[list[Tensor]] = [[] for _ in held.ways]
    order = []
    for group, setting in enumerate(settings):
        model = fit(held.without(group), setting.fitting)
        order.append(np.flatnonzero(held.groups == group))
        for way, parts in enumerate(found):
            parts.append(_says(held, order[-1], way, model, setting))
    back = np.argsort(np.concatenate(order))
    return [torch.cat(parts)[back] for parts in found]


def fitting(seed: int, stage: str, total: int, report: Report) -> Fit:
    """Fits to the labels that are heard, numbered anew in their order; report is told how many of at most so many fits
    are done."""
    done = itertools.count(1)

    def fit(heard: Voices, settings: VoiceSettings) -> VoiceBranches:
        names, numbers = np.unique(heard.labels, return_inverse=True)  # two corpora may lack a label
        heard = replace(heard, labels=numbers.astype(np.int64))
        model = fit_voice(voice_set(heard), replace(settings, classes=len(names)), seed)
        report(stage, min(next(done) / total, 1.0))
        return model

    return fit


def _accuracies(held: HeldOut, group: int, model: VoiceBranches, setting: Setting) -> list[float]:
    """Of a group, each way of hearing it."""
    own = np.flatnonzero(held.groups == group)
    wanted = held.voices.labels[own]
    among = wanted < held.labels
    found = []
    for way in range(len(held.ways)):
        said = _says(held, own, way, model, setting).argmax(-1).numpy()
        found.append(unweighted_accuracy(wanted[among], said[among]))
    return found


def _says(held: HeldOut, own: Numbers, way: int, model: VoiceBranches, setting: Setting) -> Tensor:
    """Logits [n, labels] of some clips, each beside its speaker's others."""
    examples = [held.ways[way][i] for i in own.tolist()]
    parts = voice_logits(model, examples, held.voices.speakers[own], setting.even)
    return voice_says(*parts, setting.prosody_share)[:, : held.labels]
