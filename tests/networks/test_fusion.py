"""Attention across modalities: any subset, weights that sum to one, numbers by hand, and what fitting must teach."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import torch

from mmemotion.fitting.fusion import Evidence, draw_pairs, fit_across
from mmemotion.networks.fusion import MODALITIES, ModalityAttention, stack
from mmemotion.types import Modality

SUBSETS = [subset for size in (1, 2, 3) for subset in combinations(MODALITIES, size)]


@pytest.mark.parametrize("subset", SUBSETS)
def test_any_subset_has_weights_that_sum_to_one(subset: tuple[Modality, ...]) -> None:
    torch.manual_seed(1)
    model = ModalityAttention(7)
    rows, present = stack({modality: torch.randn(2, 7) for modality in subset})
    fused, weights = model(rows, present)
    assert fused.shape == (2, 7) and fused.isfinite().all()
    assert torch.allclose(weights.sum(-1), torch.ones(2))
    assert (weights[~present] == 0).all() and (weights[present] > 0).all()


def test_what_is_absent_is_not_read() -> None:
    model = ModalityAttention(3)
    rows, present = stack({Modality.TEXT: torch.tensor([[1.0, 2.0, 3.0]])})
    noisy = rows.clone()
    noisy[:, 1:] = 1e6
    assert torch.equal(model(rows, present)[0], model(noisy, present)[0])


def test_one_modality_alone_is_its_own_calibrated_probability() -> None:
    model = ModalityAttention(2)
    with torch.no_grad():
        model.temperatures[0] = 2.0
        model.log_gain.fill_(3.0)
    rows, present = stack({Modality.TEXT: torch.tensor([[2.0, 0.0]])})
    fused, _ = model(rows, present)
    assert fused.softmax(-1)[0, 0].item() == pytest.approx(1 / (1 + np.exp(-1.0)), abs=1e-6)


def test_two_modalities_by_hand() -> None:
    """Equal scores but for a bias of ln 3: weights 3/4 and 1/4; gain 2."""
    model = ModalityAttention(2)
    with torch.no_grad():
        for parameter in model.score.parameters():
            parameter.zero_()
        model.bias.copy_(torch.tensor([float(np.log(3)), 0.0, 0.0]))
        model.log_gain[0b011] = float(np.log(2))
    first, second = torch.tensor([[0.8, 0.2]]).log(), torch.tensor([[0.4, 0.6]]).log()
    fused, weights = model(*stack({Modality.TEXT: first, Modality.ACOUSTIC: second}))
    assert weights[0].tolist() == pytest.approx([0.75, 0.25, 0.0])
    assert torch.allclose(fused, 2 * (0.75 * first + 0.25 * second), atol=1e-6)


def _evidence(names: tuple[Modality, ...], seed: int) -> Evidence:
    """Branches that are mostly right: the true label is 3 above noise."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(700) % 7
    shares = torch.nn.functional.one_hot(labels, 7).float()
    return Evidence({name: torch.randn(700, 7, generator=generator) + 3 * shares for name in names}, shares)


def test_fitting_lets_neutral_give_way_and_agreement_count() -> None:
    voice, text = _evidence((Modality.ACOUSTIC, Modality.PROSODY), 0), _evidence((Modality.TEXT,), 1)
    model = fit_across(voice, text, seed=0, steps=300)
    test_voice, test_text = _evidence((Modality.ACOUSTIC, Modality.PROSODY), 2), _evidence((Modality.TEXT,), 3)
    angry, neutral = test_voice.labels == 3, test_text.labels == 0
    heard, read = test_voice.take(np.flatnonzero(angry)), test_text.take(np.flatnonzero(neutral))
    fused, _ = model(*stack({**heard.logits, **read.logits}))
    assert (fused.argmax(-1) == 3).float().mean() > 0.75
    quiet, loud = test_voice.take(np.flatnonzero(neutral)), test_text.take(np.flatnonzero(angry))
    fused, _ = model(*stack({**quiet.logits, **loud.logits}))
    assert (fused.argmax(-1) == 3).float().mean() > 0.75
    same, _ = model(*stack({**heard.logits, **loud.logits}))
    alone, _ = model(*stack(loud.logits))
    assert same.softmax(-1)[:, 3].mean() > alone.softmax(-1)[:, 3].mean()


def test_pairs_are_the_same_for_the_same_seed_and_targets_sum_to_one() -> None:
    voice, text = _evidence((Modality.ACOUSTIC, Modality.PROSODY), 0), _evidence((Modality.TEXT,), 1)
    first = draw_pairs(voice, text, np.random.default_rng(5), 64)
    second = draw_pairs(voice, text, np.random.default_rng(5), 64)
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    assert torch.allclose(first[2].sum(-1), torch.ones(64)) and first[1].any(-1).all()
