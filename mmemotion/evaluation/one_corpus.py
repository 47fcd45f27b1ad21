"""The voice within one corpus, in its own labels, on people it did not hear: the protocols of publications."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from mmemotion.evaluation.assessment import Required, assess
from mmemotion.evaluation.calibrated import calibrated
from mmemotion.evaluation.intervals import interval
from mmemotion.evaluation.metrics import mean_over, ua
from mmemotion.evaluation.predictions import Predictions, make_predictions, softmax
from mmemotion.evaluation.report import Assessment, Measure, measured
from mmemotion.evaluation.voices import Fit, Given, Voices, clean, held_out_logits, voice_says, voice_set
from mmemotion.fitting.hooks import Report
from mmemotion.fitting.voice import Numbers, VoiceBranches, VoiceSettings
from mmemotion.fitting.voice_course import fit_voice


@dataclass(frozen=True, slots=True)
class Protocol:
    """data: its name in the report; required: of the voice beside the speaker's other clips; by_group: UA is the mean
    over groups (folds), not over all clips."""

    data: str
    required: Required
    by_group: bool


def one_corpus(
    voices: Voices, groups: Numbers, protocol: Protocol, settings: VoiceSettings, seed: int, report: Report
) -> tuple[Assessment, list[Measure]]:
    """The voice beside the speaker's other clips, assessed; each branch, and each clip by itself, measured.

    voices: in the corpus's own labels, numbered in order of name. groups: of each clip, tested by branches that heard
    the others.
    """
    names = tuple(sorted({clip.original for clip in voices.clips}))
    fit = told_fit(replace(settings, classes=len(names)), seed, protocol.data, len(np.unique(groups)), report)
    given = [Given(clean(voices)), Given(clean(voices), beside=False)]
    beside, alone = held_out_logits(voices, groups, fit, given)
    metric = mean_over(groups.astype(np.str_), ua) if protocol.by_group else ua
    parts = {"voice, each clip by itself": voice_says(*alone), "acoustic frames": beside[0], "prosody": beside[1]}
    rows = []
    for name, logits in parts.items():
        found = interval(metric, said_of(voices, names, groups, logits), seed)
        rows.append(measured(f"unweighted accuracy, {name}", protocol.data, found))
    whole = said_of(voices, names, groups, voice_says(*beside))
    whole = calibrated(whole, whole.speakers)
    return assess("voice", protocol.data, whole, seed, protocol.required, protocol.by_group), rows


def told_fit(settings: VoiceSettings, seed: int, stage: str, total: int, report: Report) -> Fit:
    """Fits to whatever is heard; report is told how many of so many fits are done."""
    done = itertools.count(1)

    def fit(heard: Voices, name: str) -> VoiceBranches:
        model = fit_voice(voice_set(heard), settings, seed)
        report(stage, next(done) / total)
        return model

    return fit


def said_of(voices: Voices, names: tuple[str, ...], groups: Numbers, logits: Tensor) -> Predictions:
    """What logits [n, labels] say of all clips, over the corpus's own labels."""
    rows = logits.double().numpy()
    return make_predictions(
        names,
        voices.labels,
        softmax(rows),
        rows,
        speakers=np.array([clip.speaker for clip in voices.clips]),
        genders=np.array([clip.gender for clip in voices.clips]),
        groups=groups.astype(np.str_),
    )
