"""What branches say of clips and texts they did not meet, and the attention across modalities fitted to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.evaluation.voices import Fit, Given, Voices, clean, folds_of, held_out_logits
from mmemotion.fitting.fusion import Evidence, draw_pairs, fit_pairs
from mmemotion.networks.calibration import expected_calibration_error
from mmemotion.networks.fusions import FUSIONS, Across
from mmemotion.types import Modality

RIGHT_WHEN_NAMED = 0.5
"""A label is named when at that confidence at least half of the held-out pairs are right."""

NEAR = 100
"""Fewer pairs tell nothing of a confidence."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutVoice:
    """Evidence of clips by branches that did not hear the speaker, and by ones that did not hear the whole corpus."""

    speakers: Evidence
    corpora: Evidence

    @property
    def both(self) -> Evidence:
        """One after the other: a new recording is as far from the training corpora as either."""
        logits = {name: torch.cat([value, self.corpora.logits[name]]) for name, value in self.speakers.logits.items()}
        return Evidence(logits, torch.cat([self.speakers.shares, self.corpora.shares]))


def held_out_voice(voices: Voices, fit: Fit) -> HeldOutVoice:
    """Fits without each fold of speakers, then without each corpus where there are several; every clip is judged beside
    its speaker's others."""
    given = [Given(clean(voices))]
    speakers = evidence_of(voices, held_out_logits(voices, folds_of(voices), fit, given)[0])
    if voices.corpora.max() == 0:
        return HeldOutVoice(speakers, speakers)
    return HeldOutVoice(speakers, evidence_of(voices, held_out_logits(voices, voices.corpora, fit, given)[0]))


def evidence_of(voices: Voices, logits: tuple[Tensor, Tensor]) -> Evidence:
    """What was said of the clips, and their labels."""
    shares = nn.functional.one_hot(torch.from_numpy(voices.labels), logits[0].shape[1]).float()
    return Evidence({Modality.ACOUSTIC: logits[0], Modality.PROSODY: logits[1]}, shares)


def fit_fusion(voice: HeldOutVoice, text: Evidence, seed: int, kind: str = "attention") -> tuple[Across, float, float]:
    """The fusion of a kind fitted to everything; the threshold of confidence and the calibration error, by halves.

    The error is the expected one (see networks.calibration). The halves share no clip and no text: what is fitted to
    one is judged on pairs of the other.
    """
    judged = [_judge(voice.both, text, half, seed, kind) for half in (0, 1)]
    confidence = torch.cat([one[0] for one in judged])
    right = torch.cat([one[1] for one in judged])
    error = expected_calibration_error(confidence, right)
    return _fitted(voice.both, text, seed, kind), _threshold(confidence, right), error


def _fitted(voice: Evidence, text: Evidence, seed: int, kind: str) -> Across:
    torch.manual_seed(seed)
    fresh = FUSIONS[kind](voice.shares.shape[1])
    return fit_pairs(fresh, voice, text, np.random.default_rng(seed))


def _judge(voice: Evidence, text: Evidence, half: int, seed: int, kind: str) -> tuple[Tensor, Tensor]:
    """Confidence and rightness of 4,000 pairs from one half, by a fusion fitted to the other."""
    count = len(voice.shares) // 2  # every clip comes twice: by speakers, then by corpora
    clips, texts = np.arange(2 * count) % count % 2 == half, np.arange(len(text.shares)) % 2 == half
    model = _fitted(voice.take(np.flatnonzero(~clips)), text.take(np.flatnonzero(~texts)), seed, kind)
    chance = np.random.default_rng(seed + 1 + half)
    logits, present, target = draw_pairs(
        voice.take(np.flatnonzero(clips)), text.take(np.flatnonzero(texts)), chance, 4000
    )
    with torch.inference_mode():
        confidence, found = model(logits, present)[0].softmax(-1).max(-1)
    best = target.max(-1).values
    return confidence, target.gather(1, found[:, None]).squeeze(1) >= best - 1e-6


def _threshold(confidence: Tensor, right: Tensor) -> float:
    """The lowest confidence, in steps of 0.01, about which (± 0.05) at least half of no fewer than NEAR are right."""
    for step in range(15, 80):
        near = (confidence - step / 100).abs() < 0.05
        if int(near.sum()) >= NEAR and float(right[near].float().mean()) >= RIGHT_WHEN_NAMED:
            return step / 100
    return 0.5


def text_evidence(logits: Tensor, shares: Tensor) -> Evidence:
    """What the text branch says of held-out texts."""
    return Evidence({Modality.TEXT: logits}, shares)
