"""The voice branches adapted to a few utterances whose emotion someone told, and held near what they were.

The linear part of each branch is learned through the baseline that judges what it says, as an analysis uses it, so that
an emotion is moved only as far as it is not the speaker's usual. The squares of how far weights went from those begun
with are a penalty (L2-SP; Li, Grandvalet & Davoine 2018, "Explicit inductive bias for transfer learning with
convolutional networks", ICML). What is known of speakers in general stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from mmemotion.fitting.voice import Numbers, VoiceBranches, VoiceExample
from mmemotion.networks.baseline import SpeakerBaseline, Usual, acted

STRENGTH = 18.0
"""What the squared distance from the weights begun with counts, beside the cross entropy of one utterance. Of 600, 180,
60, 18 and 6 it is what `python -m benchmarks.adaptation` chooses for three of five folds (for the others 180 and 6)."""

UNTOLD = -1
"""The label of an utterance nobody told the emotion of: it is only heard for how its speaker usually sounds."""

ROUNDS, STEPS = 4, 20
"""So often it is found anew how speakers usually sound, each time followed by so many steps of L-BFGS."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """Utterances, and of each the number of its label, or UNTOLD, and of its speaker, int64 [n]."""

    examples: Sequence[VoiceExample]
    labels: Numbers
    speakers: Numbers


def adapt_voice(start: VoiceBranches, taught: Taught, strength: float = STRENGTH) -> VoiceBranches:
    """New branches; those of start stay as they are. Every label that was told counts the same, however rare.

    Raises ValueError when no label was told.
    """
    told = taught.labels != UNTOLD
    if not told.any():
        raise ValueError("nothing can be learned from utterances without a label")
    model = deepcopy(start).cpu().eval()
    lesson = _Lesson.of(taught, strength)
    with torch.no_grad():
        sound = model.acoustic.standardise(torch.from_numpy(np.stack([one.statistics for one in taught.examples])))
        measures = torch.from_numpy(np.stack([one.measures for one in taught.examples]))
        measured = model.prosody.standardise(measures).flatten(1)
    _learn(model.acoustic.classifier, model.acoustic.baseline, sound, lesson)
    _learn(model.prosody.classifier, model.prosody.baseline, measured, lesson)
    return model


@dataclass(frozen=True, slots=True, eq=False)
class _Lesson:
    """Rows of each speaker, labels [n], what each row counts [n] (0: untold), and the penalty beside them."""

    people: Sequence[Tensor]
    labels: Tensor
    weights: Tensor
    penalty: float

    @staticmethod
    def of(taught: Taught, strength: float) -> _Lesson:
        told = taught.labels != UNTOLD
        labels = np.where(told, taught.labels, 0)
        weights = np.where(told, 1.0 / np.maximum(np.bincount(labels, told)[labels], 1.0), 0.0)
        people = [torch.from_numpy(np.flatnonzero(taught.speakers == one)) for one in np.unique(taught.speakers)]
        shares = torch.from_numpy(weights / weights.sum()).float()
        return _Lesson(people, torch.from_numpy(labels), shares, strength / int(told.sum()))


def _learn(head: nn.Linear, baseline: SpeakerBaseline, inputs: Tensor, lesson: _Lesson) -> None:
    """Moves the weights of the head; inputs [n, d] are standardised."""
    begun = [part.detach().clone() for part in head.parameters()]
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")
    for _ in range(ROUNDS):
        with torch.no_grad():
            usual = [baseline.settle(head(inputs[rows]), acted(head.out_features)) for rows in lesson.people]

        def closure(known: Sequence[Usual] = usual) -> Tensor:
            optimizer.zero_grad()
            loss = _missed(head(inputs), baseline, known, lesson)
            moved = [(part - before).square().sum() for part, before in zip(head.parameters(), begun, strict=True)]
            loss = loss + lesson.penalty * torch.stack(moved).sum()
            loss.backward()
            return loss

        optimizer.step(closure)
    optimizer.zero_grad()


def _missed(evidence: Tensor, baseline: SpeakerBaseline, usual: Sequence[Usual], lesson: _Lesson) -> Tensor:
    """Cross entropy of what is said of each utterance beside its speaker's usual."""
    losses = []
    for rows, known in zip(lesson.people, usual, strict=True):
        said = baseline(evidence[rows], known)
        own = said.gather(1, lesson.labels[rows][:, None])[:, 0]
        losses.append(-(lesson.weights[rows] * own).sum())
    return torch.stack(losses).sum()
