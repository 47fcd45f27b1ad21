"""Predictions calibrated on speakers other than those they are of.

Confidence says how likely the label named is right, so the temperature is fitted to that alone: one number, by the log
loss of right and wrong ("confidence calibration", Guo et al. 2017, arXiv 1706.04599, section 2; top-versus-all, Le Coz
et al. 2024, arXiv 2411.02988). Fitted to all labels it also pays for how the others are ranked, and misses.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mmemotion.evaluation.predictions import Flags, Names, Predictions, Shares, softmax

GRID = np.geomspace(0.2, 10.0, 198)
"""Temperatures tried, in steps of 2 %."""

LEAST = 1e-9
"""No confidence is nearer to 0 or 1 where its loss is taken."""


def calibrated(predictions: Predictions, groups: Names) -> Predictions:
    """The probabilities anew from the logits: for each of groups [n] by the temperature that is best for all others.

    The order of labels stays. Raises ValueError when there are no logits or fewer than two groups.
    """
    names, place = np.unique(groups, return_inverse=True)
    if predictions.logits is None or len(names) < 2:
        raise ValueError("calibration needs the logits, and two groups or more")
    logits = predictions.logits
    right = logits.argmax(1) == predictions.wanted
    losses = np.zeros((len(names), len(GRID)))
    np.add.at(losses, place, _losses(logits, right))
    best = GRID[(losses.sum(0) - losses).argmin(1)]
    return replace(predictions, probabilities=softmax(logits / best[place][:, None]))


def _losses(logits: Shares, right: Flags) -> Shares:
    """Log loss [n, temperature] of the confidence in the label named."""
    confidence = np.stack([softmax(logits / temperature).max(1) for temperature in GRID], axis=1)
    said = np.where(right[:, None], confidence, 1 - confidence)
    return np.asarray(-np.log(np.clip(said, LEAST, 1)))
