"""Predictions calibrated on speakers other than those they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mmemotion.evaluation.predictions import Names, Predictions
from mmemotion.networks.calibration import SPREADS, calibrate_across

SINGLE = (0.0,)
"""Spreads that leave one temperature for all labels."""


def calibrated(predictions: Predictions, groups: Names, spreads: Sequence[float] = SPREADS) -> Predictions:
    """The probabilities anew from the logits: for each of groups [n] by temperatures fitted to all others.

    Raises ValueError when there are no logits or fewer than two groups.
    """
    import torch

    if predictions.logits is None:
        raise ValueError("calibration needs the logits")
    numbers = np.unique(groups, return_inverse=True)[1]
    logits, wanted = torch.from_numpy(predictions.logits), torch.from_numpy(predictions.wanted)
    found = calibrate_across(logits, wanted, torch.from_numpy(numbers), spreads)
    return replace(predictions, probabilities=found.numpy())
