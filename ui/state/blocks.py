"""What the emotion timeline draws: a block per utterance, or per stretch of time where those would be too narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mmemotion.types import EMOTIONS, Emotion, Estimate, Span, Utterance
from ui.state.verdict import NOT_SCORED, NOT_SURE

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """probabilities in the order of EMOTIONS, empty when not scored; label is None when no emotion is named."""

    span: Span
    probabilities: tuple[float, ...]
    confidence: float
    label: Emotion | None
    text: str


def block_of(utterance: Utterance) -> Block:
    """An utterance by itself."""
    estimate = utterance.estimate
    if estimate is None:
        return Block(utterance.span, (), 0.0, None, NOT_SCORED)
    label = None if estimate.abstained else estimate.label
    return Block(utterance.span, _shares(estimate), estimate.confidence, label, label or NOT_SURE)


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Many at once, in order of start: starts and ends (s) and confidences [n], probabilities [n, emotion].

    What is not scored has no probabilities and no confidence, all 0.
    """

    starts: Numbers
    ends: Numbers
    probabilities: Numbers
    confidences: Numbers

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, which: slice | npt.NDArray[np.generic]) -> Blocks:
        return Blocks(self.starts[which], self.ends[which], self.probabilities[which], self.confidences[which])

    def at(self, times: Numbers) -> npt.NDArray[np.int64]:
        """Which of them began last at each time and lasts until then; -1 where there is none."""
        found = np.searchsorted(self.starts, times, side="right") - 1
        inside = (found >= 0) & (times < np.append(self.ends, -np.inf)[found])
        return np.where(inside, found, -1)

    def averaged(self, narrowest: float) -> Blocks:
        """Those shorter than narrowest (s) averaged over stretches of that length, which lie at its multiples."""
        narrow = self.ends - self.starts < narrowest
        if not narrow.any():
            return self
        both = _together(_averages(self[narrow], narrowest), self[~narrow])
        return both[np.argsort(both.starts, kind="stable")]


_NONE = Blocks(np.zeros(0), np.zeros(0), np.zeros((0, len(EMOTIONS))), np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The utterances of one channel, in order of start, as blocks."""

    utterances: tuple[Utterance, ...] = ()
    blocks: Blocks = field(default=_NONE)
    longest: float = 0.0

    def with_utterances(self, utterances: tuple[Utterance, ...]) -> Timeline:
        """The timeline of these; what both begin with is not looked at again."""
        if utterances is self.utterances:
            return self
        pairs = enumerate(zip(self.utterances, utterances, strict=False))
        shared = min(len(self.utterances), len(utterances))
        head = next((place for place, (one, other) in pairs if one is not other), shared)
        blocks = _together(self.blocks[:head], _blocks_of(utterances[head:]))
        return Timeline(utterances, blocks, float((blocks.ends - blocks.starts).max(initial=0.0)))

    def between(self, start: float, end: float) -> slice:
        """Places of those that may be seen from start to end (s)."""
        first = int(np.searchsorted(self.blocks.starts, start - self.longest))
        return slice(first, int(np.searchsorted(self.blocks.starts, end, side="right")))


def _blocks_of(utterances: Sequence[Utterance]) -> Blocks:
    if not utterances:
        return _NONE
    spans = np.array([(one.span.start, one.span.end) for one in utterances])
    estimates = [one.estimate for one in utterances]
    nothing = (0.0,) * len(EMOTIONS)
    shares = np.array([nothing if each is None else _shares(each) for each in estimates])
    confidences = np.array([0.0 if each is None else each.confidence for each in estimates])
    return Blocks(spans[:, 0], spans[:, 1], shares, confidences)


def _averages(blocks: Blocks, length: float) -> Blocks:
    """One per stretch in which the middle of a block lies, weighed by time; what is not scored weighs nothing."""
    stretches = np.floor((blocks.starts + blocks.ends) / 2 / length)
    order = np.argsort(stretches, kind="stable")
    numbers, first = np.unique(stretches[order], return_index=True)
    weights = ((blocks.ends - blocks.starts) * (blocks.probabilities.sum(axis=1) > 0))[order]
    total = np.maximum(np.add.reduceat(weights, first), 1e-12)
    shares = np.add.reduceat(weights[:, np.newaxis] * blocks.probabilities[order], first, axis=0)
    confidences = np.add.reduceat(weights * blocks.confidences[order], first)
    starts = numbers * length
    return Blocks(starts, starts + length, shares / total[:, np.newaxis], confidences / total)


def _together(one: Blocks, other: Blocks) -> Blocks:
    return Blocks(
        np.concatenate([one.starts, other.starts]),
        np.concatenate([one.ends, other.ends]),
        np.concatenate([one.probabilities, other.probabilities]),
        np.concatenate([one.confidences, other.confidences]),
    )


def _shares(estimate: Estimate) -> tuple[float, ...]:
    shares = estimate.probabilities
    if tuple(shares) == EMOTIONS:
        return tuple(shares.values())  # many times quicker, for thousands of them
    return tuple(shares.get(emotion, 0.0) for emotion in EMOTIONS)
