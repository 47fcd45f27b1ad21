"""Where emotions lie between unpleasant and pleasant, calm and excited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mmemotion.types import Emotion, Probabilities


@dataclass(frozen=True, slots=True)
class Place:
    """valence: unpleasant to pleasant; arousal: calm to excited; both in [-1, 1]."""

    valence: float
    arousal: float


# Mean pleasure and arousal that people gave to these words: Russell & Mehrabian (1977), "Evidence for a three-factor
# theory of emotions", Journal of Research in Personality 11. "Joyful" stands for happy; neutral is the middle.
PLACES: Mapping[Emotion, Place] = {
    Emotion.NEUTRAL: Place(0.0, 0.0),
    Emotion.HAPPY: Place(0.76, 0.48),
    Emotion.SAD: Place(-0.63, -0.27),
    Emotion.ANGRY: Place(-0.51, 0.59),
    Emotion.FEARFUL: Place(-0.64, 0.60),
    Emotion.DISGUST: Place(-0.60, 0.35),
    Emotion.SURPRISED: Place(0.40, 0.67),
}
HOW = (
    "The place is the mean of the places of the seven emotions, weighted by how probable each is.\n"
    "These are the pleasure and arousal that people give to the words: Russell & Mehrabian (1977).\n"
    "The dots behind it are where it was in the last 8 s."
)


def place(probabilities: Probabilities) -> Place:
    """The mean of the emotions' places, weighted by their probabilities."""
    weighted = [(share, PLACES[emotion]) for emotion, share in probabilities.items()]
    return Place(
        sum(share * where.valence for share, where in weighted), sum(share * where.arousal for share, where in weighted)
    )
