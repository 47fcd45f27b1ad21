"""Fusion by a weighted sum: each modality counts as much for every utterance."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mmemotion.networks.evidence import MODALITIES, EvidenceFusion


class WeightedSumFusion(EvidenceFusion):
    """One learned weight per modality, shared out anew over those present; each set of modalities has its gain, since
    witnesses that agree are worth more than one of them."""

    def __init__(self, classes: int) -> None:
        """classes: for the sake of one interface; the weights are the same for all."""
        super().__init__()
        self.scores = nn.Parameter(torch.zeros(len(MODALITIES)))
        self.log_gain = nn.Parameter(torch.zeros(2 ** len(MODALITIES)))

    def forward(self, logits: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Fused logits and weights; see EvidenceFusion."""
        weights = self.scores.expand_as(present).masked_fill(~present, -torch.inf).softmax(-1)
        place = (present.long() << torch.arange(len(MODALITIES), device=present.device)).sum(-1)
        gain = (self.log_gain[place] * (present.sum(-1) > 1)).exp()
        return gain[:, None] * torch.einsum("bm,bmc->bc", weights, self.evidence(logits, present)), weights
