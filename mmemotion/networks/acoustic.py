"""The acoustic branch: from frames of several encoder layers to what the sound of the voice says."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.pooling import AttentivePooling


class LayerMix(nn.Module):
    """A learned mix of encoder layers: softmax weights times layers, each normalised over its width first.

    As in SUPERB (Yang et al. 2021, arXiv 2105.01051), section 3.2, with a layer norm (Ba et al. 2016).
    """

    def __init__(self, layers: int, width: int) -> None:
        super().__init__()
        self.layers = layers
        self.width = width
        self.weights = nn.Parameter(torch.zeros(layers))

    def forward(self, frames: Tensor) -> Tensor:
        """frames [batch, n, layers * width], the layers side by side -> [batch, n, width]."""
        layers = nn.functional.layer_norm(frames.unflatten(-1, (self.layers, self.width)), (self.width,))
        shares = self.weights.softmax(0)
        return torch.stack([share * layers[..., i, :] for i, share in enumerate(shares)]).sum(0)


class AcousticBranch(nn.Module):
    """Layer mix, attentive statistics pooling, and a small classifier."""

    def __init__(self, layers: int, width: int, classes: int, hidden: int = 192, dropout: float = 0.5) -> None:
        super().__init__()
        self.mix = LayerMix(layers, width)
        self.pooling = AttentivePooling(width)
        self.classifier = nn.Sequential(
            nn.BatchNorm1d(self.pooling.out_dimension),
            nn.Dropout(dropout),
            nn.Linear(self.pooling.out_dimension, hidden),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, classes),
        )

    def pool(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """frames [batch, n, layers * width], mask bool [batch, n] -> statistics [batch, 2 * width], attention."""
        statistics, attention = self.pooling(self.mix(frames), mask)
        return statistics, attention

    def forward(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """frames [batch, n, layers * width], mask bool [batch, n] -> logits [batch, classes], attention [batch, n]."""
        statistics, attention = self.pool(frames, mask)
        return self.classifier(statistics), attention
