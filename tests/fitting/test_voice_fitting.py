"""Fitting the voice branches on made-up clips: it learns, and it repeats."""

from __future__ import annotations

import numpy as np
import torch

from mmemotion.fitting.voice import VoiceExample, VoiceSet, VoiceSettings, fit_voice, voice_logits

SETTINGS = VoiceSettings(classes=2, layers=2, width=8, epochs=20, batch=16)


def _silent(stage: str, share: float) -> None:
    assert 0 < share <= 1


def _clips() -> VoiceSet:
    chance = np.random.default_rng(0)
    labels = np.arange(64) % 2
    renderings = []
    for label in labels:
        frames = chance.normal(0, 1, (int(chance.integers(1, 12)), 16))
        frames[:, label] += 4
        measures = chance.normal(label, 0.1, (2, 3))
        measures[0, 2] = np.nan
        clean = VoiceExample(frames.astype(np.float16), measures.astype(np.float32))
        renderings.append([clean] if label else [clean, clean])
    return VoiceSet(renderings, labels, np.full(64, 1 / 64))


def test_both_branches_learn_and_the_seed_fixes_everything() -> None:
    clips = _clips()
    examples = [rendering[0] for rendering in clips.renderings]
    first = voice_logits(fit_voice(clips, SETTINGS, 3, _silent), examples)
    second = voice_logits(fit_voice(clips, SETTINGS, 3, _silent), examples)
    for logits, again in zip(first, second, strict=True):
        assert torch.equal(logits, again)
        assert (logits.argmax(-1).numpy() == clips.labels).mean() > 0.85


def test_a_clip_says_the_same_alone_and_in_a_batch() -> None:
    clips = _clips()
    model = fit_voice(clips, SETTINGS, 0, _silent)
    examples = [rendering[0] for rendering in clips.renderings]
    together, alone = voice_logits(model, examples), voice_logits(model, examples[5:6])
    assert all(torch.allclose(a[5:6], b, atol=1e-5) for a, b in zip(together, alone, strict=True))
