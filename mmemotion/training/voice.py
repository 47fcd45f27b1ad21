"""The voice branches of a run: who is validated on, how often clips are drawn, and the fit itself.

The one place where the encoder of a configuration is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.assembly import choose_device
from mmemotion.backends.trained_fusion import load_network
from mmemotion.backends.whisper_encoder import LAYERS, WIDTH
from mmemotion.config import Device
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.voices import Fit, Voices, clean, folds_of, voice_says, voice_set
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.voice import (
    Numbers,
    VoiceBranches,
    VoiceSettings,
    new_branches,
    voice_evidence,
    voice_logits,
)
from mmemotion.fitting.voice_course import Heard, fit_baselines, run_voice
from mmemotion.manifest import Manifest
from mmemotion.training.config import VoiceSection
from mmemotion.types import EMOTIONS


@dataclass(frozen=True, slots=True, eq=False)
class FittedVoice:
    """The branches; the clips they were validated on (none where all epochs were gone through), what the branches said
    of these, and the unweighted accuracy on them before and after."""

    branches: VoiceBranches
    validation: Voices | None = None
    logits: tuple[Tensor, Tensor] | None = None
    before: float | None = None
    score: float | None = None
    epochs: int = 0


def fit_branches(
    voices: Voices, section: VoiceSection, seed: int, hooks: Hooks, start: VoiceBranches | None = None
) -> FittedVoice:
    """Branches fitted to the clips, from new weights or those of start, which stay as they are.

    What start knows of speakers in general is kept: a few clips say little of that.
    """
    held = validation_places(voices, section)
    learned = voices.take(np.setdiff1d(np.arange(len(voices.clips)), held))
    validation = voices.take(held) if len(held) else None
    clips, settings = voice_set(learned, section.balance), voice_settings(section)
    model = (new_branches(clips, settings) if start is None else _copied(start, section)).to(choose_device(Device.AUTO))
    before = None if validation is None or start is None else accuracy(model, validation)
    judge = None if validation is None else lambda: _heard_right(model, validation)
    heard = Heard(clips, [str(clip.path) for clip in learned.clips], judge)
    outcome = run_voice(model, heard, settings, seed, hooks, section.patience)
    if start is None:
        fit_baselines(model, clips, settings, seed, hooks)
    model.cpu()
    logits = None if validation is None else voice_logits(model, clean(validation), validation.speakers)
    score = outcome.score if validation is None else accuracy(model, validation)
    return FittedVoice(model, validation, logits, before, score, outcome.epochs)


def validation_places(voices: Voices, section: VoiceSection) -> Numbers:
    """Places of the clips of the fold to be validated on; of the first there is, where that one is not there."""
    if section.patience == 0:
        return np.zeros(0, dtype=np.int64)
    folds = folds_of(voices)
    there = [int(fold) for fold in np.unique(folds) if fold > 0]
    fold = section.validation_fold if section.validation_fold in there else there[0]
    return np.flatnonzero(folds == fold)


def accuracy(model: VoiceBranches, voices: Voices) -> float:
    """Unweighted accuracy of both branches together on clips as they were recorded, beside their speakers' others."""
    found = voice_says(*voice_logits(model, clean(voices), voices.speakers)).argmax(-1).numpy()
    return unweighted_accuracy(voices.labels, found)


def _heard_right(model: VoiceBranches, voices: Voices) -> float:
    """The same while nothing is known of speakers yet."""
    found = voice_says(*voice_evidence(model, clean(voices))).argmax(-1).numpy()
    return unweighted_accuracy(voices.labels, found)


def fit_of(section: VoiceSection, seed: int, hooks: Hooks) -> Fit:
    """Fits new branches as the section says, each kept under a name of its own."""

    def fit(voices: Voices, name: str) -> VoiceBranches:
        return fit_branches(voices, section, seed, _told(hooks.within(name), name)).branches

    return fit


def shares_of(voices: Voices) -> Tensor:
    """The labels as shares [n, classes]."""
    return nn.functional.one_hot(torch.from_numpy(voices.labels), len(EMOTIONS)).float()


def voice_settings(section: VoiceSection) -> VoiceSettings:
    """The section as the fit reads it."""
    names = ("epochs", "batch", "rate", "penalty", "dropout", "mixup", "smoothing", "other_renderings")
    own = {name: getattr(section, name) for name in names}
    return replace(VoiceSettings(classes=len(EMOTIONS), layers=len(LAYERS), width=WIDTH), **own)


def start_branches(model: str) -> VoiceBranches | None:
    """Those of a model to start from; None for no name. Raises ModelError."""
    if not model:
        return None
    network = load_network(Manifest.load().folder(model))[0]
    return VoiceBranches(network.acoustic, network.prosody)


def _copied(start: VoiceBranches, section: VoiceSection) -> VoiceBranches:
    """Inputs stay standardised as they were: a few clips say little about people in general."""
    model = deepcopy(start)
    for branch in (model.acoustic, model.prosody):
        branch.dropout.p = section.dropout
    return model


def _told(hooks: Hooks, which: str) -> Hooks:
    return replace(hooks, report=lambda stage, share: hooks.report(f"{stage}, {which}", share))


def labels_missing(voices: Voices) -> Sequence[str]:
    """Labels of which there is no clip."""
    return [emotion for number, emotion in enumerate(EMOTIONS) if number not in voices.labels]
