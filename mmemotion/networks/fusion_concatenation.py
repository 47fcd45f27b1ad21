"""Fusion by concatenation, the control: all evidence side by side into one small network."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.evidence import MODALITIES, OpaqueFusion


class ConcatenationFusion(OpaqueFusion):
    """A hidden layer over probabilities of all modalities and the flags of those present."""

    def __init__(self, classes: int, hidden: int = 32) -> None:
        super().__init__()
        count = len(MODALITIES)
        self.layers = nn.Sequential(nn.Linear(count * (classes + 1), hidden), nn.GELU(), nn.Linear(hidden, classes))

    def mix(self, evidence: Tensor, present: Tensor) -> Tensor:
        """evidence [batch, modality, classes] -> logits [batch, classes]."""
        row = torch.cat([(evidence.exp() * present[..., None]).flatten(1), present.to(evidence)], -1)
        logits: Tensor = self.layers(row)
        return logits
