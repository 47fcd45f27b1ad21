"""Fusions side by side, fitted to and judged on the same held-out evidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from mmemotion.evaluation.intervals import interval, paired_difference
from mmemotion.evaluation.metrics import Metric, ece, mean_over, ua, wa
from mmemotion.evaluation.predictions import Names, Predictions, make_predictions, softmax
from mmemotion.evaluation.report import Measure, measured
from mmemotion.fitting.fusion import NEUTRAL, Evidence, Numbers, fit_drawn, fit_pairs, fit_temperatures
from mmemotion.networks.fusion import stack
from mmemotion.networks.fusions import CONTROL, FUSIONS, Across
from mmemotion.types import EMOTIONS, Modality

REAL_STEPS, REAL_BATCH = 300, 128
PAIR_STEPS = 1000
PAIRS = 4000
KINDS = ("agreeing", "neutral words", "neutral voice", "conflict")
"""Words and voice of one emotion; a voice with neutral words; words as they come in a neutral voice; words of one
emotion and a voice of another, where either is right."""


def real_pair_measures(
    clips: Evidence, folds: Numbers, speakers: Names, seed: int, steps: int = REAL_STEPS
) -> list[Measure]:
    """Sound and measures of the same clips: each modality alone, each fusion fitted to the other folds, and what it
    gains over the control, paired."""
    names = tuple(map(str, range(clips.shares.shape[1])))
    metric, data = mean_over(folds.astype(np.str_), ua), "real pairs, acoustic and prosody"
    fused = {f"{kind} fusion": _across_folds(kind, clips, folds, seed, steps) for kind in FUSIONS}
    alone = {f"{modality} alone": logits for modality, logits in clips.logits.items()}
    said = {
        name: make_predictions(names, clips.labels, softmax(logits.double().numpy()), speakers=speakers)
        for name, logits in {**alone, **fused}.items()
    }
    rows = [measured(f"UA, {name}", data, interval(metric, one, seed)) for name, one in said.items()]
    control = said[f"{CONTROL} fusion"]
    gains = {name: paired_difference(metric, control, said[name], seed) for name in fused if said[name] is not control}
    return rows + [measured(f"UA gained over {CONTROL}, {name}", data, gain) for name, gain in gains.items()]


def matched_pair_measures(
    voice: Evidence,
    speakers: Names,
    text: Evidence,
    chosen: Mapping[str, Numbers],
    seed: int,
    steps: int = PAIR_STEPS,
) -> list[Measure]:
    """Clips and texts paired by label; fusions fitted to those not chosen, judged on those that are.

    chosen: places of clips and of texts, by "voice" and "text"; the clips have other speakers than the rest. Intervals
    are over speakers.
    """
    judged = {kind: _pairs(kind, voice, text, chosen, seed) for kind in KINDS}
    rest = [_without(voice, chosen["voice"]), _without(text, chosen["text"])]
    rows = []
    for fusion in FUSIONS:
        torch.manual_seed(seed)
        fresh = FUSIONS[fusion](len(EMOTIONS))
        model = fit_pairs(fresh, rest[0], rest[1], np.random.default_rng(seed), steps)
        for kind, (heard, logits, targets) in judged.items():
            said = _said(model, logits, targets, speakers[heard])
            rows += [_row(name, fusion, kind, metric, said, seed) for name, metric in (("accuracy", wa), ("ECE", ece))]
    return rows


def pairs_of(
    kind: str, voice: Numbers, text: Numbers, chance: np.random.Generator, count: int
) -> tuple[Numbers, Numbers]:
    """Places of clips and texts with labels voice and text, for one of KINDS; emotions come as often as one another."""
    emotions = np.setdiff1d(np.intersect1d(voice, text), [NEUTRAL])
    emotion, step = chance.integers(0, len(emotions), count), chance.integers(1, len(emotions), count)
    own, other, neutral = emotions[emotion], emotions[(emotion + step) % len(emotions)], np.full(count, NEUTRAL)
    heard, read = {
        "agreeing": (own, own),
        "neutral words": (own, neutral),
        "neutral voice": (neutral, chance.choice(text, count)),
        "conflict": (own, other),
    }[kind]
    return _places(voice, heard, chance), _places(text, read, chance)


def _across_folds(kind: str, clips: Evidence, folds: Numbers, seed: int, steps: int) -> Tensor:
    """Fused logits of each clip; the fusion saw no clip of its fold."""
    fused = torch.zeros_like(clips.shares)
    for fold in np.unique(folds):
        held = np.flatnonzero(folds == fold)
        model = _fit_real(kind, clips.take(np.flatnonzero(folds != fold)), seed, steps)
        with torch.inference_mode():
            fused[held] = model(*stack(clips.take(held).logits))[0]
    return fused


def _fit_real(kind: str, clips: Evidence, seed: int, steps: int) -> Across:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    model = FUSIONS[kind](clips.shares.shape[1])
    fit_temperatures(model, clips)

    def draw() -> tuple[Tensor, Tensor, Tensor]:
        drawn = clips.take(chance.choice(len(clips.shares), REAL_BATCH))
        return *stack(drawn.logits), drawn.shares

    return fit_drawn(model, draw, steps)


def _without(evidence: Evidence, chosen: Numbers) -> Evidence:
    return evidence.take(np.setdiff1d(np.arange(len(evidence.shares)), chosen))


def _pairs(
    kind: str, voice: Evidence, text: Evidence, chosen: Mapping[str, Numbers], seed: int
) -> tuple[Numbers, dict[Modality, Tensor], Numbers]:
    """Places of the clips heard, logits by modality, and the two labels that are right [PAIRS, 2]."""
    clips, texts, chance = chosen["voice"], chosen["text"], np.random.default_rng(seed)
    places = pairs_of(kind, voice.labels[clips], text.labels[texts], chance, PAIRS)
    heard, read = clips[places[0]], texts[places[1]]
    logits = {**text.take(read).logits, **voice.take(heard).logits}
    of_voice, of_text = voice.labels[heard], text.labels[read]
    right = {"neutral words": (of_voice, of_voice), "neutral voice": (of_text, of_text)}.get(kind, (of_voice, of_text))
    return heard, logits, np.stack(right, 1)


def _said(model: Across, logits: dict[Modality, Tensor], targets: Numbers, speakers: Names) -> Predictions:
    """Where either label is right, the one that was found is the one wanted."""
    with torch.inference_mode():
        probabilities = model(*stack(logits))[0].softmax(-1).double().numpy()
    found = probabilities.argmax(1)
    wanted = np.where(found == targets[:, 1], targets[:, 1], targets[:, 0])
    return make_predictions(tuple(EMOTIONS), wanted, probabilities, speakers=speakers)


def _row(name: str, fusion: str, kind: str, metric: Metric, said: Predictions, seed: int) -> Measure:
    return measured(f"{name}, {fusion} fusion", f"matched pairs: {kind}", interval(metric, said, seed))


def _places(labels: Numbers, wanted: Numbers, chance: np.random.Generator) -> Numbers:
    """For each wanted label the place of a random example that has it."""
    places = np.zeros(len(wanted), dtype=np.int64)
    for label in np.unique(wanted):
        of_label = wanted == label
        places[of_label] = chance.choice(np.flatnonzero(labels == label), int(of_label.sum()))
    return places
