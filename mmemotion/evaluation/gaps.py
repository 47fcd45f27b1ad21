"""Who a model serves worse: accuracy by gender and by speaker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.evaluation.metrics import Metric
from mmemotion.evaluation.predictions import Names, Predictions

FEWEST = 10
"""Examples below which the value of a group is chance."""


@dataclass(frozen=True, slots=True)
class Group:
    """Examples of one speaker or gender: how many, and the value of the metric."""

    name: str
    count: int
    value: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Groups from the worst to the best."""

    groups: tuple[Group, ...]

    @property
    def worst(self) -> Group:
        """The group that is served worst."""
        return self.groups[0]

    @property
    def best(self) -> Group:
        """The group that is served best."""
        return self.groups[-1]

    @property
    def difference(self) -> float:
        """Best minus worst."""
        return self.best.value - self.worst.value


def gap(metric: Metric, predictions: Predictions, names: Names) -> Gap | None:
    """The metric of each group of names [n]; None with fewer than two.

    A group without a name, or of fewer than 10 examples, is left out.
    """
    known = [str(name) for name in np.unique(names) if name]
    parts = {name: predictions.take(names == name) for name in known if (names == name).sum() >= FEWEST}
    groups = [Group(name, len(part), float(metric(part, None)[0])) for name, part in parts.items()]
    return Gap(tuple(sorted(groups, key=lambda group: group.value))) if len(groups) > 1 else None
