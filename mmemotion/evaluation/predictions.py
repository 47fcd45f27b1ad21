"""What a model said of labelled examples: what every measure is taken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mmemotion.corpora.labels import Clip
from mmemotion.types import EMOTIONS

Numbers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
Names = npt.NDArray[np.str_]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """n examples: the number of the label each wanted [n] and the calibrated probabilities [n, labels].

    speakers, genders ("F", "M" or ""), corpora and groups (folds, dialogues) [n] are names; empty where nothing
    is known. logits [n, labels] are those before calibration, where they are kept.
    """

    labels: tuple[str, ...]
    wanted: Numbers
    probabilities: Shares
    speakers: Names
    genders: Names
    corpora: Names
    groups: Names
    logits: Shares | None = None

    def __len__(self) -> int:
        return len(self.wanted)

    @property
    def found(self) -> Numbers:
        """Number of the most probable label [n], the first of equals."""
        return np.asarray(self.probabilities.argmax(axis=1))

    @property
    def confidence(self) -> Shares:
        """Probability of the most probable label [n]."""
        return np.asarray(self.probabilities.max(axis=1))

    @property
    def right(self) -> Flags:
        """Whether the most probable label is the wanted one [n]."""
        return np.asarray(self.found == self.wanted)

    def take(self, chosen: Numbers | Flags) -> Predictions:
        """Some of the examples, by place or by flag."""
        return replace(
            self,
            wanted=self.wanted[chosen],
            probabilities=self.probabilities[chosen],
            speakers=self.speakers[chosen],
            genders=self.genders[chosen],
            corpora=self.corpora[chosen],
            groups=self.groups[chosen],
            logits=None if self.logits is None else self.logits[chosen],
        )

    def uncalibrated(self) -> Predictions:
        """The same with the probabilities the logits give before calibration; as it is where none are kept."""
        return self if self.logits is None else replace(self, probabilities=softmax(self.logits))


def make_predictions(
    labels: tuple[str, ...], wanted: Numbers, probabilities: Shares, logits: Shares | None = None, **names: Names
) -> Predictions:
    """Predictions of which only some of speakers, genders, corpora and groups are known.

    Raises ValueError when the lengths do not fit.
    """
    nothing = np.full(len(wanted), "")
    columns = {name: names.pop(name, nothing) for name in ("speakers", "genders", "corpora", "groups")}
    shape = (len(wanted), len(labels))
    fits = probabilities.shape == shape and (logits is None or logits.shape == shape)
    if names or not fits or any(len(column) != len(wanted) for column in columns.values()):
        raise ValueError(f"{shape[0]} examples of {shape[1]} labels do not fit what is said of them")
    return Predictions(labels, wanted, np.asarray(probabilities, dtype=np.float64), logits=logits, **columns)


def of_clips(clips: Sequence[Clip], probabilities: Shares, logits: Shares | None = None) -> Predictions:
    """Predictions of clips that all have a label, over the seven labels; groups are their folds."""
    return make_predictions(
        tuple(EMOTIONS),
        np.array([EMOTIONS.index(clip.label) for clip in clips if clip.label is not None]),
        probabilities,
        logits,
        speakers=np.array([clip.speaker for clip in clips]),
        genders=np.array([clip.gender for clip in clips]),
        corpora=np.array([clip.corpus for clip in clips]),
        groups=np.array([str(clip.fold) for clip in clips]),
    )


def softmax(logits: Shares) -> Shares:
    """Probabilities [n, labels] from logits [n, labels]."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float64)
