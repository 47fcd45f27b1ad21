"""The course of the two branches of the voice, and then of what they know about speakers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.fitting.course import Course, LoopSettings
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.loop import Outcome, run_course
from mmemotion.fitting.voice import (
    Numbers,
    VoiceBranches,
    VoiceSet,
    VoiceSettings,
    new_branches,
    stacked,
    voice_evidence,
)
from mmemotion.networks.baseline import Told, offsets_of

PARTS = 4
"""The speakers are dealt into so many parts, of which each is heard by branches that learned from the others."""


def loop_settings(settings: VoiceSettings, patience: int = 0) -> LoopSettings:
    """What the loop needs to know."""
    return LoopSettings(settings.rate, weight_decay=0.0, epochs=settings.epochs, patience=patience)


@dataclass(frozen=True, slots=True)
class Heard:
    """Clips to learn from and their names; judge(), if given, is the score on others."""

    clips: VoiceSet
    names: Sequence[str] = ()
    judge: Callable[[], float] | None = None


class VoiceCourse(Course):
    """Cross entropy of each branch on clips whose speaker's offset is taken off, with mixup (Zhang et al. 2017, arXiv
    1710.09412) and a penalty on weights that go far."""

    name = "voice"
    model: VoiceBranches

    def __init__(self, model: VoiceBranches, heard: Heard, settings: VoiceSettings) -> None:
        self.model, self._heard, self._settings = model, heard, settings
        self.steps_per_epoch = max(1, len(heard.clips.labels) // settings.batch)
        device = next(model.parameters()).device
        values, measures = (part.to(device) for part in stacked(heard.clips))
        with torch.no_grad():
            sound = model.acoustic.standardise(values)
            measured = model.prosody.standardise(measures.flatten(0, 1)).view_as(measures).flatten(2)
        self._inputs = [torch.stack([self._usual_off(kind) for kind in part]) for part in (sound, measured)]
        self._heads = (model.acoustic.classifier, model.prosody.classifier)
        self._dropouts = (model.acoustic.dropout, model.prosody.dropout)
        self._begun = [head.weight.detach().clone() for head in self._heads]
        self._places = np.zeros(0, dtype=np.int64)

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        """Of clips drawn as often as the set says."""
        clips, settings = self._heard.clips, self._settings
        self._places = chance.choice(len(clips.labels), settings.batch, p=clips.draw)
        other = np.where(chance.random(settings.batch) < settings.other_renderings, 1, 0)
        kinds = other * chance.integers(min(1, len(self._inputs[0]) - 1), len(self._inputs[0]), settings.batch)
        share = max(float(chance.beta(settings.mixup, settings.mixup)), 1e-3)
        order = torch.from_numpy(chance.permutation(settings.batch))
        labels = torch.from_numpy(clips.labels[self._places])
        target = _mix(nn.functional.one_hot(labels, settings.classes).float(), order, share)
        losses = []
        for inputs, dropout, head, begun in zip(self._inputs, self._dropouts, self._heads, self._begun, strict=True):
            drawn = _mix(inputs[kinds, self._places], order.to(inputs.device), share)
            logits = head(dropout(drawn)).float()
            missed = nn.functional.cross_entropy(logits, target.to(logits.device), label_smoothing=settings.smoothing)
            losses.append(missed + settings.penalty * (head.weight - begun).square().sum())
        return torch.stack(losses).sum()

    def score(self) -> float | None:
        """As it is judged."""
        return None if self._heard.judge is None else self._heard.judge()

    def examples(self) -> list[str]:
        """Names of the clips of the last batch."""
        return [self._heard.names[place] for place in dict.fromkeys(self._places.tolist())] if self._heard.names else []

    def identity(self) -> str:
        """Of the clips, by labels and inputs; and of the weights that are started from."""
        digest = hashlib.sha256(self._heard.clips.labels.tobytes() + self._heard.clips.draw.tobytes())
        for inputs in self._inputs:
            digest.update(inputs.cpu().numpy().tobytes())
        for value in self.model.state_dict().values():
            digest.update(value.cpu().numpy().tobytes())
        return digest.hexdigest() + repr(self._settings)

    def _usual_off(self, inputs: Tensor) -> Tensor:
        """Inputs [clip, d] of one rendering without their speakers' offsets."""
        clips = self._heard.clips
        labels, speakers = (torch.from_numpy(part).to(inputs.device) for part in (clips.labels, clips.speakers))
        return inputs - offsets_of(inputs, labels, speakers)[0][speakers]


def fit_voice(clips: VoiceSet, settings: VoiceSettings, seed: int, hooks: Hooks | None = None) -> VoiceBranches:
    """New branches that know emotions and speakers. Raises what run_course raises."""
    model = new_branches(clips, settings)
    run_course(VoiceCourse(model, Heard(clips), settings), loop_settings(settings), seed, hooks)
    fit_baselines(model, clips, settings, seed, hooks)
    return model


def run_voice(
    model: VoiceBranches, heard: Heard, settings: VoiceSettings, seed: int, hooks: Hooks, patience: int
) -> Outcome:
    """The course of branches that were begun with."""
    return run_course(VoiceCourse(model, heard, settings), loop_settings(settings, patience), seed, hooks)


def fit_baselines(
    model: VoiceBranches, clips: VoiceSet, settings: VoiceSettings, seed: int, hooks: Hooks | None = None
) -> None:
    """Fits what the model knows about speakers, to what branches like it say of speakers they did not hear."""
    parts = _dealt(clips.speakers, seed)
    kinds = len(clips.renderings[0])
    told = [torch.zeros(kinds, len(clips.labels), settings.classes) for _ in range(2)]
    for part in np.unique(parts):
        own, rest = np.flatnonzero(parts == part), np.flatnonzero(parts != part)
        alike = deepcopy(model)
        _forget(alike)
        place = None if hooks is None else hooks.within(f"speakers {part}")
        run_course(VoiceCourse(alike, Heard(clips.take(rest)), settings), loop_settings(settings), seed, place)
        for kind in range(kinds):
            found = voice_evidence(alike.cpu(), [clips.renderings[i][kind] for i in own.tolist()])
            for one, evidence in zip(told, found, strict=True):
                one[kind, own] = evidence
    for baseline, evidence in zip((model.acoustic.baseline, model.prosody.baseline), told, strict=True):
        baseline.fit(_told(evidence, clips))


def _told(evidence: Tensor, clips: VoiceSet) -> Told:
    """Every rendering of a speaker counts as another speaker: line and room move a voice too."""
    kinds = len(evidence)
    people = int(clips.speakers.max()) + 1
    speakers = np.concatenate([clips.speakers + kind * people for kind in range(kinds)])
    labels, counts = np.tile(clips.labels, kinds), np.tile(clips.draw, kinds)
    rows = (torch.from_numpy(part) for part in (labels, speakers, counts))
    return Told(evidence.flatten(0, 1), *rows)


def _dealt(speakers: Numbers, seed: int) -> Numbers:
    """Part of each clip: speakers are dealt by chance, clips where there is only one speaker."""
    groups = speakers if len(np.unique(speakers)) > 1 else np.arange(len(speakers))
    names, place = np.unique(groups, return_inverse=True)
    return np.asarray(np.random.default_rng(seed).permutation(len(names)) % min(PARTS, len(names)))[place]


def _forget(model: VoiceBranches) -> None:
    for head in (model.acoustic.classifier, model.prosody.classifier):
        nn.init.zeros_(head.weight)
        nn.init.zeros_(head.bias)


def _mix(values: Tensor, other: Tensor, share: float) -> Tensor:
    return share * values + (1 - share) * values[other]
