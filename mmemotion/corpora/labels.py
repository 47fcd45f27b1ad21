"""What every corpus reader gives, and how the names corpora use become the labels of an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mmemotion.types import Emotion

NAMES: Mapping[str, Emotion] = {
    "neutral": Emotion.NEUTRAL,
    "calm": Emotion.NEUTRAL,
    "happy": Emotion.HAPPY,
    "happiness": Emotion.HAPPY,
    "joy": Emotion.HAPPY,
    "sad": Emotion.SAD,
    "sadness": Emotion.SAD,
    "angry": Emotion.ANGRY,
    "anger": Emotion.ANGRY,
    "fear": Emotion.FEARFUL,
    "fearful": Emotion.FEARFUL,
    "disgust": Emotion.DISGUST,
    "disgusted": Emotion.DISGUST,
    "surprise": Emotion.SURPRISED,
    "surprised": Emotion.SURPRISED,
}
"""Names in corpora -> label. A name that is not here (boredom) has no place among the labels and is left out."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recorded utterance: original is the corpus's own label, language ISO 639-1, fold from 1 (0: none given)."""

    path: Path
    corpus: str
    speaker: str
    label: Emotion
    original: str
    text: str
    language: str
    fold: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A written utterance: shares of the labels summing to 1, and the dialogue or comment it comes from."""

    text: str
    corpus: str
    group: str
    shares: Mapping[Emotion, float]

    @property
    def label(self) -> Emotion:
        """The label with the largest share, the first of equals."""
        return max(self.shares, key=lambda emotion: self.shares[emotion])


def fold_of(name: str, folds: int, names: list[str]) -> int:
    """The fold, from 1, of a speaker or dialogue: names in order are dealt round, so folds are disjoint and even."""
    return sorted(set(names)).index(name) % folds + 1
