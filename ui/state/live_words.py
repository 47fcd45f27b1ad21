"""The words of a recording being made: utterances that ended, and what is being said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mmemotion.types import Emotion, Utterance
from ui.state.verdict import NOT_SCORED, NOT_SURE

MOST_LINES = 80
"""The earlier ones are there when the recording has ended."""

NO_WORDS = "no words recognised"


@dataclass(frozen=True, slots=True)
class Partial:
    """What is being said on a channel since start (s)."""

    channel: int
    start: float
    settled: str
    tentative: str


@dataclass(frozen=True, slots=True)
class Line:
    """tentative: words that may still change. label: an emotion that is surely enough perceived; else verdict says why.

    ended is False while it is being said.
    """

    start: float
    channel: int
    speaker: str
    settled: str
    tentative: str = ""
    label: Emotion | None = None
    verdict: str = ""
    ended: bool = True


def finished(utterance: Utterance) -> Line:
    """The line of an utterance that ended."""
    estimate = utterance.estimate
    label = None if estimate is None or estimate.abstained else estimate.label
    verdict = NOT_SCORED if estimate is None else NOT_SURE if label is None else str(label)
    text = utterance.transcript.text
    muted = "" if text else NO_WORDS
    return Line(utterance.span.start, utterance.channel, utterance.speaker, text, muted, label, verdict)


def being_said(partials: Iterable[Partial], speakers: int) -> tuple[Line, ...]:
    """The lines of what is being said, by start."""
    found = sorted((p for p in partials if p.settled or p.tentative), key=lambda p: (p.start, p.channel))
    return tuple(
        Line(p.start, p.channel, speaker(p.channel, speakers), p.settled.strip(), p.tentative.strip(), ended=False)
        for p in found
    )


def speaker(channel: int, speakers: int) -> str:
    """What somebody is called before the engine has named them."""
    return f"Speaker {channel + 1}" if speakers > 1 else "Speaker"
