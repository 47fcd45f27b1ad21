"""Held-out evidence: no branch hears the group it is asked about; corpora count the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.held_out import HeldOutVoice, fit_fusion
from mmemotion.evaluation.voices import Given, Voices, clean, held_out_logits, voice_set
from mmemotion.fitting.fusion import Evidence
from mmemotion.fitting.voice import VoiceExample, VoiceSettings, statistics_of
from mmemotion.fitting.voice_course import fit_voice
from mmemotion.types import EMOTIONS, Emotion, Modality

SETTINGS = VoiceSettings(classes=2, layers=1, width=4, epochs=12, batch=8)


def _voices(shift: float) -> Voices:
    """Two folds; the sign of the first number tells the label, but in fold 2 it is turned round by shift < 0."""
    chance = np.random.default_rng(0)
    clip = Clip(Path("x"), "ravdess", "S", Emotion.SAD, "sad", "", "en", 1)
    clips, renderings, labels = [], [], []
    for number in range(64):
        fold, label = number % 2 + 1, number // 2 % 2
        sign = (1 if label else -1) * (shift if fold == 2 else 1.0)
        frames = chance.normal(0, 0.3, (6, 4))
        frames[:, 0] += 3 * sign
        measures = np.full((1, 2), sign, dtype=np.float32)
        clips.append(
            replace(
                clip, fold=fold, speaker=f"S{fold + 2 * (number // 16)}", corpus="ravdess" if number < 48 else "urdu"
            )
        )
        renderings.append((VoiceExample(statistics_of(frames), measures),))
        labels.append(label)
    return Voices(tuple(clips), tuple(renderings), np.array(labels))


@pytest.mark.parametrize(("shift", "right"), [(1.0, True), (-1.0, False)])
def test_the_group_asked_about_was_not_heard(shift: float, right: bool) -> None:
    """Where fold 2 contradicts fold 1, a branch that heard only the other fold is wrong everywhere."""
    voices = _voices(shift)
    given = [Given(clean(voices), beside) for beside in (True, False)]
    found = held_out_logits(voices, voices.folds, lambda heard, name: fit_voice(voice_set(heard), SETTINGS, 0), given)
    for logits in found[0] if right else found[1]:
        share = (logits.argmax(-1).numpy() == voices.labels).mean()
        assert share > 0.9 if right else share < 0.1


def test_corpora_and_their_labels_are_drawn_as_often() -> None:
    voices = _voices(1.0)
    drawn = voice_set(voices).draw
    assert drawn.sum() == pytest.approx(1.0)
    for corpus in np.unique(voices.corpora):
        for label in (0, 1):
            assert drawn[(voices.corpora == corpus) & (voices.labels == label)].sum() == pytest.approx(0.25)


def test_the_confidence_of_fitted_fusion_is_calibrated() -> None:
    generator = torch.Generator().manual_seed(0)
    shares = torch.nn.functional.one_hot(torch.arange(1400) % 7, len(EMOTIONS)).float()

    def said(strength: float) -> torch.Tensor:
        return 4 * (torch.randn(1400, 7, generator=generator) + strength * shares)  # four times too sure

    voice = Evidence({Modality.ACOUSTIC: said(1.5), Modality.PROSODY: said(0.5)}, shares)
    text = Evidence({Modality.TEXT: said(1.5)}, shares)
    model, threshold, error = fit_fusion(HeldOutVoice(voice, voice), text, 0)
    assert model.temperatures.min() > 1.5
    assert error < 0.1 and 0.1 < threshold < 0.8
