"""Encoders that start from the spectrum: shapes, padding, gradients, and what hides frames."""

from __future__ import annotations

import pytest
import torch

from mmemotion.fitting.techniques import ENCODERS, new_encoder
from mmemotion.networks.masked_prediction import MaskedPrediction, hide_spans
from mmemotion.networks.spectral import WIDTH, SpectralBranch


@pytest.fixture(params=sorted(ENCODERS))
def branch(request: pytest.FixtureRequest) -> SpectralBranch:
    return SpectralBranch(new_encoder(request.param, 0), 5)


def _mask(*lengths: int) -> torch.Tensor:
    return torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]


def test_every_frame_gets_a_vector_and_every_clip_logits(branch: SpectralBranch) -> None:
    frames, mask = torch.randn(3, 9, WIDTH), _mask(9, 4, 1)
    assert branch.encoder(frames, mask).shape == (3, 9, branch.encoder.out_dimension)
    logits, attention = branch.eval()(frames, mask)
    assert logits.shape == (3, 5) and logits.isfinite().all()
    assert torch.allclose(attention.sum(1), torch.ones(3)) and (attention[~mask] == 0).all()


def test_what_stands_behind_a_clip_does_not_change_what_is_said_of_it(branch: SpectralBranch) -> None:
    frames = torch.randn(2, 11, WIDTH)
    mask = _mask(11, 6)
    noisy = frames.clone()
    noisy[~mask] = 100.0
    branch.eval()
    alone = branch(frames[1:, :6], mask[1:, :6])[0]
    assert torch.allclose(branch(noisy, mask)[0][1:], alone, atol=1e-5)
    assert (branch.encoder(noisy, mask)[~mask] == 0).all()


def test_all_weights_learn(branch: SpectralBranch) -> None:
    branch.train()(torch.randn(4, 6, WIDTH), _mask(6, 6, 3, 2))[0].square().sum().backward()
    assert all(parameter.grad is not None and parameter.grad.any() for parameter in branch.encoder.parameters())


def test_a_frame_is_judged_by_what_surrounds_it(branch: SpectralBranch) -> None:
    frames = torch.randn(1, 15, WIDTH, requires_grad=True)
    branch.eval().encoder(frames, _mask(15))[0, 7].sum().backward()
    assert frames.grad is not None
    assert all(frames.grad[0, place].any() for place in range(2, 13))


def test_spans_hide_about_their_share_and_stay_within_clips() -> None:
    mask = _mask(*([200] * 40), 3, 1)
    hidden = hide_spans(mask, 5, 0.3, torch.Generator().manual_seed(0))
    assert not hidden[~mask].any() and hidden.any(1).all()
    assert 0.2 < hidden[:40].float().mean().item() < 0.32
    inner = hidden[0, 1:].int() - hidden[0, :-1].int()
    starts, ends = (inner == 1).nonzero()[:, 0], (inner == -1).nonzero()[:, 0]
    assert all(end - start >= 5 for start, end in zip(starts, ends[ends > starts.min()], strict=False))


def test_only_hidden_frames_count() -> None:
    """A head that always tells 0.5: the loss is the mean distance of hidden frames from 0.5."""
    model = MaskedPrediction(new_encoder("bigru", 0)).eval()
    with torch.no_grad():
        model.head.weight.zero_()
        model.head.bias.fill_(0.5)
    frames = torch.full((1, 4, WIDTH), 9.0)
    frames[0, 1], frames[0, 2] = 0.0, 2.0
    hidden = torch.tensor([[False, True, True, False]])
    assert model(frames, _mask(4), hidden).item() == pytest.approx((0.5 + 1.5) / 2)
