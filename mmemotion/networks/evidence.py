"""What all fusions of what modalities say have in common: calibrated evidence in, one voice out."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from mmemotion.types import Modality

MODALITIES = tuple(Modality)


class EvidenceFusion(nn.Module, ABC):
    """From logits [batch, modality, classes] in the order of Modality, and which are present bool [batch, modality],
    at least one a row, to fused logits [batch, classes] and weights [batch, modality].

    The evidence of a modality is its log probabilities after a temperature of its own. One modality alone comes out as
    its own evidence; an absent one is not read. Weights are 0 where absent and sum to 1.
    """

    temperatures: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("temperatures", torch.ones(len(MODALITIES)))

    def evidence(self, logits: Tensor, present: Tensor) -> Tensor:
        """Log probabilities [batch, modality, classes], 0 where absent."""
        return (logits / self.temperatures[:, None]).log_softmax(-1).masked_fill(~present[..., None], 0.0)

    @abstractmethod
    def forward(self, logits: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Fused logits and weights."""


class OpaqueFusion(EvidenceFusion):
    """A fusion that has no weights by construction: they are told by leaving out.

    The weight of a modality is the total variation distance between the fused probabilities with and without it, as a
    share of the distances of all (occlusion; Zeiler & Fergus 2014, arXiv 1311.2901, section 2.2).
    """

    def forward(self, logits: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Fused logits and weights; see EvidenceFusion."""
        evidence = self.evidence(logits, present)
        fused = self._told(evidence, present)
        with torch.no_grad():
            weights = self._shares(evidence, present, fused.softmax(-1))
        return fused, weights

    @abstractmethod
    def mix(self, evidence: Tensor, present: Tensor) -> Tensor:
        """Logits [batch, classes] of evidence [batch, modality, classes], of which at least two are present."""

    def _told(self, evidence: Tensor, present: Tensor) -> Tensor:
        alone = present.sum(-1, keepdim=True) == 1
        return torch.where(alone, evidence.sum(1), self.mix(evidence, present))

    def _shares(self, evidence: Tensor, present: Tensor, fused: Tensor) -> Tensor:
        left = []
        for place in range(present.shape[1]):
            rest = present.clone()
            rest[:, place] = False
            without = self._told(evidence * rest[..., None], rest).softmax(-1)
            left.append((without - fused).abs().sum(-1) / 2)
        distance = (torch.stack(left, 1) + 1e-6) * present
        return distance / distance.sum(-1, keepdim=True)
