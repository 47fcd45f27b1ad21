"""Measures of right and wrong."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


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
