"""Words and voice together: does either wash the other out, and is the confidence what it says?"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from mmemotion.evaluation.held_out import HeldOutVoice, fit_fusion
from mmemotion.evaluation.metrics import unweighted_accuracy, weighted_f1
from mmemotion.evaluation.report import Measure
from mmemotion.evaluation.voices import CORPORA, Numbers, Voices
from mmemotion.fitting.fusion import NEUTRAL, Evidence, fit_across
from mmemotion.networks.fusion import ModalityAttention, stack
from mmemotion.types import Modality


def both_measures(voices: Voices, held: HeldOutVoice, text: Evidence, seed: int) -> list[Measure]:
    """The attention fitted to odd folds of speakers and odd texts, judged on even ones; and its calibration error."""
    even, even_texts = voices.folds % 2 == 0, np.arange(len(text.shares)) % 2 == 0
    model = fit_across(_take(held.speakers, ~even), _take(text, ~even_texts), seed)
    acted = _take(held.speakers, even & (voices.corpora == list(CORPORA).index("ravdess")))
    neutral_voice = _take(held.speakers, even & (voices.labels == NEUTRAL))
    texts = _take(text, even_texts)
    _, _, error = fit_fusion(held, text, seed)
    pairs = "held-out halves, paired"
    return [
        Measure("unweighted accuracy, 7 labels, voice alone", "ravdess folds 2 and 4", _heard(model, acted, None)),
        Measure("the same with neutral words added", "ravdess folds 2 and 4", _heard(model, acted, _plain(texts))),
        Measure("weighted F1, text alone", "held-out texts", _read(model, texts, None)),
        Measure("the same in a neutral voice", "held-out texts", _read(model, texts, neutral_voice)),
        Measure("expected calibration error", pairs, error),
    ]


def _take(evidence: Evidence, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Evidence:
    return evidence.take(np.flatnonzero(chosen))


def _plain(texts: Evidence) -> Evidence:
    """Only those whose label is neutral."""
    return _take(texts, texts.labels == NEUTRAL)


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
    with torch.inference_mode():
        labels: Numbers = model(*stack(logits))[0].argmax(-1).numpy()
    return labels
