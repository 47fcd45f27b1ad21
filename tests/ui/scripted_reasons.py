"""What an engine says when it is asked what if, and why: made up, but of the utterance that was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scripted_engine import Call

from mmemotion.messages import (
    Command,
    Event,
    Explain,
    Explained,
    JobFinished,
    ResultKept,
    ReviewFailed,
    Suppose,
    Supposed,
)
from mmemotion.types import EMOTIONS, Branch, Emotion, Estimate, Reasons, Segment, Utterance

NUMBER = 7
STRETCH = 0.2
FAULT = "The recording was deleted from the library; bring it back first."


def kept(call: Call) -> object:
    """A script: the call is analysed, and its result is in the library."""

    def script(command: object) -> Iterator[Event]:
        for event in call.events(command.job):  # type: ignore[attr-defined]
            yield event
            if isinstance(event, JobFinished):
                yield ResultKept(event.job, NUMBER)

    return script


def supposed(utterance: Utterance, question: Suppose) -> Estimate | None:
    """Each word that is left out takes half of what the first emotion has and gives it to neutral."""
    estimate = utterance.estimate
    if estimate is None or len(question.without) == len(utterance.transcript.words):
        return None
    shares = dict(estimate.by_branch[Branch.TEXT] if question.branches == (Branch.TEXT,) else estimate.probabilities)
    for _ in question.without:
        first = max(shares, key=lambda emotion: shares[emotion])
        shares[first] /= 2
        shares[Emotion.NEUTRAL] += shares[first]
    return replace(estimate, probabilities=shares, abstained=max(shares.values()) < 0.45)


def reasons(utterance: Utterance, emotion: Emotion) -> Reasons:
    """The third word speaks for the emotion, the second against it; the first half of the sound for it."""
    told = {1: -0.08, 2: 0.31}
    words = [told.get(place, 0.01 + place / 1000) for place in range(len(utterance.transcript.words))]
    frames = 0.05 * np.sin(np.linspace(0, 6, int(utterance.span.duration / STRETCH) + 1))
    groups = {"pitch": 0.12, "loudness": -0.02, "timbre": 0.004, "tempo": 0.0}
    share = EMOTIONS.index(emotion) / 100
    return Reasons(emotion, tuple(word + share for word in words), frames.astype(np.float32), STRETCH, groups)


@dataclass
class Answers:
    """Answers at once, or, while silent, when told to; or says that it cannot."""

    call: Call
    silent: bool = False
    fails: bool = False
    asked: list[Suppose | Explain] = field(default_factory=list)

    def __call__(self, command: Command) -> Iterator[Event]:
        """The answer to what if, or why."""
        if isinstance(command, Suppose | Explain):
            self.asked.append(command)
            if not self.silent:
                yield self.answer(command)

    def answer(self, question: Suppose | Explain) -> Event:
        """What is said to a question."""
        if self.fails:
            return ReviewFailed(NUMBER, question.request, FAULT)
        utterance = self._utterance(question.segment)
        if isinstance(question, Suppose):
            return Supposed(question.request, supposed(utterance, question))
        return Explained(question.request, reasons(utterance, question.emotion))

    def _utterance(self, segment: Segment) -> Utterance:
        return next(one for one in self.call.recording.utterances if one.segment == segment)
