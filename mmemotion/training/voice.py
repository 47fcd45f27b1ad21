"""The voice branches of a run: who is validated on, how often clips are drawn, and the fit itself.

The one place where the encoder of a configuration is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.assembly import choose_device
from mmemotion.backends.trained_fusion import load_network
from mmemotion.backends.whisper_encoder import LAYERS, WIDTH
from mmemotion.config import Device
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.voices import Numbers, Voices, clean, voice_says
from mmemotion.fitting.fusion import Evidence
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.voice import VoiceBranches, VoiceSet, VoiceSettings, voice_logits
from mmemotion.fitting.voice_course import Heard, VoiceCourse, loop_settings
from mmemotion.manifest import Manifest
from mmemotion.networks.acoustic import AcousticBranch
from mmemotion.networks.prosody import ProsodyBranch
from mmemotion.training.config import VoiceSection
from mmemotion.types import EMOTIONS, Modality

CLIP_FOLDS = 5
"""Where only one person speaks, every fifth clip of a label is a fold."""


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
    """Branches fitted to the clips, from new weights or those of start, which stay as they are."""
    held = validation_places(voices, section)
    learned = voices.take(np.setdiff1d(np.arange(len(voices.clips)), held))
    validation = voices.take(held) if len(held) else None
    model = (_new(learned, section, seed) if start is None else _copied(start, section)).to(choose_device(Device.AUTO))
    before = None if validation is None or start is None else accuracy(model, validation)
    judge = None if validation is None else lambda: accuracy(model, validation)
    heard = Heard(voice_set(learned, section), [str(clip.path) for clip in learned.clips], judge)
    settings = voice_settings(section)
    outcome = run_course(VoiceCourse(model, heard, settings), loop_settings(settings, section.patience), seed, hooks)
    model.cpu()
    logits = None if validation is None else voice_logits(model, clean(validation))
    return FittedVoice(model, validation, logits, before, outcome.score, outcome.epochs)


def validation_places(voices: Voices, section: VoiceSection) -> Numbers:
    """Places of the clips of the fold to be validated on; of the first there is, where that one is not there."""
    if section.patience == 0:
        return np.zeros(0, dtype=np.int64)
    folds = folds_of(voices)
    there = [int(fold) for fold in np.unique(folds) if fold > 0]
    fold = section.validation_fold if section.validation_fold in there else there[0]
    return np.flatnonzero(folds == fold)


def folds_of(voices: Voices) -> Numbers:
    """Fold of each clip. No two share a person, unless there is only one fold of people."""
    if len(np.unique(voices.folds)) > 1:
        return voices.folds
    rank = np.zeros(len(voices.labels), dtype=np.int64)
    for label in np.unique(voices.labels):
        own = np.flatnonzero(voices.labels == label)
        rank[own] = np.arange(len(own))
    return rank % CLIP_FOLDS + 1


def corpora_of(voices: Voices) -> Numbers:
    """Number of each clip's corpus, from 0 in order of name."""
    return np.unique([clip.corpus for clip in voices.clips], return_inverse=True)[1].astype(np.int64)


def voice_set(voices: Voices, section: VoiceSection) -> VoiceSet:
    """Clips drawn so that every corpus comes as often, and within one every label; or every label; or every clip."""
    corpora = corpora_of(voices) if section.balance == "corpus and label" else np.zeros_like(voices.labels)
    labels = voices.labels if section.balance != "none" else np.zeros_like(voices.labels)
    pairs = corpora * len(EMOTIONS) + labels
    names, place, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    labels_of = np.bincount(names // len(EMOTIONS))[corpora]
    draw = 1.0 / (counts[place] * labels_of)
    return VoiceSet(voices.renderings, voices.labels, draw / draw.sum())


def accuracy(model: VoiceBranches, voices: Voices) -> float:
    """Unweighted accuracy of both branches together on clips as they were recorded."""
    device = next(model.parameters()).device
    found = voice_says(*voice_logits(model.cpu().eval(), clean(voices))).argmax(-1).numpy()
    model.to(device)
    return unweighted_accuracy(voices.labels, found)


def held_out(voices: Voices, groups: Numbers, section: VoiceSection, seed: int, hooks: Hooks) -> Evidence:
    """What branches say of each clip that heard no clip of its group."""
    acoustic = torch.zeros(len(voices.clips), len(EMOTIONS))
    prosody = torch.zeros_like(acoustic)
    numbers = np.unique(groups)
    for number, group in enumerate(numbers, start=1):
        own = np.flatnonzero(groups == group)
        part = _told(hooks.within(f"without {group}"), f"{number} of {len(numbers)}")
        fitted = fit_branches(voices.take(np.flatnonzero(groups != group)), section, seed, part)
        acoustic[own], prosody[own] = voice_logits(fitted.branches, clean(voices.take(own)))
    return Evidence({Modality.ACOUSTIC: acoustic, Modality.PROSODY: prosody}, shares_of(voices))


def shares_of(voices: Voices) -> Tensor:
    """The labels as shares [n, classes]."""
    return nn.functional.one_hot(torch.from_numpy(voices.labels), len(EMOTIONS)).float()


def voice_settings(section: VoiceSection) -> VoiceSettings:
    """The section as the fit reads it."""
    names = ("epochs", "batch", "rate", "weight_decay", "mixup", "smoothing", "other_renderings")
    own = {name: getattr(section, name) for name in names}
    return replace(VoiceSettings(classes=len(EMOTIONS), layers=len(LAYERS), width=WIDTH), **own)


def _new(voices: Voices, section: VoiceSection, seed: int) -> VoiceBranches:
    torch.manual_seed(seed)
    measures = torch.from_numpy(np.stack([one.measures for clip in voices.renderings for one in clip]))
    prosody = ProsodyBranch(measures.shape[1], measures.shape[2], len(EMOTIONS))
    prosody.standardise.fit(measures)
    return VoiceBranches(AcousticBranch(len(LAYERS), WIDTH, len(EMOTIONS), dropout=section.dropout), prosody)


def start_branches(model: str) -> VoiceBranches | None:
    """Those of a model to start from; None for no name. Raises ModelError."""
    if not model:
        return None
    network = load_network(Manifest.load().folder(model))[0]
    return VoiceBranches(network.acoustic, network.prosody)


def _copied(start: VoiceBranches, section: VoiceSection) -> VoiceBranches:
    """Its measures stay standardised as they were: a few clips say little about people in general."""
    from copy import deepcopy

    model = deepcopy(start)
    for module in model.acoustic.modules():
        if isinstance(module, nn.Dropout):
            module.p = section.dropout
    return model


def _told(hooks: Hooks, which: str) -> Hooks:
    return replace(hooks, report=lambda stage, share: hooks.report(f"{stage}, {which}", share))


def labels_missing(voices: Voices) -> Sequence[str]:
    """Labels of which there is no clip."""
    return [emotion for number, emotion in enumerate(EMOTIONS) if number not in voices.labels]
