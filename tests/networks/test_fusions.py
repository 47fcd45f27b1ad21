"""Every fusion that can be chosen: any subset, weights that sum to one, what is absent, one alone, and learning."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
import torch

from mmemotion.fitting.fusion import Evidence, fit_pairs
from mmemotion.networks.evidence import OpaqueFusion
from mmemotion.networks.fusion import MODALITIES, stack
from mmemotion.networks.fusion_weighted_sum import WeightedSumFusion
from mmemotion.networks.fusions import FUSIONS, Across
from mmemotion.types import Modality

SUBSETS = [subset for size in (1, 2, 3) for subset in combinations(MODALITIES, size)]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As in training."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(params=sorted(FUSIONS))
def fusion(request: pytest.FixtureRequest) -> Across:
    torch.manual_seed(0)
    return FUSIONS[request.param](7).eval()


@pytest.mark.parametrize("subset", SUBSETS)
def test_weights_sum_to_one_over_those_present(fusion: Across, subset: tuple[Modality, ...]) -> None:
    rows, present = stack({modality: torch.randn(3, 7) for modality in subset})
    fused, weights = fusion(rows, present)
    assert fused.shape == (3, 7) and fused.isfinite().all()
    assert torch.allclose(weights.sum(-1), torch.ones(3), atol=1e-6)
    assert (weights[~present] == 0).all() and (weights >= 0).all()


def test_what_is_absent_is_not_read(fusion: Across) -> None:
    rows, present = stack({modality: torch.randn(2, 7) for modality in (Modality.TEXT, Modality.PROSODY)})
    noisy = rows.clone()
    noisy[:, 1] = 50 * torch.randn(2, 7)
    for clean, dirty in zip(fusion(rows, present), fusion(noisy, present), strict=True):
        assert torch.equal(clean, dirty)


def test_one_alone_is_its_own_calibrated_evidence(fusion: Across) -> None:
    fusion.temperatures[2] = 2.0
    logits = torch.randn(2, 7)
    fused, weights = fusion(*stack({Modality.PROSODY: logits}))
    assert torch.allclose(fused.softmax(-1), (logits / 2).softmax(-1), atol=1e-6)
    assert torch.allclose(weights, torch.tensor([0.0, 0.0, 1.0]).expand(2, 3))


def _evidence(names: dict[Modality, float], seed: int) -> Evidence:
    """The true label stands above noise by as much as the modality is worth."""
    generator = torch.Generator().manual_seed(seed)
    shares = torch.nn.functional.one_hot(torch.arange(700) % 7, 7).float()
    logits = {name: torch.randn(700, 7, generator=generator) + worth * shares for name, worth in names.items()}
    return Evidence(logits, shares)


def test_fitting_beats_the_best_modality(fusion: Across) -> None:
    voice = {Modality.ACOUSTIC: 3.0, Modality.PROSODY: 2.0}
    heard, read = _evidence(voice, 0), _evidence({Modality.TEXT: 2.0}, 1)
    fit_pairs(fusion, heard, read, np.random.default_rng(0), steps=80, batch=128)
    heard, read = _evidence(voice, 2), _evidence({Modality.TEXT: 2.0}, 3)
    truth = heard.shares.argmax(1)
    vivid = truth != 0
    right = (fusion(*stack({**heard.logits, **read.logits}))[0].argmax(1) == truth)[vivid].float().mean()
    assert right > (heard.logits[Modality.ACOUSTIC].argmax(1) == truth)[vivid].float().mean()


class _First(OpaqueFusion):
    """Listens to the first modality alone."""

    def mix(self, evidence: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        return evidence[:, 0]


def test_leaving_out_tells_which_modality_counts() -> None:
    rows, present = stack({Modality.TEXT: torch.tensor([[3.0, 0.0]]), Modality.ACOUSTIC: torch.tensor([[0.0, 3.0]])})
    fused, weights = _First()(rows, present)
    assert fused.argmax(1).item() == 0
    assert weights[0].tolist() == pytest.approx([1.0, 0.0, 0.0], abs=1e-4)


def test_a_weighted_sum_by_hand() -> None:
    """Weights 3/4 and 1/4 of two that are present; gain 2."""
    model = WeightedSumFusion(2)
    with torch.no_grad():
        model.scores.copy_(torch.tensor([float(np.log(3)), 0.0, 5.0]))
        model.log_gain[0b011] = float(np.log(2))
    first, second = torch.tensor([[0.8, 0.2]]).log(), torch.tensor([[0.4, 0.6]]).log()
    fused, weights = model(*stack({Modality.TEXT: first, Modality.ACOUSTIC: second}))
    assert weights[0].tolist() == pytest.approx([0.75, 0.25, 0.0])
    assert torch.allclose(fused, 2 * (0.75 * first + 0.25 * second), atol=1e-6)
