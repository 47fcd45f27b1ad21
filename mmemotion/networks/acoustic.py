"""The acoustic branch: from frames of several encoder layers to what the sound of the voice says."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.baseline import SpeakerBaseline
from mmemotion.networks.pooling import weighted_statistics

SPREAD_COUNTS = 0.5
"""What the deviations of frames count beside their means: they tell less of the emotion, and more of the microphone."""

FURTHEST = 6.0
"""Statistics are cut at so many standard deviations."""


def statistics(frames: Tensor, mask: Tensor) -> Tensor:
    """Means, then standard deviations, over the frames present: frames [batch, n, width], mask bool [batch, n] with at
    least one a row -> [batch, 2 * width]."""
    shares = mask / mask.sum(-1, keepdim=True)
    mean, variance = weighted_statistics(frames, shares)
    return torch.cat([mean, variance.clamp(min=0.0).sqrt()], -1)


class AcousticBranch(nn.Module):
    """Statistics of the frames, standardised, and a linear classifier on them; then the speaker's baseline.

    Being linear, an offset of the speaker in the statistics is one in the evidence, and the part of each frame in it
    can be told: with few corpora it also goes further on unknown ones than deeper networks did.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, layers: int, width: int, classes: int, dropout: float = 0.0) -> None:
        super().__init__()
        size = 2 * layers * width
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("deviation", torch.ones(size))
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(size, classes)
        self.baseline = SpeakerBaseline(classes)
        nn.init.zeros_(self.classifier.weight)
        nn.init.zeros_(self.classifier.bias)

    def fit(self, values: Tensor) -> None:
        """Takes mean and deviation of statistics [n, 2 * layers * width]."""
        self.mean.copy_(values.mean(0))
        deviation = values.std(0, correction=0) + 1e-6
        deviation[len(deviation) // 2 :] /= SPREAD_COUNTS
        self.deviation.copy_(deviation)

    def standardise(self, values: Tensor) -> Tensor:
        """Statistics [batch, 2 * layers * width] -> the same shape, about 0."""
        return ((values - self.mean) / self.deviation).clamp(-FURTHEST, FURTHEST)

    def evidence(self, values: Tensor) -> Tensor:
        """Evidence [batch, classes], the speaker's baseline still in it, of statistics [batch, 2 * layers * width]."""
        told: Tensor = self.classifier(self.dropout(self.standardise(values)))
        return told

    def forward(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """frames [batch, n, layers * width], mask bool [batch, n] -> evidence [batch, classes], and the share of each
        frame in it [batch, n]."""
        return self.evidence(statistics(frames, mask)), self._shares(frames, mask)

    def _shares(self, frames: Tensor, mask: Tensor) -> Tensor:
        """How far the evidence of each frame, taken for the mean, is from that of no emotion in particular."""
        width = frames.shape[-1]
        weight = self.classifier.weight[:, :width] / self.deviation[:width]
        told = (frames - self.mean[:width]) @ weight.T
        size = (told - told.mean(-1, keepdim=True)).norm(dim=-1) * mask + 1e-9 * mask
        shares: Tensor = size / size.sum(-1, keepdim=True)
        return shares
