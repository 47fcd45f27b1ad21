"""Attentive statistics pooling against numbers worked out by hand."""

from __future__ import annotations

import pytest
import torch

from mmemotion.networks.pooling import AttentivePooling, weighted_statistics


def test_weighted_statistics_by_hand() -> None:
    items = torch.tensor([[[1.0, 10.0], [3.0, 20.0]]])
    mean, variance = weighted_statistics(items, torch.tensor([[0.25, 0.75]]))
    assert mean.tolist() == [[2.5, 17.5]]
    assert variance[0].tolist() == pytest.approx([0.25 * 1.5**2 + 0.75 * 0.5**2, 0.25 * 7.5**2 + 0.75 * 2.5**2])


def test_attention_is_the_softmax_of_the_score() -> None:
    pooling = AttentivePooling(1, hidden=1)
    with torch.no_grad():
        for parameter, value in zip(pooling.parameters(), (1.0, 0.0, 2.0, 0.0), strict=True):
            parameter.fill_(value)
    pooled, attention = pooling(torch.tensor([[[0.0], [1.0]]]), torch.ones(1, 2, dtype=torch.bool))
    second = torch.sigmoid(2.0 * torch.tanh(torch.tensor(1.0)))  # scores 0 and 2 tanh(1)
    assert attention[0, 1].item() == pytest.approx(second.item(), abs=1e-6)
    assert pooled[0].tolist() == pytest.approx([second.item(), (second * (1 - second)).sqrt().item()], abs=1e-5)


def test_masked_items_change_nothing() -> None:
    torch.manual_seed(0)
    pooling = AttentivePooling(4)
    items = torch.randn(1, 3, 4)
    padded = torch.cat([items, torch.full((1, 2, 4), 100.0)], 1)
    mask = torch.tensor([[True, True, True, False, False]])
    short, attention = pooling(items, mask[:, :3])
    long, padded_attention = pooling(padded, mask)
    assert torch.allclose(short, long, atol=1e-6)
    assert torch.allclose(attention, padded_attention[:, :3]) and padded_attention[0, 3:].tolist() == [0, 0]


def test_one_item_has_no_deviation_and_finite_gradients() -> None:
    pooling = AttentivePooling(2)
    items = torch.ones(1, 1, 2, requires_grad=True)
    pooled, attention = pooling(items, torch.ones(1, 1, dtype=torch.bool))
    pooled.sum().backward()
    assert attention.tolist() == [[1.0]] and pooled[0, 2:].max() < 0.01
    assert items.grad is not None and items.grad.isfinite().all()
