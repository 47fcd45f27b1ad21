"""Fitting the two branches of the voice, acoustic frames and measures, to labelled clips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from mmemotion.networks.acoustic import AcousticBranch
from mmemotion.networks.prosody import ProsodyBranch

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class VoiceExample:
    """One clip: frames [n, layers * width], measures by group [groups, width] with NaN where not defined."""

    frames: npt.NDArray[np.float16]
    measures: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class VoiceSet:
    """Clips, each in one or more renderings that sound different; label number; how often each is drawn."""

    renderings: Sequence[Sequence[VoiceExample]]
    labels: npt.NDArray[np.int64]
    draw: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How the branches are fitted; other_renderings: how often not the first rendering of a clip is drawn."""

    classes: int
    layers: int
    width: int
    epochs: int = 25
    batch: int = 64
    rate: float = 1e-3
    weight_decay: float = 0.02
    mixup: float = 0.4
    smoothing: float = 0.05
    other_renderings: float = 0.4
    stride: int = 3


class VoiceBranches(nn.Module):
    """The acoustic and the prosody branch, fitted side by side."""

    def __init__(self, acoustic: AcousticBranch, prosody: ProsodyBranch) -> None:
        super().__init__()
        self.acoustic = acoustic
        self.prosody = prosody


def fit_voice(clips: VoiceSet, settings: VoiceSettings, seed: int, report: Report) -> VoiceBranches:
    """Both branches fitted by AdamW with one-cycle rate and mixup of pooled statistics (Zhang et al. 2017,
    arXiv 1710.09412; Verma et al. 2018, arXiv 1806.05236). The seed fixes all chance."""
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    chance = np.random.default_rng(seed)
    model = _branches(clips, settings)
    steps = settings.epochs * max(1, len(clips.labels) // settings.batch)
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=settings.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps, pct_start=0.15)
    for step in range(steps):
        loss = _loss(model.train(), _draw(clips, settings, chance), settings, chance)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        schedule.step()
        report("voice", (step + 1) / steps)
    return model.eval()


def voice_logits(model: VoiceBranches, examples: Sequence[VoiceExample]) -> tuple[Tensor, Tensor]:
    """What the acoustic and the prosody branch say of each clip: logits [n, classes] twice."""
    acoustic, prosody = [], []
    with torch.inference_mode():
        for start in range(0, len(examples), 32):
            frames, mask, measures = _batch(examples[start : start + 32])
            acoustic.append(model.acoustic(frames, mask)[0])
            prosody.append(model.prosody(measures)[0])
    return torch.cat(acoustic), torch.cat(prosody)


def _branches(clips: VoiceSet, settings: VoiceSettings) -> VoiceBranches:
    measures = torch.from_numpy(np.stack([rendering.measures for clip in clips.renderings for rendering in clip]))
    groups, width = measures.shape[1:]
    prosody = ProsodyBranch(groups, width, settings.classes)
    prosody.standardise.fit(measures)
    return VoiceBranches(AcousticBranch(settings.layers, settings.width, settings.classes), prosody)


def _draw(
    clips: VoiceSet, settings: VoiceSettings, chance: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A batch: frames, mask, measures, labels. Every third frame is read, from a random one of the first three:
    neighbours say much the same."""
    places = chance.choice(len(clips.labels), settings.batch, p=clips.draw)
    others = chance.random(settings.batch) < settings.other_renderings
    examples = []
    for place, other in zip(places, others, strict=True):
        renderings = clips.renderings[place]
        example = renderings[int(chance.integers(1, len(renderings))) if other and len(renderings) > 1 else 0]
        start = chance.integers(0, min(settings.stride, len(example.frames)))
        examples.append(VoiceExample(example.frames[start :: settings.stride], example.measures))
    return *_batch(examples), torch.from_numpy(clips.labels[places])


def _batch(examples: Sequence[VoiceExample]) -> tuple[Tensor, Tensor, Tensor]:
    lengths = [len(example.frames) for example in examples]
    frames = torch.zeros(len(examples), max(lengths), examples[0].frames.shape[1])
    for row, example in enumerate(examples):
        frames[row, : lengths[row]] = torch.from_numpy(example.frames)
    mask = torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]
    return frames, mask, torch.from_numpy(np.stack([example.measures for example in examples]))


def _loss(
    model: VoiceBranches,
    batch: tuple[Tensor, Tensor, Tensor, Tensor],
    settings: VoiceSettings,
    chance: np.random.Generator,
) -> Tensor:
    """Cross entropy of each branch; statistics of shuffled pairs are mixed before the classifiers."""
    frames, mask, measures, labels = batch
    share = max(chance.beta(settings.mixup, settings.mixup), 1e-3)
    other = torch.from_numpy(chance.permutation(len(labels)))
    acoustic = model.acoustic.classifier(_mix(model.acoustic.pool(frames, mask)[0], other, share))
    prosody = model.prosody.classifier(_mix(model.prosody.pool(measures)[0], other, share))
    target = _mix(nn.functional.one_hot(labels, settings.classes).float(), other, share)
    losses = [
        nn.functional.cross_entropy(logits, target, label_smoothing=settings.smoothing)
        for logits in (acoustic, prosody)
    ]
    return torch.stack(losses).sum()


def _mix(values: Tensor, other: Tensor, share: float) -> Tensor:
    return share * values + (1 - share) * values[other]
