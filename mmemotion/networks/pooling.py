"""Attentive statistics pooling: from a sequence of any length to one vector (Okabe et al. 2018, arXiv 1803.10963)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class AttentivePooling(nn.Module):
    """Weighted mean over the items of a sequence, and their weighted standard deviation if deviation is set.

    Weights are a softmax over v·tanh(W x + b), one number per item, equations 1-6 of the paper.
    """

    def __init__(self, dimension: int, hidden: int = 64, deviation: bool = True) -> None:
        super().__init__()
        self.deviation = deviation
        self.out_dimension = dimension * (2 if deviation else 1)
        self.score = nn.Sequential(nn.Linear(dimension, hidden), nn.Tanh(), nn.Linear(hidden, 1))

    def forward(self, items: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """items [batch, n, dimension], mask bool [batch, n] (True: present; at least one per row).

        Returns statistics [batch, out_dimension] and attention [batch, n], summing to 1 over the items present.
        """
        scores = self.score(items).squeeze(-1).masked_fill(~mask, -torch.inf)
        attention = scores.softmax(-1)
        mean, variance = weighted_statistics(items, attention)
        if not self.deviation:
            return mean, attention
        return torch.cat([mean, variance.clamp(min=1e-5).sqrt()], -1), attention


def weighted_statistics(items: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and variance [batch, dimension] of items [batch, n, dimension] under weights [batch, n] summing to 1."""
    mean = torch.einsum("bn,bnd->bd", weights, items)
    square = torch.einsum("bn,bnd->bd", weights, items.square())
    return mean, square - mean.square()
