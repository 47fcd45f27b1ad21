"""The text branch: from word-piece vectors to what the words alone say."""

from __future__ import annotations

from torch import Tensor, nn

from mmemotion.networks.pooling import AttentivePooling

SCALES = 3
"""Valence, arousal and dominance."""

REACH = 0.2
"""Ratings seldom go further from the middle: in this unit the heads learn steps of like size."""


class TextBranch(nn.Module):
    """Attention over word pieces, then three linear heads on what it gathers.

    One label of several (softmax); any number of labels at once (a sigmoid each); valence, arousal and dominance.
    """

    def __init__(self, dimension: int, classes: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.pooling = AttentivePooling(dimension, deviation=False)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(dimension, classes)
        self.several = nn.Linear(dimension, classes)
        self.scales = nn.Linear(dimension, SCALES)

    def forward(self, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """pieces [batch, n, dimension], mask bool [batch, n] -> logits [batch, classes], attention [batch, n]."""
        pooled, attention = self.pooling(pieces, mask)
        return self.classifier(self.dropout(pooled)), attention

    def pooled(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """What attention gathers [batch, dimension], and the heads read."""
        pooled: Tensor = self.dropout(self.pooling(pieces, mask)[0])
        return pooled

    def multi(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Logits [batch, classes] whose sigmoid is the probability that a label, beside others or not, is there."""
        logits: Tensor = self.several(self.pooled(pieces, mask))
        return logits

    def affect(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Valence, arousal and dominance [batch, 3] in [-1, 1]."""
        scales: Tensor = (REACH * self.scales(self.pooled(pieces, mask))).tanh()
        return scales
