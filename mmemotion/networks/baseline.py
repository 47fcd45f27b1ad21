"""How a speaker usually sounds: what of the evidence of a voice is the speaker, and what is the emotion."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

ROUNDS = 25
"""Of expectation and maximisation; more change nothing that can be seen."""

REACH = 20.0
"""Utterances of one speaker are alike, and n of them count as n / (1 + n / REACH)."""

EVEN = 5.0
"""Where people act, so many utterances of each label are taken to have been heard of them already."""

MOSTLY_NEUTRAL = (15.0, 2.0)
"""The same in everyday talk, of neutral and of each other label: so the usual of a speaker is what is heard most."""

WIDER = 1.5
"""Times the variance among actors with which evidence spreads in everyday talk; about what unlabelled calls show."""

RIDGE = 0.05
"""Share of the mean variance that is added to the variance in every direction."""

CENTRE_RIDGE = 0.2
"""The same for what speakers differ in, as a share of the ridge."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What is known of a speaker before anything is heard: as if so many utterances of each label had been heard of
    them before [classes] (the prior of a Dirichlet distribution of how often they show it); and how many times the
    variance within speakers their evidence has."""

    counts: Tensor
    spread: float = 1.0

    @property
    def shares(self) -> Tensor:
        """How likely each label is [classes]."""
        return self.counts / self.counts.sum()


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What is known of a speaker: offsets [h, classes] that may be theirs, and how likely each is [h]; and what was
    expected of them."""

    offsets: Tensor
    shares: Tensor
    expected: Expected


def acted(classes: int) -> Expected:
    """What is expected of people who show every emotion about as often."""
    return Expected(torch.full((classes,), EVEN, dtype=torch.float64))


