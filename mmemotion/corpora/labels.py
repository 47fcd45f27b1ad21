"""What every corpus reader gives, and how the names corpora use become the labels of an estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mmemotion.types import Emotion

NAMES: Mapping[str, Emotion] = {
    "neutral": Emotion.NEUTRAL,
    "calm": Emotion.NEUTRAL,
    "happy": Emotion.HAPPY,
    "happiness": Emotion.HAPPY,
    "joy": Emotion.HAPPY,
    "excited": Emotion.HAPPY,
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
"""Names in corpora -> label. A name that is not here (boredom) has no place among the labels."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recorded utterance.

    label: None where the corpus's own label, original, has no place among ours (boredom). language: ISO 639-1, "" if
    unknown. fold: the one, from 1, that tests the clip; 0: none does. gender: "F", "M" or "". votes: shares of the
    listeners' votes, summing to 1, None where there were none. group: the dialogue or session, "" if none; turn: the
    place in it, from 0.
    """

    path: Path
    corpus: str
    speaker: str
    label: Emotion | None
    original: str
    text: str
    language: str
    fold: int
    gender: str = ""
    votes: Mapping[Emotion, float] | None = None
    group: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A written utterance: shares of the labels summing to 1, and the dialogue or comment it comes from.

    speaker: who said it in the dialogue, "" if unknown; turn: the place in the dialogue, from 0.
    """

    text: str
    corpus: str
    group: str
    shares: Mapping[Emotion, float]
    speaker: str = ""
    turn: int = 0

    @property
    def label(self) -> Emotion:
        """The label with the largest share, the first of equals."""
        return max(self.shares, key=lambda emotion: self.shares[emotion])


@dataclass(frozen=True, slots=True)
class RatedSentence:
    """A written utterance as readers rated it: valence, arousal and dominance from -1 to 1, 0 in the middle."""

    text: str
    corpus: str
    name: str
    valence: float
    arousal: float
    dominance: float


def labelled(clips: Iterable[Clip]) -> tuple[Clip, ...]:
    """The clips that have a label."""
    return tuple(clip for clip in clips if clip.label is not None)


def shares_of(ballots: Iterable[Sequence[str]]) -> dict[Emotion, float] | None:
    """Shares of votes over our labels, summing to 1; None when no vote names one of them.

    A ballot is one vote, divided among the names on it. Names without a place among our labels are left out.
    """
    counts = dict.fromkeys(Emotion, 0.0)
    for names in ballots:
        for name in names:
            if (label := NAMES.get(name.strip().lower())) is not None:
                counts[label] += 1.0 / len(names)
    return shares_of_counts(counts)


def shares_of_counts(counts: Mapping[Emotion, float]) -> dict[Emotion, float] | None:
    """Counts of votes as shares summing to 1; None when there is none."""
    total = sum(counts.values())
    return {label: count / total for label, count in counts.items() if count > 0} if total > 0 else None
