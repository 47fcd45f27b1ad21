"""The prosody branch: from groups of measures to what pitch, loudness, timbre and tempo say."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.pooling import AttentivePooling


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
    """One vector per group of measures, attention over the groups, then a linear classifier."""

    def __init__(self, groups: int, width: int, classes: int, hidden: int = 96, dropout: float = 0.3) -> None:
        super().__init__()
        self.standardise = Standardise(groups, width)
        self.weight = nn.Parameter(torch.randn(groups, width, hidden) / width**0.5)
        self.bias = nn.Parameter(torch.zeros(groups, hidden))
        self.pooling = AttentivePooling(hidden, deviation=False)
        self.classifier = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(hidden, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, classes)
        )

    def pool(self, measures: Tensor) -> tuple[Tensor, Tensor]:
        """measures [batch, groups, width], NaN where undefined -> pooled [batch, hidden], attention [batch, groups]."""
        vectors = torch.einsum("bgw,gwh->bgh", self.standardise(measures), self.weight) + self.bias
        present = torch.ones(vectors.shape[:2], dtype=torch.bool, device=vectors.device)
        pooled, attention = self.pooling(nn.functional.gelu(vectors), present)
        return pooled, attention

    def forward(self, measures: Tensor) -> tuple[Tensor, Tensor]:
        """measures [batch, groups, width] -> logits [batch, classes], attention [batch, groups]."""
        pooled, attention = self.pool(measures)
        return self.classifier(pooled), attention
