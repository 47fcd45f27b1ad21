"""The text branch: from word-piece vectors to what the words alone say."""

from __future__ import annotations

from torch import Tensor, nn

from mmemotion.networks.pooling import AttentivePooling


class TextBranch(nn.Module):
    """Attention over word pieces, then a linear classifier."""

    def __init__(self, dimension: int, classes: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.pooling = AttentivePooling(dimension, deviation=False)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(dimension, classes)

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """pieces [batch, n, dimension], mask bool [batch, n] -> logits [batch, classes], attention [batch, n]."""
        pooled, attention = self.pooling(pieces, mask)
        return self.classifier(self.dropout(pooled)), attention
