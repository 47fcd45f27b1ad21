"""Reliability, coverage, and who is served worse, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mmemotion.evaluation.curves import calibration_noise, coverage, reliability
from mmemotion.evaluation.gaps import gap
from mmemotion.evaluation.metrics import ece, ua, wa
from mmemotion.evaluation.predictions import Predictions, make_predictions


def told(confidence: np.ndarray, right: np.ndarray, **names: np.ndarray) -> Predictions:
    """Label 0 is always found, with the confidence given of at least a half."""
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    return make_predictions(("a", "b"), np.where(right, 0, 1), probabilities, **names)


def test_bins_of_the_reliability_diagram() -> None:
    bins = reliability(told(np.array([0.55, 0.57, 0.95, 1.0]), np.array([True, False, True, True])))
    assert [(part.count, part.right) for part in bins] == [(2, 0.5), (2, 1.0)]
    assert [part.confidence for part in bins] == pytest.approx([0.56, 0.975])


def test_the_error_of_exactly_true_confidence_is_what_simulation_says() -> None:
    chance = np.random.default_rng(0)
    confidence = chance.uniform(0.5, 1, 300)
    noise = calibration_noise(told(confidence, np.ones(300, dtype=bool)), 0)
    errors = [ece(told(confidence, chance.random(300) < confidence))[0] for _ in range(300)]
    assert noise.mean == pytest.approx(np.mean(errors), rel=0.05)
    assert np.mean(np.array(errors) < noise.high) == pytest.approx(0.95, abs=0.04)
    more = calibration_noise(told(np.tile(confidence, 16), np.ones(4800, dtype=bool)), 0)
    assert more.mean == pytest.approx(noise.mean / 4, rel=0.1)


def test_the_coverage_curve_by_hand() -> None:
    found = coverage(told(np.array([0.6, 0.9, 0.8, 0.7]), np.array([False, True, False, True])))
    assert found.share == (0.25, 0.5, 0.75, 1.0)
    assert found.accuracy == pytest.approx((1, 1 / 2, 2 / 3, 1 / 2))


def test_a_long_curve_is_told_in_a_hundred_steps() -> None:
    found = coverage(told(np.linspace(0.5, 1, 1234), np.ones(1234, dtype=bool)))
    assert len(found.share) == 100 and found.share[-1] == 1.0 and set(found.accuracy) == {1.0}


def test_speakers_from_the_worst_to_the_best() -> None:
    right = np.array([True] * 10 + [False] * 10 + [True] * 3)
    names = np.array(["good"] * 10 + ["bad"] * 10 + ["rare"] * 3)
    p = told(np.full(23, 0.8), right, speakers=names)
    found = gap(wa, p, p.speakers)
    assert found is not None and found.difference == 1.0
    assert (found.worst.name, found.best.name) == ("bad", "good") and len(found.groups) == 2


def test_no_gap_without_names() -> None:
    p = told(np.full(30, 0.8), np.ones(30, dtype=bool))
    assert gap(ua, p, p.genders) is None