def everyday(classes: int) -> Expected:
    """What is expected of people who talk; neutral is the first label."""
    neutral, other = MOSTLY_NEUTRAL
    return Expected(torch.tensor([neutral] + [other] * (classes - 1), dtype=torch.float64), WIDER)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Evidence that no branch had learned from: float [n, classes]; number of the label and of the speaker of each,
    int64 [n]; how much each counts [n]."""

    evidence: Tensor
    labels: Tensor
    speakers: Tensor
    counts: Tensor


class SpeakerBaseline(nn.Module):
    """The evidence of an utterance is taken for the mean of its emotion, plus an offset of its speaker, plus a rest.

    Offset and rest are normally distributed, as in probabilistic linear discriminant analysis (Prince & Elder 2007,
    "Probabilistic linear discriminant analysis for inferences about identity", ICCV), with emotion in place of
    identity and the speaker as the nuisance. Which emotions a speaker showed is not known: offset and emotions are
    found together, by expectation maximisation from several beginnings, so that a speaker of whom only one emotion was
    heard is not mistaken for one to whom it is usual, as far as the spread of what was heard tells the two apart.
    """

    means: Tensor
    centre: Tensor
    within: Tensor
    between: Tensor

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.register_buffer("means", torch.eye(classes))
        self.register_buffer("centre", torch.zeros(classes))
        self.register_buffer("within", torch.eye(classes))
        self.register_buffer("between", torch.eye(classes))

    def fit(self, told: Told) -> None:
        """Takes means of labels, the centre of speakers, and the inverse variances within and between speakers."""
        evidence = told.evidence.double()
        offsets, means = offsets_of(evidence, told.labels, told.speakers)
        share = told.counts.double() / told.counts.sum()
        rest = evidence - offsets[told.speakers] - means[told.labels]
        within = torch.einsum("n,nd,ne->de", share, rest, rest)
        weight = torch.zeros(len(offsets), dtype=torch.float64).index_add_(0, told.speakers, share)
        centre = weight @ offsets
        apart = offsets - centre
        between = torch.einsum("s,sd,se->de", weight, apart, apart)
        least = torch.eye(len(within), dtype=torch.float64)  # of the variance; evidence may say nothing at all
        ridge = (RIDGE * within.trace() / len(within) + LEAST) * least
        self.means.copy_(FAR * torch.eye(len(self.means)))  # labels that did not occur are named of nobody
        seen = torch.bincount(told.labels, minlength=len(self.means))[: len(means)] > 0
        self.means[: len(means)][seen] = means[seen].to(self.means)
        self.centre.copy_(centre)
        self.within.copy_(torch.linalg.inv(within + ridge))
        self.between.copy_(torch.linalg.inv(between + CENTRE_RIDGE * ridge))

    def settle(self, heard: Tensor, expected: Expected) -> Usual:
        """What the evidence [n, classes] of all that was heard of a speaker, n >= 1, tells of them."""
        rows, means = heard.double(), self.means.double()
        count = len(rows) / (1 + len(rows) / REACH)
        begun = [self.centre.double()[None], (rows.mean(0) - means.mean(0))[None], rows.mean(0) - means]
        expected = Expected(expected.counts.to(rows), expected.spread)
        offsets, mixture = torch.cat(begun), expected.shares.expand(len(means) + 2, -1)
        for _ in range(ROUNDS):
            posterior = (self._fits(rows, offsets, expected) + mixture.log()[:, None]).softmax(-1)
            mixture = (count * posterior.mean(1) + expected.counts) / (count + expected.counts.sum())
            residuals = rows - torch.einsum("hnk,kd->hnd", posterior, means)
            offsets = self._moved(count / expected.spread, residuals.mean(1))
        told = (self._fits(rows, offsets, expected) + mixture.log()[:, None]).logsumexp(-1).mean(1)
        ended = count * told + self._before(offsets) + (expected.counts * mixture.log()).sum(-1)
        return Usual(offsets, ended.softmax(0), expected)

    def forward(self, evidence: Tensor, usual: Usual) -> Tensor:
        """Log probabilities [batch, classes] of the emotions, from evidence [batch, classes]."""
        fits = self._fits(evidence.double(), usual.offsets, usual.expected)
        posteriors = (fits + usual.expected.shares.log()).log_softmax(-1)
        told: Tensor = (posteriors + usual.shares.log()[:, None, None]).logsumexp(0)
        return told.to(evidence.dtype)

    def _fits(self, rows: Tensor, offsets: Tensor, expected: Expected) -> Tensor:
        """Log density [h, n, classes] of every row under every label and offset, but for what is the same for all."""
        root = torch.linalg.cholesky(self.within.double())
        away, means = (rows[None] - offsets[:, None]) @ root, self.means.double() @ root
        squares: Tensor = away.square().sum(-1, keepdim=True) - 2 * away @ means.T + means.square().sum(-1)
        return -squares / 2 / expected.spread

    def _moved(self, count: float, residuals: Tensor) -> Tensor:
        """The most likely offsets [h, classes], given mean residuals [h, classes] of so many utterances."""
        within, between = self.within.double(), self.between.double()
        wanted = between @ self.centre.double() + count * residuals @ within
        offsets: Tensor = torch.linalg.solve(between + count * within, wanted.T).T
        return offsets

    def _before(self, offsets: Tensor) -> Tensor:
        """Log density [h] of offsets, but for what is the same for all."""
        away = offsets - self.centre.double()
        return -torch.einsum("hd,de,he->h", away, self.between.double(), away) / 2


FAR = 1e3
"""Where the mean of a label lies that was never heard: no evidence comes near it."""

LEAST = 1e-6
"""Added to the ridge, so that evidence that never varies can be inverted too."""

PASSES = 4
"""So often offsets and means are found from one another in turn."""


def offsets_of(values: Tensor, labels: Tensor, speakers: Tensor) -> tuple[Tensor, Tensor]:
    """Offset of each speaker [speakers, d] and mean of each label [labels, d] that together explain values [n, d] best.

    labels and speakers int64 [n] are numbers from 0. A mean is first that over the speakers who showed the label, each
    counting the same. Labels that do not occur have a mean of 0, speakers of one utterance an offset of 0.
    """
    several = int(labels.max()) + 1
    pairs = _averages(values, speakers * several + labels, (int(speakers.max()) + 1) * several)
    there = torch.bincount(speakers * several + labels, minlength=len(pairs)).view(-1, several) > 0
    means = pairs.view(-1, several, values.shape[1]).sum(0) / there.sum(0).clamp(min=1)[:, None]
    counts = torch.bincount(speakers)
    shrunk = torch.where(counts > 1, counts / (counts + 0.5), 0.0)[:, None]
    offsets = values.new_zeros(len(counts), values.shape[1])
    for _ in range(PASSES):
        offsets = shrunk * _averages(values - means[labels], speakers, len(counts))
        means = _averages(values - offsets[speakers], labels, several)
    return offsets, means


def _averages(values: Tensor, groups: Tensor, count: int) -> Tensor:
    """Mean [count, d] of the values [n, d] of each group, 0 of an empty one."""
    sums = values.new_zeros(count, values.shape[1]).index_add_(0, groups, values)
    return sums / torch.bincount(groups, minlength=count).clamp(min=1)[:, None]
