"""The course of the two branches of the voice: for runs that are kept, resumed, begun with weights or ended early."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.fitting.course import Course, LoopSettings
from mmemotion.fitting.voice import VoiceBranches, VoiceExample, VoiceSet, VoiceSettings


def loop_settings(settings: VoiceSettings, patience: int) -> LoopSettings:
    """What the loop needs to know."""
    return LoopSettings(settings.rate, settings.weight_decay, epochs=settings.epochs, patience=patience)


@dataclass(frozen=True, slots=True)
class Heard:
    """Clips to learn from and their names; judge(), if given, is the score on others."""

    clips: VoiceSet
    names: Sequence[str]
    judge: Callable[[], float] | None = None


class VoiceCourse(Course):
    """Cross entropy of each branch with mixup of pooled statistics (Zhang et al. 2017, arXiv 1710.09412; Verma et al.
    2018, arXiv 1806.05236)."""

    name = "voice"
    model: VoiceBranches

    def __init__(self, model: VoiceBranches, heard: Heard, settings: VoiceSettings) -> None:
        self.model, self._heard, self._settings = model, heard, settings
        self.steps_per_epoch = max(1, len(heard.clips.labels) // settings.batch)
        self._places = np.zeros(0, dtype=np.int64)

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        """Of clips drawn as often as the set says."""
        clips, settings = self._heard.clips, self._settings
        self._places = chance.choice(len(clips.labels), settings.batch, p=clips.draw)
        device = next(self.model.parameters()).device
        batch = gather([self._drawn(place, chance) for place in self._places.tolist()])
        frames, mask, measures = (part.to(device) for part in batch)
        share = max(float(chance.beta(settings.mixup, settings.mixup)), 1e-3)
        other = torch.from_numpy(chance.permutation(settings.batch)).to(device)
        one_hot = nn.functional.one_hot(torch.from_numpy(clips.labels[self._places]), settings.classes).float()
        target = _mix(one_hot.to(device), other, share)
        pooled = (self.model.acoustic.pool(frames, mask)[0], self.model.prosody.pool(measures)[0])
        heads = (self.model.acoustic.classifier, self.model.prosody.classifier)
        losses = [
            nn.functional.cross_entropy(
                head(_mix(statistics, other, share)).float(), target, label_smoothing=settings.smoothing
            )
            for head, statistics in zip(heads, pooled, strict=True)
        ]
        return torch.stack(losses).sum()

    def score(self) -> float | None:
        """As it is judged."""
        return None if self._heard.judge is None else self._heard.judge()

    def examples(self) -> list[str]:
        """Names of the clips of the last batch."""
        return [self._heard.names[place] for place in dict.fromkeys(self._places.tolist())]

    def identity(self) -> str:
        """Of the clips, by labels, lengths and measures; and of the weights that are started from."""
        digest = hashlib.sha256(self._heard.clips.labels.tobytes() + self._heard.clips.draw.tobytes())
        for renderings in self._heard.clips.renderings:
            for example in renderings:
                digest.update(len(example.frames).to_bytes(4) + example.measures.tobytes())
        for value in self.model.state_dict().values():
            digest.update(value.cpu().numpy().tobytes())
        return digest.hexdigest() + repr(self._settings)

    def _drawn(self, place: int, chance: np.random.Generator) -> VoiceExample:
        """A rendering of a clip; every third frame is read, as neighbours say much the same."""
        renderings, settings = self._heard.clips.renderings[place], self._settings
        other = len(renderings) > 1 and chance.random() < settings.other_renderings
        example = renderings[int(chance.integers(1, len(renderings))) if other else 0]
        start = int(chance.integers(0, min(settings.stride, len(example.frames))))
        return VoiceExample(example.frames[start :: settings.stride], example.measures)


def gather(examples: Sequence[VoiceExample]) -> tuple[Tensor, Tensor, Tensor]:
    """frames [batch, longest, width], which are there [batch, longest], measures [batch, groups, width]."""
    lengths = torch.tensor([len(example.frames) for example in examples])
    frames = nn.utils.rnn.pad_sequence(
        [torch.from_numpy(example.frames).float() for example in examples], batch_first=True
    )
    mask = torch.arange(frames.shape[1])[None] < lengths[:, None]
    return frames, mask, torch.from_numpy(np.stack([example.measures for example in examples]))


def _mix(values: Tensor, other: Tensor, share: float) -> Tensor:
    return share * values + (1 - share) * values[other]
