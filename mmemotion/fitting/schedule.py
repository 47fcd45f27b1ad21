"""How the learning rate goes over a fit: a function of the step alone, so that a resumed fit needs no state of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi

FIRST, LAST = 1 / 25, 1 / 250_000
"""Shares of the highest rate at which one cycle begins and ends."""

SLOW, FAST = 0.95, 0.85
"""First beta of AdamW at the ends of one cycle and at its highest rate."""

BETA = 0.9


class Schedule(StrEnum):
    """ONE_CYCLE: cosines up and down, momentum the other way round (Smith & Topin 2017, arXiv 1708.07120).

    LINEAR: straight up, then straight down to 0. CONSTANT: straight up, then level.
    """

    ONE_CYCLE = "one-cycle"
    LINEAR = "linear"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Pace:
    """Of one step: rate as a share of the highest, and the first beta of AdamW."""

    rate: float
    beta: float


def pace(schedule: Schedule, step: int, total: int, rise: float) -> Pace:
    """The pace of a step (from 0) of total; rise: the share of the steps in which the rate goes up."""
    if schedule is Schedule.ONE_CYCLE:
        return _one_cycle(step, total, rise)
    up = max(1, int(total * rise))
    height = min(1.0, step / up)
    return Pace(height * (1 - step / total) if schedule is Schedule.LINEAR else height, BETA)


def _one_cycle(step: int, total: int, rise: float) -> Pace:
    top = rise * total - 1
    if step <= top:
        share = step / top if top > 0 else 1.0
        return Pace(_between(FIRST, 1.0, share), _between(SLOW, FAST, share))
    share = (step - top) / max(1e-9, total - 1 - top)
    return Pace(_between(1.0, LAST, share), _between(FAST, SLOW, share))


def _between(start: float, end: float, share: float) -> float:
    """Half a cosine from start to end."""
    return end + (start - end) / 2 * (1 + cos(pi * share))
