"""What the acoustic encoders that start from the spectrum share: their frames, and the branch on top of them."""

from __future__ import annotations

from torch import Tensor, nn

from mmemotion.networks.pooling import AttentivePooling

BANDS = 80
"""Log-mel bands of a 10 ms frame."""

STACK = 4
"""Frames of 10 ms side by side in one of 40 ms: what encoders read and give."""

WIDTH = STACK * BANDS


class FrameEncoder(nn.Module):
    """Frames [batch, n, WIDTH] and mask bool [batch, n] to frames [batch, n, out_dimension], 0 where masked out.

    Present frames come first in every row; what stands behind them does not change what comes of them.
    """

    def __init__(self, out_dimension: int) -> None:
        super().__init__()
        self.out_dimension = out_dimension


class SpectralBranch(nn.Module):
    """A frame encoder, attentive statistics pooling, and a small classifier: the interface of AcousticBranch."""

    def __init__(self, encoder: FrameEncoder, classes: int, hidden: int = 192, dropout: float = 0.5) -> None:
        super().__init__()
        self.encoder = encoder
        self.pooling = AttentivePooling(encoder.out_dimension)
        self.classifier = nn.Sequential(
            nn.BatchNorm1d(self.pooling.out_dimension),
            nn.Dropout(dropout),
            nn.Linear(self.pooling.out_dimension, hidden),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, classes),
        )

    def pool(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """frames [batch, n, WIDTH], mask bool [batch, n] -> statistics [batch, 2 * out_dimension], attention."""
        statistics, attention = self.pooling(self.encoder(frames, mask), mask)
        return statistics, attention

    def forward(self, frames: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """frames [batch, n, WIDTH], mask bool [batch, n] -> logits [batch, classes], attention [batch, n]."""
        statistics, attention = self.pool(frames, mask)
        return self.classifier(statistics), attention
