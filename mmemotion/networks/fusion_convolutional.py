"""Fusion by convolution: one filter bank slides over neighbouring modalities."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.evidence import MODALITIES, OpaqueFusion


class ConvolutionalFusion(OpaqueFusion):
    """A convolution of width 2 over the row of modalities, with classes (and presence) as channels, then a linear
    layer: what text and sound, and what sound and measures say together, is found by the same filters."""

    def __init__(self, classes: int, filters: int = 32) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(classes + 1, filters, 2)
        self.output = nn.Linear(filters * (len(MODALITIES) - 1), classes)

    def mix(self, evidence: Tensor, present: Tensor) -> Tensor:
        """evidence [batch, modality, classes] -> logits [batch, classes]."""
        row = torch.cat([evidence.exp() * present[..., None], present[..., None].to(evidence)], -1).transpose(1, 2)
        logits: Tensor = self.output(nn.functional.gelu(self.convolution(row)).flatten(1))
        return logits
