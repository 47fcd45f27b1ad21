"""All measures and curves of one system on one set of examples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.evaluation.curves import calibration_noise, coverage, reliability
from mmemotion.evaluation.gaps import Gap, gap
from mmemotion.evaluation.intervals import group_difference, interval
from mmemotion.evaluation.metrics import (
    accuracy_at,
    confusions,
    ece,
    gain_at,
    macro_f1,
    mean_over,
    ua,
    wa,
    weighted_mean_f1,
)
from mmemotion.evaluation.predictions import Predictions
from mmemotion.evaluation.report import Assessment, Direction, Measure, measured

COVERAGE = 0.75
"""Share of the examples, the surest, whose accuracy is told."""


@dataclass(frozen=True, slots=True)
class Required:
    """What is asked of a system; None: nothing. ece at most, all others at least."""

    ua: float | None = None
    wa: float | None = None
    macro_f1: float | None = None
    weighted_f1: float | None = None
    ece: float | None = None
    gain: float | None = None


NOTHING = Required()


def assess(
    name: str, data: str, predictions: Predictions, seed: int, required: Required = NOTHING, by_group: bool = False
) -> Assessment:
    """Measures with intervals, confusions, curves and gaps. by_group: UA is the mean over groups (folds)."""
    by_speaker = gap(ua, predictions, predictions.speakers)
    by_gender = gap(ua, predictions, predictions.genders)
    counts = confusions(predictions)[0].astype(int).tolist()
    return Assessment(
        name=name,
        data=data,
        count=len(predictions),
        speakers=len(set(predictions.speakers.tolist()) - {""}),
        labels=predictions.labels,
        measures=(
            *_accuracy(name, data, predictions, seed, required, by_group),
            *_confidence(name, data, predictions, seed, required),
            *_gaps(name, data, predictions, seed, by_speaker),
        ),
        confusion=tuple(tuple(row) for row in counts),
        before=() if predictions.logits is None else reliability(predictions.uncalibrated()),
        after=reliability(predictions),
        coverage=coverage(predictions),
        by_speaker=by_speaker,
        by_gender=by_gender,
    )


def _accuracy(
    name: str, data: str, predictions: Predictions, seed: int, required: Required, by_group: bool
) -> list[Measure]:
    unweighted = mean_over(predictions.groups, ua) if by_group else ua
    asked = [
        ("unweighted accuracy", unweighted, required.ua),
        ("weighted accuracy", wa, required.wa),
        ("macro F1", macro_f1, required.macro_f1),
        ("weighted F1", weighted_mean_f1, required.weighted_f1),
    ]
    return [measured(f"{what}, {name}", data, interval(m, predictions, seed), least) for what, m, least in asked]


def _confidence(name: str, data: str, predictions: Predictions, seed: int, required: Required) -> list[Measure]:
    measures = []
    if predictions.logits is not None:
        before = float(ece(predictions.uncalibrated())[0])
        measures.append(Measure(f"calibration error before calibration, {name}", data, before))
    share = f"the surest {COVERAGE * 100:.0f} %"
    surest, gain = interval(accuracy_at(COVERAGE), predictions, seed), interval(gain_at(COVERAGE), predictions, seed)
    most = f"{1 / float(wa(predictions)[0]) - 1:.3f} if all of them were right" if predictions.right.any() else ""
    return [
        *measures,
        calibration_measure(name, data, predictions, seed, required.ece),
        measured(f"accuracy on {share}, {name}", data, surest),
        measured(f"relative gain on {share}, {name}", data, gain, required.gain, reference=most),
    ]


def calibration_measure(
    name: str, data: str, predictions: Predictions, seed: int, required: float | None = None
) -> Measure:
    """Expected calibration error, beside what so many examples give when their confidence is exactly true."""
    noise = calibration_noise(predictions, seed)
    chance = f"perfect calibration gives {noise.mean:.3f}, below {noise.high:.3f} in 95 %"
    value = float(ece(predictions)[0])
    return Measure(f"calibration error, {name}", data, value, required, Direction.AT_MOST, reference=chance)


def _gaps(name: str, data: str, predictions: Predictions, seed: int, by_speaker: Gap | None) -> list[Measure]:
    measures = []
    if by_speaker is not None:
        beside = (
            f"{by_speaker.worst.name} {by_speaker.worst.value:.2f}, {by_speaker.best.name} {by_speaker.best.value:.2f}"
        )
        what = f"best minus worst speaker, unweighted accuracy, {name}"
        measures.append(Measure(what, data, by_speaker.difference, reference=beside))
    if {"F", "M"} <= set(np.unique(predictions.genders).tolist()):
        found = group_difference(ua, predictions, predictions.genders, ("M", "F"), seed)
        measures.append(measured(f"women minus men, unweighted accuracy, {name}", data, found))
    return measures
