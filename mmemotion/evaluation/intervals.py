"""Intervals that say how far a measure could lie elsewhere, by the bootstrap.

Percentile intervals (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13). Clips of one speaker
are alike, so whole speakers are drawn where there are enough of them (cluster bootstrap; Field and Welsh 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.evaluation.metrics import Metric, Values, Weights
from mmemotion.evaluation.predictions import Names, Predictions

DRAWS = 1000
ENOUGH_SPEAKERS = 8
_AT_ONCE = 2_000_000
"""Weights held at a time."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value, and what 95 % of resamples lie between. drawn: "speakers" or "examples"."""

    value: float
    low: float
    high: float
    drawn: str = "examples"


def interval(metric: Metric, predictions: Predictions, seed: int, draws: int = DRAWS) -> Interval:
    """The metric with its 95 % interval."""
    return _interval(
        float(metric(predictions, None)[0]), _resampled((metric,), (predictions,), seed, draws)[0], predictions
    )


def paired_difference(
    metric: Metric, first: Predictions, second: Predictions, seed: int, draws: int = DRAWS
) -> Interval:
    """The metric of second minus that of first, on the same examples in the same draws.

    An interval that does not hold 0 is a difference at the 5 % level. Raises ValueError when the examples differ.
    """
    same = np.array_equal(first.wanted, second.wanted) and np.array_equal(first.speakers, second.speakers)
    if not same:
        raise ValueError("a paired difference needs predictions of the same examples in the same order")
    values = _resampled((metric, metric), (first, second), seed, draws)
    value = float(metric(second, None)[0] - metric(first, None)[0])
    return _interval(value, values[1] - values[0], first)


def group_difference(
    metric: Metric, predictions: Predictions, names: Names, pair: tuple[str, str], seed: int
) -> Interval:
    """The metric over examples of the second name minus that over those of the first, as draws of the whole vary."""
    parts = [names == name for name in pair]

    def difference(whole: Predictions, weights: Weights | None) -> Values:
        chosen = np.ones((1, len(whole))) if weights is None else weights
        first, second = (metric(whole.take(part), chosen[:, part]) for part in parts)
        return np.asarray(second - first)

    with np.errstate(invalid="ignore", divide="ignore"):
        return interval(difference, predictions, seed)


def draw(names: Names, draws: int, chance: np.random.Generator) -> Weights:
    """How often each example [n] counts in each of draws [draws, n]; whole speakers where names are enough."""
    if not by_speakers(names):
        return chance.multinomial(len(names), np.full(len(names), 1 / len(names)), draws).astype(np.float64)
    speakers, place = np.unique(names, return_inverse=True)
    counts = chance.multinomial(len(speakers), np.full(len(speakers), 1 / len(speakers)), draws)
    return np.asarray(counts[:, place], dtype=np.float64)


def by_speakers(names: Names) -> bool:
    """True when whole speakers are drawn: all are known, and there are at least 8."""
    found = np.unique(names)
    return len(found) >= ENOUGH_SPEAKERS and "" not in found


def _resampled(
    metrics: tuple[Metric, ...], predictions: tuple[Predictions, ...], seed: int, draws: int
) -> list[Values]:
    """Values [draws] of each metric of its predictions, over the same draws."""
    chance = np.random.default_rng(seed)
    names = predictions[0].speakers
    step = max(1, _AT_ONCE // max(1, len(names)))
    parts = []
    for start in range(0, draws, step):
        weights = draw(names, min(step, draws - start), chance)
        parts.append([metric(of, weights) for metric, of in zip(metrics, predictions, strict=True)])
    return [np.concatenate(values) for values in zip(*parts, strict=True)]


def _interval(value: float, values: Values, predictions: Predictions) -> Interval:
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return Interval(value, float(low), float(high), "speakers" if by_speakers(predictions.speakers) else "examples")
