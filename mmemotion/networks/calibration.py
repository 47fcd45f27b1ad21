"""Calibration: logits that mean what they say (temperature scaling, Guo et al. 2017, arXiv 1706.04599)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def fit_temperature(logits: Tensor, shares: Tensor) -> float:
    """The temperature by which logits [n, classes] are divided to minimise cross entropy with shares [n, classes].

    shares are held-out labels, one-hot or soft. Searched over 0.2 to 10, to 1 %.
    """
    grid = torch.logspace(torch.log10(torch.tensor(0.2)).item(), 1.0, 394)
    losses = [nn.functional.cross_entropy(logits / temperature, shares).item() for temperature in grid]
    return float(grid[int(torch.tensor(losses).argmin())])


def expected_calibration_error(confidence: Tensor, right: Tensor, bins: int = 10) -> float:
    """Mean distance of confidence [n] from the share that is right (bool [n]), over equal bins weighted by size.

    Section 2 of the paper.
    """
    number = (confidence * bins).long().clamp(max=bins - 1)
    error = 0.0
    for place in number.unique():
        inside = number == place
        error += float((confidence[inside].mean() - right[inside].float().mean()).abs() * inside.float().mean())
    return error
