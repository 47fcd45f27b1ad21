"""A temperature per label, fitted to other speakers."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from mmemotion.networks.calibration import (
    calibrate_across,
    expected_calibration_error,
    fit_class_temperatures,
    scale_by_class,
)


def _examples(count: int, temperatures: Tensor, seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    """Logits too sure by the temperature of the label they find, labels that follow the honest ones, ten speakers."""
    generator = torch.Generator().manual_seed(seed)
    honest = 1.5 * torch.randn(count, len(temperatures), generator=generator)
    wanted = torch.multinomial(honest.softmax(-1), 1, generator=generator).squeeze(1)
    return honest * temperatures[honest.argmax(-1)][:, None], wanted, torch.arange(count) % 10


def _error(probabilities: Tensor, wanted: Tensor) -> float:
    confidence, found = probabilities.max(-1)
    return expected_calibration_error(confidence, found == wanted)


def test_temperatures_of_labels_are_found() -> None:
    true = torch.tensor([1.0, 2.0, 4.0])
    logits, wanted, speakers = _examples(6000, true)
    found = fit_class_temperatures(logits, wanted, speakers)
    assert torch.allclose(found.float(), true, rtol=0.2)
    assert _error(scale_by_class(logits, found).softmax(-1), wanted) < 0.03
    assert torch.equal(scale_by_class(logits, found).argmax(-1), logits.argmax(-1))


def test_few_examples_share_one_temperature() -> None:
    logits, wanted, speakers = _examples(60, torch.full((4,), 3.0))
    found = fit_class_temperatures(logits, wanted, speakers)
    assert found.max() / found.min() < 1.5


def test_a_group_has_no_say_in_its_own_temperature() -> None:
    logits, wanted, speakers = _examples(600, torch.tensor([1.0, 2.0, 3.0]))
    first = calibrate_across(logits, wanted, speakers)
    wanted[speakers == 0] = (wanted[speakers == 0] + 1) % 3
    second = calibrate_across(logits, wanted, speakers)
    assert torch.equal(first[speakers == 0], second[speakers == 0])
    assert not torch.equal(first[speakers == 1], second[speakers == 1])
    assert torch.allclose(first.sum(-1), torch.ones(600, dtype=torch.float64))


def test_calibration_on_others_is_better_than_none_and_keeps_the_labels() -> None:
    logits, wanted, speakers = _examples(2000, torch.tensor([2.0, 3.0, 4.0, 2.5]))
    found = calibrate_across(logits, wanted, speakers)
    single = calibrate_across(logits, wanted, speakers, (0.0,))
    raw = _error(logits.softmax(-1), wanted)
    assert _error(found, wanted) < 0.5 * raw and _error(single, wanted) < 0.5 * raw
    assert torch.equal(found.argmax(-1), logits.argmax(-1))


def test_one_group_cannot_be_calibrated_on_others() -> None:
    logits, wanted, _ = _examples(20, torch.ones(3))
    with pytest.raises(ValueError, match="two groups"):
        calibrate_across(logits, wanted, torch.zeros(20, dtype=torch.int64))
