"""Words and voice together: does either wash the other out, and is the confidence what it says?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mmemotion.evaluation.held_out import HeldOutVoice, fit_fusion
from mmemotion.evaluation.metrics import unweighted_accuracy, weighted_f1
from mmemotion.evaluation.report import Direction, Measure
from mmemotion.evaluation.voices import Voices
from mmemotion.fitting.fusion import NEUTRAL, Evidence, fit_across
from mmemotion.fitting.voice import Numbers
from mmemotion.networks.fusion import ModalityAttention, stack
from mmemotion.types import Modality

MOST_LOST = 0.01
"""What neutral words may take from a voice, and a neutral voice from words."""

PAIRS = 10
"""Texts that each clip is paired with."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What the text branch says of texts held out of training, and of the lines of MELD's development part."""

    held: Evidence
    lines: Evidence


def both_measures(voices: Voices, held: HeldOutVoice, words: Words, seed: int) -> list[Measure]:
    """The attention fitted to odd folds of speakers and odd texts, judged on even ones and on MELD; and its calibration
    error."""
    even, even_texts = voices.folds % 2 == 0, np.arange(len(words.held.shares)) % 2 == 0
    model = fit_across(_take(held.speakers, ~even), _take(words.held, ~even_texts), seed)
    acted = _take(held.speakers, even & np.array([clip.corpus == "ravdess" for clip in voices.clips]))
    neutral_voice = _take(held.speakers, even & (voices.labels == NEUTRAL))
    texts = _take(words.held, even_texts)
    plain = _take(texts, texts.labels == NEUTRAL)
    heard, beside = _heard(model, acted, None), _heard(model, acted, plain)
    read, spoken = _read(model, words.lines, None), _read(model, words.lines, neutral_voice)
    acted_data, pairs = "ravdess folds 2 and 4", "held-out halves, paired"
    lost = Direction.AT_MOST
    return [
        Measure("unweighted accuracy, 7 labels, voice alone", acted_data, heard),
        Measure("the same with neutral words added", acted_data, beside),
        Measure("unweighted accuracy lost to neutral words", acted_data, heard - beside, MOST_LOST, lost),
        Measure("weighted F1, text alone", "meld dev", read),
        Measure("the same in a neutral voice", "meld dev", spoken),
        Measure("weighted F1 lost to a neutral voice", "meld dev", read - spoken, MOST_LOST, lost),
        *_confidences(model, acted, texts, seed),
        Measure("expected calibration error", pairs, fit_fusion(held, words.held, seed)[2]),
    ]


def _confidences(model: ModalityAttention, acted: Evidence, texts: Evidence, seed: int) -> list[Measure]:
    """Mean confidence in clips beside texts drawn by chance: where words alone and voice alone name the same emotion,
    and where they do not."""
    chance, count = np.random.default_rng(seed), PAIRS * len(acted.shares)
    clips = acted.take(np.arange(count) % len(acted.shares))
    beside = texts.take(chance.integers(0, len(texts.shares), count))
    alone = _fused(model, clips.logits).softmax(-1)
    both = _fused(model, {**clips.logits, **beside.logits}).softmax(-1)
    same = alone.argmax(-1) == _fused(model, beside.logits).argmax(-1)
    data = "ravdess folds 2 and 4, paired"
    return [
        Measure(f"mean confidence, {what}, words and voice name {which}", data, float(found[chosen].amax(-1).mean()))
        for which, chosen in (("the same", same), ("two emotions", ~same))
        for what, found in (("voice alone", alone), ("both", both))
    ]


def _take(evidence: Evidence, chosen: npt.NDArray[np.bool_]) -> Evidence:
    return evidence.take(np.flatnonzero(chosen))


def _heard(model: ModalityAttention, clips: Evidence, texts: Evidence | None) -> float:
    found = _labels(model, {**clips.logits, **({} if texts is None else _dealt(texts, len(clips.shares)))})
    return unweighted_accuracy(clips.labels, found)


def _read(model: ModalityAttention, texts: Evidence, clips: Evidence | None) -> float:
    found = _labels(model, {**texts.logits, **({} if clips is None else _dealt(clips, len(texts.shares)))})
    return weighted_f1(texts.labels, found)


def _dealt(evidence: Evidence, count: int) -> dict[Modality, Tensor]:
    """The examples in turn, over and over, count in all."""
    return evidence.take(np.arange(count) % len(evidence.shares)).logits


def _labels(model: ModalityAttention, logits: dict[Modality, Tensor]) -> Numbers:
    return np.asarray(_fused(model, logits).argmax(-1).numpy())


def _fused(model: ModalityAttention, logits: dict[Modality, Tensor]) -> Tensor:
    with torch.inference_mode():
        fused: Tensor = model(*stack(logits))[0]
    return fused
