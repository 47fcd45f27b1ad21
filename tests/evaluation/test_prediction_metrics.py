"""Measures of predictions: by hand, against scikit-learn, and over draws."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

from mmemotion.evaluation.metrics import (
    Metric,
    accuracy_at,
    confusions,
    ece,
    gain_at,
    macro_f1,
    mean_over,
    ua,
    wa,
    weighted_mean_f1,
)
from mmemotion.evaluation.predictions import Predictions, make_predictions, softmax


def sure(wanted: list[int], found: list[int], confidence: list[float], classes: int = 3) -> Predictions:
    """Predictions of the labels found, each with the confidence given and the rest shared evenly."""
    probabilities = np.array([[(1 - c) / (classes - 1)] * classes for c in confidence])
    probabilities[np.arange(len(found)), found] = confidence
    return make_predictions(tuple("abcdefgh"[:classes]), np.array(wanted), probabilities)


def drawn(count: int, seed: int = 0) -> Predictions:
    """Random predictions, right about half of the time; label 4 never occurs."""
    chance = np.random.default_rng(seed)
    wanted = chance.integers(0, 4, count)
    logits = chance.normal(0, 1, (count, 5))
    logits[np.arange(count), wanted] += 1.5
    return make_predictions(tuple("abcde"), wanted, softmax(logits), logits)


def test_count_metrics_agree_with_scikit_learn() -> None:
    p = drawn(300)
    occur = np.unique(p.wanted)
    assert np.array_equal(confusions(p)[0], reference.confusion_matrix(p.wanted, p.found, labels=range(5)))
    assert wa(p)[0] == pytest.approx(reference.accuracy_score(p.wanted, p.found))
    assert ua(p)[0] == pytest.approx(reference.recall_score(p.wanted, p.found, labels=occur, average="macro"))
    assert macro_f1(p)[0] == pytest.approx(reference.f1_score(p.wanted, p.found, labels=occur, average="macro"))
    assert weighted_mean_f1(p)[0] == pytest.approx(reference.f1_score(p.wanted, p.found, average="weighted"))


@pytest.mark.parametrize("metric", [ua, wa, macro_f1, weighted_mean_f1, ece, accuracy_at(0.75), gain_at(0.5)])
def test_a_weight_is_a_repetition(metric: Metric) -> None:
    p = drawn(80)
    weights = np.random.default_rng(1).integers(0, 3, (2, 80)).astype(float)
    for row, value in zip(weights, metric(p, weights), strict=True):
        assert value == pytest.approx(metric(p.take(np.repeat(np.arange(80), row.astype(int))), None)[0])


def test_calibration_error_by_hand() -> None:
    p = sure([0, 1, 2, 2], [0, 0, 2, 2], [0.95, 0.95, 0.65, 0.65])
    assert ece(p)[0] == pytest.approx((0.45 + 0.35) / 2)
    assert ece(sure([0], [0], [1.0]))[0] == 0


def test_calibration_error_is_that_of_the_networks() -> None:
    import torch

    from mmemotion.networks.calibration import expected_calibration_error

    p = drawn(500)
    other = expected_calibration_error(torch.from_numpy(p.confidence), torch.from_numpy(p.right))
    assert ece(p)[0] == pytest.approx(other, abs=1e-6)


def test_the_surest_share_is_answered_first() -> None:
    p = sure([0, 0, 0, 0], [0, 0, 0, 1], [0.9, 0.8, 0.7, 0.6])
    assert accuracy_at(0.75)(p, None)[0] == 1.0
    assert accuracy_at(1.0)(p, None)[0] == 0.75
    assert gain_at(0.75)(p, None)[0] == pytest.approx(1 / 3)


def test_equal_confidence_does_not_depend_on_the_order() -> None:
    p = sure([0, 0, 0, 0], [0, 0, 1, 1], [0.6] * 4)
    assert accuracy_at(0.5)(p, None)[0] == accuracy_at(0.5)(p.take(np.array([3, 2, 1, 0])), None)[0] == 0.5


def test_the_mean_over_folds_counts_each_fold_the_same() -> None:
    p = sure([0, 0, 0, 0], [0, 1, 1, 1], [0.9] * 4)
    assert mean_over(np.array(["1", "2", "2", "2"]), ua)(p, None)[0] == 0.5
    only_second = np.array([[0.0, 1, 1, 1]])
    assert mean_over(np.array(["1", "2", "2", "2"]), ua)(p, only_second)[0] == 0.0


def test_predictions_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="3 examples"):
        make_predictions(("a", "b"), np.zeros(3, dtype=np.int64), np.full((3, 3), 1 / 3))
    with pytest.raises(ValueError, match="3 examples"):
        make_predictions(("a", "b"), np.zeros(3, dtype=np.int64), np.full((3, 2), 0.5), speakers=np.array(["x"]))


def test_predictions_before_calibration() -> None:
    p = drawn(20)
    flat = make_predictions(p.labels, p.wanted, np.full((20, 5), 0.2), p.logits)
    assert np.allclose(flat.uncalibrated().probabilities, p.probabilities)
    assert len(flat.take(p.wanted == 0)) == (p.wanted == 0).sum()
