"""Acoustic encoders and objectives side by side, on the same folds of speakers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.intervals import interval, paired_difference
from mmemotion.evaluation.metrics import Metric, mean_over, ua
from mmemotion.evaluation.predictions import Predictions, make_predictions, softmax
from mmemotion.evaluation.report import Measure, measured
from mmemotion.fitting.hooks import Hooks, Report
from mmemotion.fitting.log_mel import Frames
from mmemotion.fitting.pretraining import PretrainingSettings, pretrain
from mmemotion.fitting.techniques import (
    ENCODERS,
    SELF_SUPERVISED,
    SUPERVISED,
    Numbers,
    SpectralSet,
    SpectralSettings,
    fit_spectral,
    new_encoder,
    spectral_logits,
)
from mmemotion.networks.spectral import FrameEncoder

Technique = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """Labelled clips of speakers dealt into folds, and their spectrograms; unlabelled: recordings of other people."""

    clips: Sequence[Clip]
    frames: Sequence[Frames]
    unlabelled: Sequence[Frames]

    @property
    def names(self) -> tuple[str, ...]:
        """The corpus's own labels."""
        return tuple(sorted({clip.original for clip in self.clips}))

    @property
    def labels(self) -> Numbers:
        """Number of the label of each clip."""
        return np.array([self.names.index(clip.original) for clip in self.clips])

    @property
    def folds(self) -> Numbers:
        """Fold of each clip: no two share a speaker."""
        return np.array([clip.fold for clip in self.clips])

    def predictions(self, logits: Tensor) -> Predictions:
        """Of logits [n, labels] of the clips."""
        speakers, folds = np.array([clip.speaker for clip in self.clips]), self.folds.astype(np.str_)
        probabilities = softmax(logits.double().numpy())
        return make_predictions(self.names, self.labels, probabilities, speakers=speakers, groups=folds)

    @property
    def metric(self) -> Metric:
        """Unweighted accuracy, the mean over folds."""
        return mean_over(self.folds.astype(np.str_), ua)


@dataclass(frozen=True, slots=True)
class Trial:
    """How long encoders learn without labels, and with them."""

    fitting: SpectralSettings
    pretraining: PretrainingSettings = field(default_factory=PretrainingSettings)
    pretrained: SpectralSettings | None = None

    def settings(self, objective: str) -> SpectralSettings:
        """Those of the supervised part."""
        return self.pretrained or self.fitting if objective == SELF_SUPERVISED else self.fitting


def encoder_logits(spoken: Spoken, trial: Trial, seed: int, report: Report) -> dict[Technique, Tensor]:
    """Held-out logits [n, labels] of every encoder under every objective. Pre-training is done once, for all folds."""
    found = {}
    for kind in ENCODERS:
        for objective, encoder in _starts(kind, spoken, trial, seed, report):
            settings = trial.settings(objective)
            found[kind, objective] = _held_out(encoder, spoken, settings, seed, _named(report, f"{kind}, {objective}"))
    return found


def encoder_measures(
    spoken: Spoken, logits: Mapping[Technique, Tensor], expenses: Mapping[str, str], seed: int
) -> list[Measure]:
    """Accuracy of each technique with its expense beside, then what pre-training adds to each encoder, paired."""
    said = {technique: spoken.predictions(values) for technique, values in logits.items()}
    data = f"{spoken.clips[0].corpus}, {len(spoken.names)} emotions, {len(set(spoken.folds.tolist()))} folds"
    rows = [
        measured(f"UA, {kind}, {objective}", data, interval(spoken.metric, one, seed), reference=expenses.get(kind, ""))
        for (kind, objective), one in said.items()
    ]
    for kind in (kind for kind, objective in said if objective == SELF_SUPERVISED):
        pair = said[kind, SUPERVISED], said[kind, SELF_SUPERVISED]
        rows.append(measured(f"UA gained by pre-training, {kind}", data, paired_difference(spoken.metric, *pair, seed)))
    return rows


def _starts(kind: str, spoken: Spoken, trial: Trial, seed: int, report: Report) -> Iterator[tuple[str, FrameEncoder]]:
    """Per objective the encoder before it sees a label."""
    yield SUPERVISED, new_encoder(kind, seed)
    encoder = new_encoder(kind, seed)
    pretrain(encoder, spoken.unlabelled, trial.pretraining, seed, Hooks(_named(report, f"{kind}, pre-training")))
    yield SELF_SUPERVISED, encoder


def _held_out(encoder: FrameEncoder, spoken: Spoken, settings: SpectralSettings, seed: int, report: Report) -> Tensor:
    """Logits of each clip by a branch that heard no clip of its fold, every one begun with the same encoder."""
    clips = SpectralSet(spoken.frames, spoken.labels)
    logits = torch.zeros(len(spoken.clips), settings.classes)
    folds = np.unique(spoken.folds)
    for number, fold in enumerate(folds):
        held = np.flatnonzero(spoken.folds == fold)
        learned = clips.take(np.flatnonzero(spoken.folds != fold))
        model = fit_spectral(deepcopy(encoder), learned, settings, seed)
        logits[held] = spectral_logits(model, clips.take(held).frames)
        report("", (number + 1) / len(folds))
    return logits


def _named(report: Report, name: str) -> Report:
    return lambda _, share: report(name, share)
