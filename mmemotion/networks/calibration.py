"""Calibration: logits that mean what they say (temperature scaling, Guo et al. 2017, arXiv 1706.04599).

With a temperature per predicted label (Frenkel and Goldberger 2021, "Network calibration by class-based temperature
scaling", EUSIPCO) the order of the labels stays, so accuracy does too. Few examples cannot carry one per label: each is
drawn towards the one temperature of all, as far as speakers left out say is best.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

SPREADS = (0.0, 0.1, 0.25)
"""Standard deviations of the logarithm of a label's temperature about the common one that are tried; 0: one for all."""


def fit_temperature(logits: Tensor, shares: Tensor) -> float:
    """The temperature by which logits [n, classes] are divided to minimise cross entropy with shares [n, classes].

    shares are held-out labels, one-hot or soft. Searched over 0.2 to 10, to 1 %.
    """
    grid = torch.logspace(torch.log10(torch.tensor(0.2)).item(), 1.0, 394)
    losses = [nn.functional.cross_entropy(logits / temperature, shares).item() for temperature in grid]
    return float(grid[int(torch.tensor(losses).argmin())])


def fit_class_temperatures(
    logits: Tensor, wanted: Tensor, groups: Tensor, spreads: Sequence[float] = SPREADS
) -> Tensor:
    """A temperature per predicted label [classes], from held-out logits [n, classes] and labels wanted int64 [n].

    groups int64 [n] are the speakers: the spread is the one whose temperatures, fitted to the other groups, give each
    group the lowest cross entropy; with fewer than two groups it is the first of spreads.
    """
    table = _Table.of(logits, wanted, groups)
    return _grid()[table.fit(spreads)]


def calibrate_across(logits: Tensor, wanted: Tensor, groups: Tensor, spreads: Sequence[float] = SPREADS) -> Tensor:
    """Probabilities [n, classes]; each group's are scaled by temperatures fitted to all other groups.

    spreads (0.0,) is plain temperature scaling. Raises ValueError when there are fewer than two groups.
    """
    names, place = groups.unique(return_inverse=True)
    if len(names) < 2:
        raise ValueError("calibration needs at least two groups of speakers")
    table = _Table.of(logits, wanted, groups)
    fitted = torch.stack([_grid()[table.without(number).fit(spreads)] for number in range(len(names))])
    own = fitted[place, logits.argmax(-1)]
    return (logits.double() / own[:, None]).softmax(-1)


def scale_by_class(logits: Tensor, temperatures: Tensor) -> Tensor:
    """logits [n, classes], each row divided by the temperature [classes] of its largest."""
    return logits / temperatures.to(logits)[logits.argmax(-1)][:, None]


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


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """losses float64 [group, class, temperature]: cross entropy of the examples of a group and predicted class, added
    up, at each temperature of the grid. Whatever is fitted or judged needs sums of these alone."""

    losses: Tensor

    @staticmethod
    def of(logits: Tensor, wanted: Tensor, groups: Tensor) -> _Table:
        names, place = groups.unique(return_inverse=True)
        classes = logits.shape[1]
        losses = torch.zeros(len(names) * classes, len(_grid()), dtype=torch.float64)
        cells = place * classes + logits.argmax(-1)
        for some, right, cell in zip(logits.double().split(1000), wanted.split(1000), cells.split(1000), strict=True):
            scaled = some[:, None] / _grid()[:, None]
            losses.index_add_(0, cell, scaled.logsumexp(-1) - scaled[torch.arange(len(some)), :, right])
        return _Table(losses.view(len(names), classes, -1))

    def without(self, group: int) -> _Table:
        return _Table(torch.cat([self.losses[:group], self.losses[group + 1 :]]))

    def fit(self, spreads: Sequence[float]) -> Tensor:
        """Places in the grid [class], at the spread that is best for groups left out."""
        if len(spreads) == 1 or len(self.losses) < 2:
            return self._drawn_together(spreads[0])
        return self._drawn_together(min(spreads, key=self._left_out))

    def _left_out(self, spread: float) -> float:
        """Cross entropy of every group at what the others say, added up."""
        classes = torch.arange(self.losses.shape[1])
        groups = range(len(self.losses))
        return sum(float(self.losses[g, classes, self.without(g)._drawn_together(spread)].sum()) for g in groups)

    def _drawn_together(self, spread: float) -> Tensor:
        """The maximum a posteriori: logarithms of temperatures normally distributed about the common one."""
        by_class = self.losses.sum(0)
        common = by_class.sum(0).argmin()
        if spread == 0:
            return common.expand(len(by_class))
        distance = (_grid() / _grid()[common]).log() / spread
        return (by_class + distance.square() / 2).argmin(-1)


def _grid() -> Tensor:
    """0.2 to 10 in steps of 2 %."""
    return torch.logspace(math.log10(0.2), 1.0, 198, dtype=torch.float64)
