"""What a run can say of its own model: measured on clips it did not learn from."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from mmemotion.evaluation.held_out import HeldOutVoice
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.voices import Voices, voice_says
from mmemotion.fitting.fusion import Evidence
from mmemotion.training.voice import FittedVoice
from mmemotion.types import Modality


def validation_measures(fitted: FittedVoice) -> dict[str, float]:
    """Of the voice, on the clips it was validated on; empty where there were none."""
    if fitted.validation is None or fitted.logits is None:
        return {}
    clips = fitted.validation.clips
    name = f"unweighted accuracy, voice, {len(clips)} validation clips"
    found = {} if fitted.before is None else {f"{name}, before": fitted.before}
    return found | {name: _accuracy(fitted.validation, fitted.logits)}


def evidence_measures(voices: Voices, evidence: HeldOutVoice) -> dict[str, float]:
    """Of the voice per corpus, on people, and where there are several on corpora, that were not heard."""
    measured = _per_corpus(voices, evidence.speakers, "people not heard")
    if evidence.corpora is not evidence.speakers:
        measured |= _per_corpus(voices, evidence.corpora, "corpus not heard")
    return measured


def _per_corpus(voices: Voices, evidence: Evidence, how: str) -> dict[str, float]:
    names = np.array([clip.corpus for clip in voices.clips])
    logits = evidence.logits[Modality.ACOUSTIC], evidence.logits[Modality.PROSODY]
    measured = {}
    for name in dict.fromkeys(names.tolist()):
        own = np.flatnonzero(names == name)
        part = logits[0][own], logits[1][own]
        measured[f"unweighted accuracy, voice, {name}, {how}"] = _accuracy(voices.take(own), part)
    return measured


def _accuracy(voices: Voices, logits: tuple[Tensor, Tensor]) -> float:
    return round(unweighted_accuracy(voices.labels, voice_says(*logits).argmax(-1).numpy()), 4)
