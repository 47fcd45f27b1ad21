"""The prosody branch: from groups of measures to what pitch, loudness, timbre and tempo say."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.baseline import SpeakerBaseline


class Standardise(nn.Module):
    """Measures to mean 0 and deviation 1 over the training clips, cut at ±4; what is not defined (NaN) becomes 0."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, groups: int, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(groups, width))
        self.register_buffer("deviation", torch.ones(groups, width))

    def fit(self, measures: Tensor) -> None:
        """Takes mean and deviation of measures [n, groups, width], NaN left out; places never defined get 0 and 1."""
        defined = ~measures.isnan()
        count = defined.sum(0).clamp(min=1)
        self.mean.copy_(measures.nan_to_num().sum(0) / count)
        square = torch.where(defined, (measures - self.mean).square(), 0.0).sum(0) / count
        self.deviation.copy_(torch.where(square > 0, square.sqrt(), 1.0))

    def forward(self, measures: Tensor) -> Tensor:
        """[batch, groups, width] -> the same shape."""
        return ((measures - self.mean) / self.deviation).clamp(-4.0, 4.0).nan_to_num(0.0)


class ProsodyBranch(nn.Module):
    """Measures, standardised, and a linear classifier on them; then the speaker's baseline."""

    def __init__(self, groups: int, width: int, classes: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.groups, self.width = groups, width
        self.standardise = Standardise(groups, width)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(groups * width, classes)
        self.baseline = SpeakerBaseline(classes)
        nn.init.zeros_(self.classifier.weight)
        nn.init.zeros_(self.classifier.bias)

    def evidence(self, measures: Tensor) -> Tensor:
        """Evidence [batch, classes], the speaker's baseline still in it, of measures [batch, groups, width]."""
        told: Tensor = self.classifier(self.dropout(self.standardise(measures).flatten(1)))
        return told

    def forward(self, measures: Tensor) -> tuple[Tensor, Tensor]:
        """measures [batch, groups, width] -> evidence [batch, classes], and the share of each group in it
        [batch, groups]."""
        return self.evidence(measures), self._shares(measures)

    def _shares(self, measures: Tensor) -> Tensor:
        """How far what each group adds is from the same for all emotions."""
        weight = self.classifier.weight.unflatten(-1, (self.groups, self.width))
        told = torch.einsum("bgw,cgw->bgc", self.standardise(measures), weight)
        size = (told - told.mean(-1, keepdim=True)).norm(dim=-1) + 1e-9
        shares: Tensor = size / size.sum(-1, keepdim=True)
        return shares
