"""Temperature scaling and expected calibration error."""

from __future__ import annotations

import pytest
import torch

from mmemotion.networks.calibration import expected_calibration_error, fit_temperature


def test_temperature_of_logits_that_are_three_times_too_sure() -> None:
    generator = torch.Generator().manual_seed(0)
    honest = torch.randn(20_000, 3, generator=generator)
    labels = torch.multinomial(honest.softmax(-1), 1, generator=generator).squeeze(1)
    shares = torch.nn.functional.one_hot(labels, 3).float()
    assert fit_temperature(honest * 3, shares) == pytest.approx(3.0, rel=0.1)


def test_expected_calibration_error_by_hand() -> None:
    confidence = torch.tensor([0.95, 0.95, 0.65, 0.65])
    right = torch.tensor([True, False, True, True])
    assert expected_calibration_error(confidence, right) == pytest.approx((0.45 + 0.35) / 2)


def test_a_confidence_of_one_is_counted() -> None:
    assert expected_calibration_error(torch.tensor([1.0]), torch.tensor([True])) == 0.0
