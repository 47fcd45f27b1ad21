"""Why an emotion is perceived: the words, the stretches of sound and the measures that carried it, and beside them what
the model looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from mmemotion.messages import EngineStopped, Event, Explain, Explained, ReviewFailed
from mmemotion.types import Branch, Emotion, Estimate, FloatArray, Reasons, Utterance
from ui.state.subject import Subject
from ui.state.wording import percent, signed

METHOD = (
    "Points: each part is left out and the rest judged again; so much changes. "
    "Pale: the share of the model's attention, which is where it looked, not why it decided."
)
WORKING = "Leaving out one part after the other…"
NO_WORDS = "The words were not judged."
NO_VOICE = "The voice was not judged."
NO_SOUND = "The sound cannot be read, so its stretches are not told."
LITTLE = "No single part changes much here."
LITTLE_CHANGE = 0.02
MOST_WORDS = 5
GROUP_NAMES: Mapping[str, str] = {
    "pitch": "pitch",
    "loudness": "loudness",
    "timbre": "voice quality",
    "tempo": "tempo",
}
"""Groups of measures as a person would call them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word or a group of measures: how far the emotion falls without it, in [-1, 1], and its share of attention
    among its like; None when that is not known."""

    name: str
    fall: float
    attention: float | None = None

    @property
    def points(self) -> str:
        """The fall in percentage points."""
        return signed(100 * self.fall, 0) if abs(self.fall) >= 0.005 else "0"


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """words: those that count most, the most first; groups: of measures of the voice. frames: how far the emotion falls
    without each stretch of hop seconds of sound, from start (s); looked: the share of attention of each stretch.

    scale: the largest fall or rise of words and groups; most_looked: the largest share of attention of a word.
    note: how to read it and what is missing, in sentences.
    """

    emotion: Emotion
    words: tuple[Part, ...]
    groups: tuple[Part, ...]
    frames: FloatArray
    looked: FloatArray
    start: float
    hop: float
    scale: float
    most_looked: float
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """The question why. wanted: it is asked of every utterance the user comes to; chosen: the emotion it is about, None
    for the one perceived. request: what the engine was asked last; answer: what it said to that."""

    subject: Subject | None = None
    wanted: bool = False
    chosen: Emotion | None = None
    request: str = ""
    answer: Explained | ReviewFailed | None = None

    @property
    def emotion(self) -> Emotion | None:
        """The one it is about; None without an estimate."""
        return self.chosen or (self.subject.estimate.label if self.subject is not None else None)

    @property
    def possible(self) -> bool:
        """Whether the engine can be asked."""
        return self.subject is not None and self.subject.number is not None

    def about(self, subject: Subject | None) -> Why:
        """Of another utterance, the emotion perceived there."""
        same = self.subject is not None and subject is not None and self.subject.utterance is subject.utterance
        return replace(self, subject=subject) if same else Why(subject, self.wanted)

    def want(self, wanted: bool, emotion: Emotion | None = None) -> Why:
        """Wanted or not; of an emotion, or the one perceived."""
        if emotion == self.chosen and isinstance(self.answer, Explained):
            return replace(self, wanted=wanted)
        return Why(self.subject, wanted, emotion)

    def question(self, request: str) -> Explain | None:
        """What the engine has to be asked; None when it cannot be, or has been."""
        subject, emotion = self.subject, self.emotion
        if not self.wanted or self.request or subject is None or subject.number is None or emotion is None:
            return None
        return Explain(request, subject.number, subject.utterance.segment, emotion)

    def asked(self, request: str) -> Why:
        """While the engine is asked."""
        return replace(self, request=request, answer=None)

    def apply(self, event: Event) -> Why:
        """After an event; itself when that is no answer to the last question."""
        if isinstance(event, EngineStopped) and self.request and self.answer is None:
            return replace(self, answer=ReviewFailed(0, self.request, event.message))
        if isinstance(event, Explained | ReviewFailed) and event.request and event.request == self.request:
            return replace(self, answer=event)
        return self

    @property
    def carried(self) -> Carried | None:
        """What is known."""
        if self.subject is None or not isinstance(self.answer, Explained):
            return None
        return carried(self.answer.reasons, self.subject.utterance, self.subject.estimate)

    @property
    def status(self) -> str:
        """What is to be said instead, or beside it."""
        if self.subject is not None and self.subject.number is None:
            return self.subject.hindrance
        if isinstance(self.answer, ReviewFailed):
            return self.answer.message
        found = self.carried
        return found.note if found is not None else WORKING


def carried(reasons: Reasons, utterance: Utterance, estimate: Estimate) -> Carried:
    """The reasons ranked, in words for people."""
    words = _words(reasons, utterance, estimate)
    groups = _groups(reasons, estimate)
    falls = [abs(part.fall) for part in (*words, *groups)]
    return Carried(
        emotion=reasons.emotion,
        words=tuple(sorted(words, key=lambda part: -abs(part.fall))[:MOST_WORDS]),
        groups=groups,
        frames=reasons.frames,
        looked=_looked(estimate.frame_attention, estimate.frame_hop, reasons),
        start=utterance.span.start,
        hop=reasons.hop,
        scale=max(falls, default=0.0),
        most_looked=max((part.attention or 0.0 for part in words), default=0.0),
        note=_note(reasons, estimate, max([*falls, *np.abs(reasons.frames)], default=0.0)),
    )


def _words(reasons: Reasons, utterance: Utterance, estimate: Estimate) -> tuple[Part, ...]:
    """Neighbours of one number were left out together."""
    said = [word.text.strip() for word in utterance.transcript.words]
    if len(said) != len(reasons.words):
        return ()
    attention = estimate.word_attention if len(estimate.word_attention) == len(said) else None
    parts = []
    for fall, places in groupby(range(len(said)), key=lambda place: reasons.words[place]):
        together = list(places)
        looked = sum(attention[place] for place in together) if attention is not None else None
        parts.append(Part(" ".join(said[place] for place in together), fall, looked))
    return tuple(parts)


def _groups(reasons: Reasons, estimate: Estimate) -> tuple[Part, ...]:
    parts = (
        Part(GROUP_NAMES.get(name, name), fall, estimate.prosody_attention.get(name))
        for name, fall in reasons.groups.items()
    )
    return tuple(sorted(parts, key=lambda part: -abs(part.fall)))


def _looked(attention: FloatArray, frame: float, reasons: Reasons) -> FloatArray:
    """Attention [frame], one every so many seconds, added up per stretch of the reasons."""
    count = len(reasons.frames)
    if not count or not len(attention):
        return np.zeros(0, dtype=np.float32)
    stretches = np.minimum(((np.arange(len(attention)) + 0.5) * frame / reasons.hop).astype(int), count - 1)
    return np.bincount(stretches, weights=attention, minlength=count).astype(np.float32)


def _note(reasons: Reasons, estimate: Estimate, largest: float) -> str:
    whole = percent(estimate.probabilities[reasons.emotion])
    lines = [f"{reasons.emotion.capitalize()} has {whole}. Without each part it loses:"]
    lines += [] if reasons.words else [NO_WORDS]
    if Branch.VOICE not in estimate.by_branch:
        lines.append(NO_VOICE)
    elif not len(reasons.frames):
        lines.append(NO_SOUND)
    return " ".join([*lines, LITTLE] if largest < LITTLE_CHANGE else lines)
