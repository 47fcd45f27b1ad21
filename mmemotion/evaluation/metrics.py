"""Measures of right and wrong.

Each takes Predictions of n examples and, if given, weights [draws, n]: how often each example counts. It gives a value
per draw, so that a bootstrap costs one call. The plain functions at the end take labels alone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from mmemotion.evaluation.predictions import Names, Predictions, Shares

Numbers = npt.NDArray[np.int64]
Weights = Shares
Values = Shares
Metric = Callable[[Predictions, Weights | None], Values]

BINS = 10


def confusions(predictions: Predictions, weights: Weights | None = None) -> Shares:
    """Counts [draws, wanted, found]."""
    classes = len(predictions.labels)
    cells = np.zeros((len(predictions), classes * classes))
    cells[np.arange(len(predictions)), predictions.wanted * classes + predictions.found] = 1
    return np.asarray((_weights(predictions, weights) @ cells).reshape(-1, classes, classes))


def ua(predictions: Predictions, weights: Weights | None = None) -> Values:
    """Unweighted accuracy: mean over the labels that occur of the share of each that was found (macro recall)."""
    counts = confusions(predictions, weights)
    with np.errstate(invalid="ignore"):
        return _mean_that_occur(_diagonal(counts) / counts.sum(2), counts.sum(2) > 0)


def wa(predictions: Predictions, weights: Weights | None = None) -> Values:
    """Weighted accuracy: the share of all examples that is right."""
    counts = confusions(predictions, weights)
    return np.asarray(_diagonal(counts).sum(1) / counts.sum((1, 2)))


def macro_f1(predictions: Predictions, weights: Weights | None = None) -> Values:
    """Mean F1 over the labels that occur."""
    counts = confusions(predictions, weights)
    return _mean_that_occur(_f1(counts), counts.sum(2) > 0)


def weighted_mean_f1(predictions: Predictions, weights: Weights | None = None) -> Values:
    """Mean F1 over the labels, each weighted by how often it occurs, as reported for MELD."""
    counts = confusions(predictions, weights)
    return np.asarray((_f1(counts) * counts.sum(2)).sum(1) / counts.sum((1, 2)))


def ece(predictions: Predictions, weights: Weights | None = None) -> Values:
    """Expected calibration error over 10 equal bins of confidence (Guo et al. 2017, arXiv 1706.04599, section 2)."""
    bins = bins_of(predictions.confidence)
    gap = np.zeros((len(predictions), BINS))
    gap[np.arange(len(predictions)), bins] = predictions.confidence - predictions.right
    chosen = _weights(predictions, weights)
    return np.asarray(np.abs(chosen @ gap).sum(1) / chosen.sum(1))


def accuracy_at(coverage: float) -> Metric:
    """The metric: share right among the surest examples, that share of all."""

    def metric(predictions: Predictions, weights: Weights | None = None) -> Values:
        order = np.argsort(-predictions.confidence, kind="stable")
        chosen = _weights(predictions, weights)[:, order]
        before = np.cumsum(chosen, axis=1) - chosen
        asked = np.clip(coverage * chosen.sum(1, keepdims=True) - before, 0, chosen)
        return np.asarray((asked @ right_among_equals(predictions)[order]) / asked.sum(1))

    return metric


def gain_at(coverage: float) -> Metric:
    """The metric: by how much accuracy on the surest examples is above that on all, relative to the latter.

    0 where nothing is right.
    """
    surest = accuracy_at(coverage)

    def metric(predictions: Predictions, weights: Weights | None = None) -> Values:
        overall = wa(predictions, weights)
        return np.asarray(np.where(overall > 0, surest(predictions, weights) / np.maximum(overall, 1e-12) - 1, 0))

    return metric


def mean_over(groups: Names, metric: Metric) -> Metric:
    """The metric taken of each group alone, and the mean over groups (folds, corpora); those not drawn are left out."""

    def mean(predictions: Predictions, weights: Weights | None = None) -> Values:
        chosen = _weights(predictions, weights)
        parts = [groups == name for name in np.unique(groups)]
        with np.errstate(invalid="ignore", divide="ignore"):
            each = np.stack([metric(predictions.take(part), chosen[:, part]) for part in parts], axis=1)
        return _mean_that_occur(each, np.stack([chosen[:, part].any(1) for part in parts], axis=1))

    return mean


def bins_of(confidence: Shares) -> Numbers:
    """Number of the bin of each confidence; 1 is in the last."""
    return np.minimum((confidence * BINS).astype(np.int64), BINS - 1)


def right_among_equals(predictions: Predictions) -> Shares:
    """Share right [n] among the examples of the same confidence: their order is chance."""
    _, place, counts = np.unique(predictions.confidence, return_inverse=True, return_counts=True)
    return np.asarray((np.bincount(place, weights=predictions.right) / counts)[place])


def unweighted_accuracy(wanted: Numbers, found: Numbers) -> float:
    """Mean over the labels that occur of the share of each that was found: chance is 1 / number of labels."""
    return float(np.mean([(found[wanted == label] == label).mean() for label in np.unique(wanted)]))


def weighted_f1(wanted: Numbers, found: Numbers) -> float:
    """Mean over labels of F1, each weighted by how often it occurs, as reported for MELD."""
    scores = [f1(wanted == label, found == label) * float((wanted == label).mean()) for label in np.unique(wanted)]
    return float(np.sum(scores))


def f1(wanted: npt.NDArray[np.bool_], found: npt.NDArray[np.bool_]) -> float:
    """Harmonic mean of precision and recall; 0 when nothing is right."""
    right = int((wanted & found).sum())
    return 2 * right / (int(wanted.sum()) + int(found.sum())) if right else 0.0


def _weights(predictions: Predictions, weights: Weights | None) -> Weights:
    return np.ones((1, len(predictions))) if weights is None else weights


def _diagonal(counts: Shares) -> Shares:
    return np.asarray(np.diagonal(counts, axis1=1, axis2=2))


def _f1(counts: Shares) -> Shares:
    """F1 [draws, label]; 0 where nothing is right."""
    return np.asarray(2 * _diagonal(counts) / np.maximum(counts.sum(1) + counts.sum(2), 1e-12))


def _mean_that_occur(values: Shares, occur: npt.NDArray[np.bool_]) -> Values:
    """Mean [draws] over the columns of values [draws, k] that occur."""
    return np.asarray(np.where(occur, values, 0).sum(1) / occur.sum(1))
