"""The fusions that can be chosen by a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mmemotion.networks.evidence import EvidenceFusion
from mmemotion.networks.fusion import ModalityAttention
from mmemotion.networks.fusion_concatenation import ConcatenationFusion
from mmemotion.networks.fusion_convolutional import ConvolutionalFusion
from mmemotion.networks.fusion_weighted_sum import WeightedSumFusion

Across = ModalityAttention | EvidenceFusion

CONTROL = "concatenation"

FUSIONS: Mapping[str, Callable[[int], Across]] = {
    "attention": ModalityAttention,
    "weighted sum": WeightedSumFusion,
    "convolutional": ConvolutionalFusion,
    CONTROL: ConcatenationFusion,
}
"""By the word that chooses it, each made for a number of classes; the control is what a fusion must beat."""
