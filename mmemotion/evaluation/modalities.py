"""What words add to the voice, and the voice to words: the same examples judged from each alone and from both."""

from __future__ import annotations

from collections.abc import Mapping

from mmemotion.evaluation.intervals import interval, paired_difference
from mmemotion.evaluation.metrics import ua, weighted_mean_f1
from mmemotion.evaluation.predictions import Predictions
from mmemotion.evaluation.report import Measure, measured

TEXT, VOICE, BOTH = "text only", "voice only", "both"


def modality_measures(said: Mapping[str, Predictions], data: str, seed: int) -> tuple[Measure, ...]:
    """The missing-modality table: UA and weighted F1 of each, and by how much both are above each alone.

    said: predictions of the same examples in the same order, by TEXT, VOICE and BOTH, whichever there are.
    """
    metrics = {"unweighted accuracy": ua, "weighted F1": weighted_mean_f1}
    measures = [
        measured(f"{what}, {name}", data, interval(metric, predictions, seed))
        for what, metric in metrics.items()
        for name, predictions in said.items()
    ]
    alone = [name for name in said if name != BOTH and BOTH in said]
    for name in alone:
        found = paired_difference(ua, said[name], said[BOTH], seed)
        measures.append(measured(f"unweighted accuracy, both minus {name}", data, found))
    return tuple(measures)
