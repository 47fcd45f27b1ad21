"""Measures by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mmemotion.evaluation.metrics import f1, unweighted_accuracy, weighted_f1

WANTED = np.array([0, 0, 0, 1])
FOUND = np.array([0, 0, 1, 1])


def test_unweighted_accuracy_counts_each_label_the_same() -> None:
    assert unweighted_accuracy(WANTED, FOUND) == pytest.approx((2 / 3 + 1) / 2)


def test_weighted_f1_counts_each_label_by_how_often_it_occurs() -> None:
    assert weighted_f1(WANTED, FOUND) == pytest.approx(0.75 * 0.8 + 0.25 * 2 / 3)


def test_f1_without_anything_right_is_zero() -> None:
    assert f1(np.array([True, False]), np.array([False, True])) == 0.0
    assert f1(np.array([False]), np.array([False])) == 0.0
