"""Branches learn what a listener tells of one speaker, and stay near what they were."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from mmemotion.fitting.adaptation import UNTOLD, Taught, adapt_voice
from mmemotion.fitting.voice import VoiceBranches, VoiceExample, VoiceSet, VoiceSettings, voice_evidence, voice_logits
from mmemotion.fitting.voice_course import fit_voice

SETTINGS = VoiceSettings(classes=3, layers=1, width=4, epochs=20, batch=16)


def people(count: int, clips: int, swapped: bool, seed: int) -> tuple[list[VoiceExample], np.ndarray, np.ndarray]:
    """Label k shows in the k-th statistic; of people who are swapped labels 1 and 2 show in one another's."""
    chance = np.random.default_rng(seed)
    examples, labels, speakers = [], [], []
    for speaker in range(count):
        offset = chance.normal(0, 0.3, 8)
        for number in range(clips):
            label = number % 3
            values = chance.normal(0, 0.4, 8) + offset
            values[{1: 2, 2: 1}.get(label, 0) if swapped else label] += 2.5
            measures = np.zeros((1, 2), dtype=np.float32)
            examples.append(VoiceExample(values.astype(np.float32), measures))
            labels.append(label)
            speakers.append(speaker)
    return examples, np.array(labels), np.array(speakers)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """As the program adapts: two threads wait for each other more than they gain."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def start() -> VoiceBranches:
    examples, labels, speakers = people(8, 24, swapped=False, seed=0)
    draw = np.full(len(labels), 1 / len(labels))
    return fit_voice(VoiceSet([(one,) for one in examples], labels, speakers, draw), SETTINGS, 0)


def right(model: VoiceBranches, examples: list[VoiceExample], labels: np.ndarray, speakers: np.ndarray) -> float:
    said = voice_logits(model, examples, speakers)[0].argmax(-1).numpy()
    return float((said == labels).mean())


def test_a_speaker_who_sounds_otherwise_is_learned_from_corrections(start: VoiceBranches) -> None:
    taught, new = people(1, 36, swapped=True, seed=1), people(1, 30, swapped=True, seed=1)
    before = {name: value.clone() for name, value in start.state_dict().items()}
    adapted = adapt_voice(start, Taught(*taught), strength=0.5)
    assert right(start, *new) < 0.5
    assert right(adapted, *new) > 0.9
    assert all(torch.equal(value, before[name]) for name, value in start.state_dict().items())
    again = adapt_voice(start, Taught(*taught), strength=0.5)
    assert torch.equal(again.acoustic.classifier.weight, adapted.acoustic.classifier.weight)


def test_the_stronger_the_nearer_to_what_it_was(start: VoiceBranches) -> None:
    taught = Taught(*people(1, 36, swapped=True, seed=1))
    others = people(4, 24, swapped=False, seed=2)
    begun = start.acoustic.classifier.weight.detach()
    moved = [
        float((adapt_voice(start, taught, strength).acoustic.classifier.weight.detach() - begun).norm())
        for strength in (1e6, 60.0, 1.0)
    ]
    assert moved[0] < 1e-2 < moved[1] < moved[2]
    held = adapt_voice(start, taught, 1e6)
    assert right(held, *others) == right(start, *others) > 0.9


def test_what_nobody_told_teaches_no_label(start: VoiceBranches) -> None:
    examples, labels, speakers = people(2, 24, swapped=True, seed=3)
    with pytest.raises(ValueError, match="without a label"):
        adapt_voice(start, Taught(examples, np.full(48, UNTOLD), speakers))
    partly = np.where(np.arange(48) % 2, labels, UNTOLD)
    wrong = np.where(np.arange(48) % 2, labels, (labels + 1) % 3)
    some = adapt_voice(start, Taught(examples, partly, speakers), 1.0)
    assert right(some, examples, labels, speakers) > right(
        adapt_voice(start, Taught(examples, wrong, speakers), 1.0), examples, labels, speakers
    )
    assert voice_evidence(some, examples)[0].isfinite().all()
