"""The three branches: layer mix, prosody standardisation, shapes."""

from __future__ import annotations

import math

import pytest
import torch

from mmemotion.networks.acoustic import AcousticBranch, LayerMix
from mmemotion.networks.prosody import ProsodyBranch, Standardise
from mmemotion.networks.text import TextBranch


def test_layer_mix_normalises_each_layer_then_adds_them_by_softmax() -> None:
    mix = LayerMix(2, 2)
    with torch.no_grad():
        mix.weights.copy_(torch.tensor([math.log(3.0), 0.0]))
    mixed = mix(torch.tensor([[[1.0, 3.0, 500.0, 100.0]]]))  # layers (1, 3) -> (-1, 1) and (500, 100) -> (1, -1)
    assert mixed[0, 0].tolist() == pytest.approx([-0.75 + 0.25, 0.75 - 0.25], abs=1e-4)


def test_standardise_ignores_what_is_not_defined() -> None:
    standardise = Standardise(1, 3)
    nan = math.nan
    standardise.fit(torch.tensor([[[1.0, nan, nan]], [[3.0, 5.0, nan]]]))
    out = standardise(torch.tensor([[[4.0, nan, 7.0]], [[1000.0, 5.0, nan]]]))
    assert out[0, 0].tolist() == [2.0, 0.0, 4.0]  # (4 - 2) / 1; not defined; never seen: cut at 4
    assert out[1, 0].tolist() == [4.0, 0.0, 0.0]


def test_branches_give_logits_and_attention_that_sums_to_one() -> None:
    mask = torch.tensor([[True, True, True], [True, False, False]])
    acoustic, text, prosody = AcousticBranch(2, 8, 5).eval(), TextBranch(6, 5).eval(), ProsodyBranch(4, 3, 5).eval()
    outputs = (
        acoustic(torch.randn(2, 3, 16), mask),
        text(torch.randn(2, 3, 6), mask),
        prosody(torch.full((2, 4, 3), math.nan)),
    )
    for logits, attention in outputs:
        assert logits.shape == (2, 5) and logits.isfinite().all()
        assert torch.allclose(attention.sum(-1), torch.ones(2))


def test_text_says_several_labels_and_scales_of_the_pieces_that_are_there() -> None:
    branch, mask = TextBranch(6, 5).eval(), torch.tensor([[True, True, False], [True, False, False]])
    pieces = torch.randn(2, 3, 6)
    several, scales = branch.multi(pieces, mask), branch.affect(100 * pieces, mask)
    assert several.shape == (2, 5) and scales.shape == (2, 3) and scales.abs().max() <= 1
    assert torch.equal(branch.multi(pieces * mask[..., None], mask), several)
