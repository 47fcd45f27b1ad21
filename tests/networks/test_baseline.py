"""The speaker's baseline: what of the evidence is the speaker, and what is the emotion."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from mmemotion.networks.baseline import SpeakerBaseline, Told, acted, everyday, offsets_of

MEANS = 3 * torch.eye(4)
"""Evidence of four emotions from a speaker like all others."""


def people(count: int, spread: float, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Evidence [count * 40, 4], labels and speakers: ten utterances of each emotion, offsets of the given deviation."""
    labels = torch.arange(40).remainder(4).repeat(count)
    speakers = torch.arange(count).repeat_interleave(40)
    offsets = spread * torch.randn(count, 4, generator=generator)
    rest = 0.7 * torch.randn(len(labels), 4, generator=generator)
    return MEANS[labels] + offsets[speakers] + rest, labels, speakers


@pytest.fixture
def baseline() -> SpeakerBaseline:
    evidence, labels, speakers = people(30, 2.0, torch.Generator().manual_seed(0))
    fitted = SpeakerBaseline(4)
    fitted.fit(Told(evidence, labels, speakers, torch.ones(len(labels))))
    return fitted


def right(baseline: SpeakerBaseline, evidence: Tensor, heard: Tensor, labels: Tensor) -> float:
    return float((baseline(evidence, baseline.settle(heard, acted(4))).argmax(-1) == labels).float().mean())


def test_offsets_and_means_of_a_small_table() -> None:
    values = torch.tensor([[0.0], [2.0], [10.0], [12.0]])
    offsets, means = offsets_of(values, torch.tensor([0, 1, 0, 1]), torch.tensor([0, 0, 1, 1]))
    assert (means[1] - means[0]).item() == pytest.approx(2.0)  # within either speaker the second is 2 higher
    assert (offsets[1] - offsets[0]).item() == pytest.approx(10 * 2 / 2.5, abs=0.2)  # shrunk: two utterances each


def test_a_speaker_of_one_utterance_keeps_what_it_says() -> None:
    values = torch.tensor([[0.0], [2.0], [9.0]])
    offsets, _ = offsets_of(values, torch.tensor([0, 1, 1]), torch.tensor([0, 0, 1]))
    assert offsets[1].item() == 0.0


def test_what_is_fitted_is_what_the_evidence_was_made_of(baseline: SpeakerBaseline) -> None:
    apart = baseline.means - baseline.means.mean(0)
    assert torch.allclose(apart, MEANS - MEANS.mean(0), atol=0.3)
    assert torch.linalg.inv(baseline.within).diagonal().mean().item() == pytest.approx(0.7**2, rel=0.2)
    assert torch.linalg.inv(baseline.between).diagonal().mean().item() == pytest.approx(2.0**2, rel=0.5)


def test_a_speaker_who_sounds_unlike_others_is_understood_after_a_while(baseline: SpeakerBaseline) -> None:
    evidence, labels, _ = people(1, 0.0, torch.Generator().manual_seed(1))
    evidence = evidence + torch.tensor([0.0, 4.0, 0.0, 0.0])  # always as if it were the second emotion
    alone = sum(right(baseline, one[None], one[None], label) for one, label in zip(evidence, labels, strict=True)) / 40
    beside = right(baseline, evidence, evidence, labels)
    assert beside > 0.9 > 0.8 > alone


def test_one_emotion_alone_is_not_taken_for_the_speaker(baseline: SpeakerBaseline) -> None:
    generator = torch.Generator().manual_seed(2)
    labels = torch.full((40,), 3)
    evidence = MEANS[labels] + 0.7 * torch.randn(40, 4, generator=generator)
    assert right(baseline, evidence, evidence, labels) > 0.9


def test_the_order_in_which_a_speaker_was_heard_does_not_matter(baseline: SpeakerBaseline) -> None:
    evidence, _, _ = people(1, 2.0, torch.Generator().manual_seed(3))
    there = baseline(evidence, baseline.settle(evidence, acted(4)))
    back = baseline(evidence, baseline.settle(evidence.flip(0), acted(4)))
    assert torch.allclose(there, back, atol=1e-4)
    assert torch.allclose(there.exp().sum(-1), torch.ones(40), atol=1e-5)


def test_one_utterance_and_a_thousand_give_probabilities(baseline: SpeakerBaseline) -> None:
    for count in (1, 1000):
        evidence = 100 * torch.randn(count, 4, generator=torch.Generator().manual_seed(4))
        said = baseline(evidence, baseline.settle(evidence, acted(4)))
        assert said.isfinite().all() and torch.allclose(said.exp().sum(-1), torch.ones(count), atol=1e-5)


def test_in_everyday_talk_what_is_heard_most_is_usual(baseline: SpeakerBaseline) -> None:
    """Forty plain utterances of someone who always sounds as if it were the third emotion, then one that is not."""
    generator = torch.Generator().manual_seed(5)
    heard = MEANS[0] + torch.tensor([0.0, 0.0, 3.2, 0.0]) + 0.7 * torch.randn(40, 4, generator=generator)
    usual = baseline.settle(heard, everyday(4))
    assert (baseline(heard, usual).argmax(-1) == 0).float().mean() > 0.9
    moved = heard[:1] - MEANS[0] + MEANS[1]
    assert baseline(moved, usual).argmax(-1).item() == 1


def test_a_label_that_was_never_heard_is_named_of_nobody() -> None:
    evidence, labels, speakers = people(10, 1.0, torch.Generator().manual_seed(2))
    for missing in (1, 3):
        there = labels != missing
        fitted = SpeakerBaseline(4)
        fitted.fit(Told(evidence[there], labels[there], speakers[there], torch.ones(int(there.sum()))))
        told = fitted(evidence, fitted.settle(evidence[:40], acted(4))).exp()
        assert told[:, missing].max() < 1e-6
        assert right(fitted, evidence[:40][there[:40]], evidence[:40], labels[:40][there[:40]]) > 0.9
