"""The three branches: statistics, standardisation, shares, shapes."""

from __future__ import annotations

import math

import pytest
import torch

from mmemotion.networks.acoustic import AcousticBranch, statistics
from mmemotion.networks.prosody import ProsodyBranch, Standardise
from mmemotion.networks.text import TextBranch


def test_statistics_are_of_the_frames_that_are_there() -> None:
    frames = torch.tensor([[[1.0, 2.0], [3.0, 2.0], [500.0, 500.0]]])
    found = statistics(frames, torch.tensor([[True, True, False]]))
    assert found[0].tolist() == pytest.approx([2.0, 2.0, 1.0, 0.0])


def test_the_evidence_of_the_sound_is_linear_in_its_means() -> None:
    branch, mask = AcousticBranch(1, 3, 4).eval(), torch.ones(1, 5, dtype=torch.bool)
    torch.nn.init.normal_(branch.classifier.weight)
    frames, offset = torch.randn(1, 5, 3), torch.tensor([0.5, -0.2, 0.1])
    moved = branch(frames + offset, mask)[0] - branch(frames, mask)[0]
    assert torch.allclose(moved[0], branch.classifier.weight[:, :3] @ offset, atol=1e-5)


def test_a_frame_that_says_nothing_has_no_share() -> None:
    branch, mask = AcousticBranch(1, 3, 4).eval(), torch.tensor([[True, True, False]])
    torch.nn.init.normal_(branch.classifier.weight)
    frames = torch.stack([branch.mean[:3], torch.ones(3), torch.ones(3)])[None]
    assert branch(frames, mask)[1][0].tolist() == pytest.approx([0.0, 1.0, 0.0], abs=1e-4)


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
