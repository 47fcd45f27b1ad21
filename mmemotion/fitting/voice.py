"""The two branches of the voice, sound and measures, and what they are fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from mmemotion.networks.acoustic import AcousticBranch, statistics
from mmemotion.networks.baseline import EVEN, Expected
from mmemotion.networks.prosody import ProsodyBranch

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class VoiceExample:
    """One clip: statistics of its frames [2 * layers * width], measures by group [groups, width], NaN where not
    defined."""

    statistics: npt.NDArray[np.float32]
    measures: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class VoiceSet:
    """Clips, each in the same renderings, the clean one first; number of its label and of its speaker, from 0; how
    often each is drawn."""

    renderings: Sequence[Sequence[VoiceExample]]
    labels: Numbers
    speakers: Numbers
    draw: npt.NDArray[np.float64]

    def take(self, places: Numbers) -> VoiceSet:
        """Some of the clips."""
        draw = self.draw[places]
        speakers = np.unique(self.speakers[places], return_inverse=True)[1].astype(np.int64)
        return VoiceSet([self.renderings[i] for i in places.tolist()], self.labels[places], speakers, draw / draw.sum())


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How the branches are fitted.

    penalty: what the squares of weights, or of how far they went from those begun with, count beside the cross
    entropy; dropout: of the inputs; other_renderings: how often not the clean rendering of a clip is drawn.
    """

    classes: int
    layers: int
    width: int
    epochs: int = 25
    batch: int = 64
    rate: float = 2e-3
    penalty: float = 0.01
    dropout: float = 0.0
    mixup: float = 0.1
    smoothing: float = 0.0
    other_renderings: float = 0.3


class VoiceBranches(nn.Module):
    """The acoustic and the prosody branch, fitted side by side."""

    acoustic: AcousticBranch
    prosody: ProsodyBranch

    def __init__(self, acoustic: AcousticBranch, prosody: ProsodyBranch) -> None:
        super().__init__()
        self.acoustic = acoustic
        self.prosody = prosody


def statistics_of(frames: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """What the acoustic branch reads of frames [n, layers * width]."""
    items = torch.from_numpy(np.asarray(frames, dtype=np.float32))[None]
    return np.asarray(statistics(items, torch.ones(items.shape[:2], dtype=torch.bool))[0].numpy())


def new_branches(clips: VoiceSet, settings: VoiceSettings) -> VoiceBranches:
    """Branches that have learned nothing but how to standardise all renderings of the clips."""
    values, measures = stacked(clips)
    groups, width = measures.shape[2:]
    acoustic = AcousticBranch(settings.layers, settings.width, settings.classes, settings.dropout)
    prosody = ProsodyBranch(groups, width, settings.classes, settings.dropout)
    acoustic.fit(values.flatten(0, 1))
    prosody.standardise.fit(measures.flatten(0, 1))
    return VoiceBranches(acoustic, prosody)


def stacked(clips: VoiceSet) -> tuple[Tensor, Tensor]:
    """Statistics [rendering, clip, 2 * layers * width] and measures [rendering, clip, groups, width]."""
    kinds = range(len(clips.renderings[0]))
    values = np.stack([[renderings[kind].statistics for renderings in clips.renderings] for kind in kinds])
    measures = np.stack([[renderings[kind].measures for renderings in clips.renderings] for kind in kinds])
    return torch.from_numpy(values), torch.from_numpy(measures)


def voice_evidence(model: VoiceBranches, examples: Sequence[VoiceExample]) -> tuple[Tensor, Tensor]:
    """Evidence [n, classes] of the acoustic and of the prosody branch, the speakers' baselines still in it."""
    device = next(model.parameters()).device
    with torch.inference_mode():
        values = torch.from_numpy(np.stack([example.statistics for example in examples])).to(device)
        measures = torch.from_numpy(np.stack([example.measures for example in examples])).to(device)
        acoustic, prosody = model.eval().acoustic.evidence(values), model.prosody.evidence(measures)
    return acoustic.cpu(), prosody.cpu()


def voice_logits(
    model: VoiceBranches, examples: Sequence[VoiceExample], speakers: Numbers | None = None, even: float = EVEN
) -> tuple[Tensor, Tensor]:
    """Log probabilities [n, classes] of the acoustic and of the prosody branch, each clip beside all of its speaker's
    [n]; without speakers each by itself. Of people who act: labels are as likely as one another, and as if so many
    utterances of each had been heard of the speaker already."""
    groups = np.arange(len(examples)) if speakers is None else speakers
    evidence = voice_evidence(model, examples)
    found = []
    for told, known in zip(evidence, (model.acoustic.baseline, model.prosody.baseline), strict=True):
        judged, baseline = torch.zeros_like(told), deepcopy(known).cpu()
        with torch.inference_mode():
            expected = Expected(torch.full((told.shape[1],), even, dtype=torch.float64))
            for speaker in np.unique(groups):
                own = torch.from_numpy(np.flatnonzero(groups == speaker))
                judged[own] = baseline(told[own], baseline.settle(told[own], expected))
        found.append(judged)
    return found[0], found[1]
