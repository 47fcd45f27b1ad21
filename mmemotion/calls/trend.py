"""Whether a speaker's tone went up or down in the course of a recording, and where it turned.

Both tests go by the order of values alone, so they assume nothing about how tones are distributed. But they take one
utterance for independent of the last, and find somewhat more than there is where moods last.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from mmemotion.calls.shares import Shares, tone
from mmemotion.types import Utterance

FEWEST = 8
"""Scored utterances of a speaker without which nothing is said of a trend."""

LEAST_CHANGE = 0.1
"""Change of tone, of the 2 there are from end to end, below which it is called steady however certain it is."""

CHANCE = 0.05
"""How often a trend, or a turning point, would be found where there is none."""

Values = npt.NDArray[np.float64]


class Trend(StrEnum):
    """Where a tone went."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    STEADY = "steady"
    UNKNOWN = "too little to tell"


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The utterance from which on (s) a speaker's tone was another: mean tone before it and from it on."""

    at: float
    before: float
    after: float


def trend(utterances: Sequence[Utterance], quarters: Sequence[Shares]) -> Trend:
    """Of one speaker's utterances in order: improving or worsening when their tones rise or fall in the test of Mann
    (1945) and Kendall (1975), and the last quarter in which they were scored differs from the first by LEAST_CHANGE.
    """
    tones = np.asarray([tone(u.estimate.probabilities) for u in utterances if u.estimate is not None])
    known = [quarter.tone for quarter in quarters if quarter.tone is not None]
    if len(tones) < FEWEST or len(known) < 2:
        return Trend.UNKNOWN
    change = known[-1] - known[0]
    score, chance = mann_kendall(tones)
    if chance >= CHANCE or abs(change) < LEAST_CHANGE or score * change <= 0:
        return Trend.STEADY
    return Trend.IMPROVING if change > 0 else Trend.WORSENING


def turning_points(utterances: Sequence[Utterance]) -> tuple[TurningPoint, ...]:
    """Of one speaker's utterances in order: where the test of Pettitt (1979) finds a change of at least LEAST_CHANGE;
    then the same before it and after it (binary segmentation, Scott & Knott 1974). It needs a dozen utterances, and may
    miss a mood that comes and goes.
    """
    scored = [u for u in utterances if u.estimate is not None]
    tones = np.asarray([tone(u.estimate.probabilities) for u in scored if u.estimate is not None])
    found = [0, *sorted(_cuts(tones, 0)), len(tones)]
    # Each was found in sight of all others; between its neighbours alone its place is more exact.
    cuts = [before + pettitt(tones[before:after])[0] for before, after in zip(found, found[2:], strict=False)]
    edges = [0, *cuts, len(tones)]
    return tuple(
        TurningPoint(scored[cut].span.start, float(tones[before:cut].mean()), float(tones[cut:after].mean()))
        for before, cut, after in zip(edges, cuts, edges[2:], strict=False)
    )


def mann_kendall(values: Values) -> tuple[int, float]:
    """The score (above 0: more pairs rise than fall) and how often chance alone gives one as far from 0, two-sided.

    Mann (1945), "Nonparametric tests against trend", Econometrica 13(3); the variance with ties is Kendall's (1975).
    """
    count = len(values)
    score = sum(int(np.sign(values[i + 1 :] - values[i]).sum()) for i in range(count - 1))
    ties = np.unique(values, return_counts=True)[1]
    variance = (count * (count - 1) * (2 * count + 5) - int((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    if variance <= 0 or score == 0:
        return score, 1.0
    return score, math.erfc((abs(score) - 1) / math.sqrt(2 * variance))


def pettitt(values: Values) -> tuple[int, float]:
    """How many values come before the likeliest change, and how often chance alone gives one as clear.

    Pettitt (1979), "A non-parametric approach to the change-point problem", Applied Statistics 28(2).
    """
    count = len(values)
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[place]
    moved = np.abs(2 * np.cumsum(ranks) - np.arange(1, count + 1) * (count + 1))
    at = int(np.argmax(moved[:-1]))
    return at + 1, min(1.0, 2 * math.exp(-6 * float(moved[at]) ** 2 / (count**3 + count**2)))


def _cuts(tones: Values, first: int) -> list[int]:
    """Indices of utterances, counted from `first`, at which the tone turns."""
    if len(tones) < FEWEST:
        return []
    at, chance = pettitt(tones)
    if chance >= CHANCE or abs(tones[at:].mean() - tones[:at].mean()) < LEAST_CHANGE:
        return []
    return [first + at, *_cuts(tones[:at], first), *_cuts(tones[at:], first + at)]
