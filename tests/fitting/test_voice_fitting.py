"""Fitting the voice branches on made-up clips: they learn emotions and speakers, and it repeats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mmemotion.errors import Cancelled
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.voice import VoiceExample, VoiceSet, VoiceSettings, statistics_of, voice_evidence, voice_logits
from mmemotion.fitting.voice_course import fit_voice

SETTINGS = VoiceSettings(classes=2, layers=2, width=8, epochs=20, batch=16)


def clips(speakers: int = 8, spread: float = 0.0) -> VoiceSet:
    """Eight clips each of the speakers, in two renderings; the first two numbers of a frame tell the label, but for an
    offset of the speaker."""
    chance = np.random.default_rng(0)
    labels, owners = np.arange(8 * speakers) % 2, np.arange(8 * speakers) // 8
    offsets = chance.normal(0, spread, (speakers, 16))
    renderings = []
    for label, speaker in zip(labels, owners, strict=True):
        frames = chance.normal(0, 1, (int(chance.integers(3, 12)), 16)) + offsets[speaker]
        frames[:, label] += 4
        measures = chance.normal(label, 0.1, (2, 3)).astype(np.float32)
        measures[0, 2] = np.nan
        renderings.append([VoiceExample(statistics_of(frames + noise), measures) for noise in (0.0, 0.1)])
    return VoiceSet(renderings, labels, owners, np.full(len(labels), 1 / len(labels)))


def first(given: VoiceSet) -> list[VoiceExample]:
    return [renderings[0] for renderings in given.renderings]


def test_both_branches_learn_and_the_seed_fixes_everything() -> None:
    given = clips()
    said = [voice_logits(fit_voice(given, SETTINGS, 3), first(given)) for _ in range(2)]
    for logits, again in zip(*said, strict=True):
        assert torch.equal(logits, again)
        assert (logits.argmax(-1).numpy() == given.labels).mean() > 0.85


def test_a_clip_says_the_same_alone_and_in_a_batch() -> None:
    given = clips()
    model = fit_voice(given, SETTINGS, 0)
    together, alone = voice_evidence(model, first(given)), voice_evidence(model, first(given)[5:6])
    assert all(torch.allclose(a[5:6], b, atol=1e-5) for a, b in zip(together, alone, strict=True))


def test_beside_the_speakers_other_clips_more_is_right() -> None:
    given = clips(speakers=60, spread=3.0)
    people = given.take(np.flatnonzero(given.speakers < 40))
    others = given.take(np.flatnonzero(given.speakers >= 40))
    model = fit_voice(people, SETTINGS, 0)
    alone, beside = (
        (voice_logits(model, first(others), speakers)[0].argmax(-1).numpy() == others.labels).mean()
        for speakers in (None, others.speakers)
    )
    assert beside >= 0.9 and beside > alone


def test_frames_are_read_by_their_mean_and_deviation() -> None:
    assert statistics_of(np.array([[1.0, 5.0], [3.0, 5.0]])).tolist() == pytest.approx([2.0, 5.0, 1.0, 0.0])


def test_a_stopped_fit_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    given = clips()

    def stop(stage: str, share: float) -> None:
        if share > 0.5:
            raise Cancelled("enough")

    long = replace(SETTINGS, epochs=30)
    with pytest.raises(Cancelled):
        fit_voice(given, long, 1, Hooks(stop, checkpoints=tmp_path, every=20))
    resumed = fit_voice(given, long, 1, Hooks(checkpoints=tmp_path, every=20))
    whole = fit_voice(given, long, 1)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name
