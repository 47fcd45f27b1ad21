"""Curves of predictions: confidence against what is right, and coverage against accuracy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.evaluation.metrics import BINS, bins_of, right_among_equals
from mmemotion.evaluation.predictions import Predictions


@dataclass(frozen=True, slots=True)
class Bin:
    """Examples of like confidence: how many, their mean confidence, and the share right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Noise:
    """Expected calibration error of examples whose confidence is exactly true: the mean, and what 95 % stay below."""

    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """accuracy[i] is the share right among the surest share[i] of the examples."""

    share: tuple[float, ...]
    accuracy: tuple[float, ...]


def reliability(predictions: Predictions) -> tuple[Bin, ...]:
    """The reliability diagram: the bins of the expected calibration error that hold any example, in order."""
    place = bins_of(predictions.confidence)
    inside = [place == number for number in range(BINS)]
    return tuple(
        Bin(int(one.sum()), float(predictions.confidence[one].mean()), float(predictions.right[one].mean()))
        for one in inside
        if one.any()
    )


def calibration_noise(predictions: Predictions, seed: int, draws: int = 1000) -> Noise:
    """By simulation: each example is right as often as its confidence says (Vaicenavicius et al. 2019, 1902.06977)."""
    chance = np.random.default_rng(seed)
    place, confidence = bins_of(predictions.confidence), predictions.confidence
    errors = np.zeros(draws)
    for number in range(BINS):
        inside = confidence[place == number]
        if len(inside):
            right = chance.random((draws, len(inside))) < inside
            errors += np.abs((inside - right).sum(1)) / len(confidence)
    return Noise(float(errors.mean()), float(np.percentile(errors, 95)))


def coverage(predictions: Predictions, points: int = 100) -> Coverage:
    """Accuracy as ever more of the examples are answered, the surest first; at most points steps."""
    order = np.argsort(-predictions.confidence, kind="stable")
    so_far = np.cumsum(right_among_equals(predictions)[order]) / np.arange(1, len(order) + 1)
    last = np.unique(np.ceil(np.linspace(0, 1, points + 1)[1:] * len(order)).astype(int)) - 1
    return Coverage(tuple(((last + 1) / len(order)).tolist()), tuple(so_far[last].tolist()))
