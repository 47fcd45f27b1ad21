"""What the inspector says about a selection: who spoke how long, and how that was perceived on the whole."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from mmemotion.types import EMOTIONS, Emotion, Span, Utterance
from ui.state.quote import words_in
from ui.state.session import Session
from ui.state.verdict import NOT_SCORED, NOT_SURE, verdict
from ui.state.wording import brief, clock, count, percent

NOBODY = "Nobody speaks here."
LONGEST_QUOTE = 240


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """One speaker in a selection. spoken: how long, in words; probabilities: their mean, weighted by time, empty when
    nothing was scored; facts in sentences; words: what they said there."""

    channel: int
    speaker: str
    spoken: str
    probabilities: tuple[tuple[Emotion, float], ...]
    facts: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """A stretch, and everybody who speaks in it, in order of channel."""

    when: str
    length: str
    speakers: tuple[SpeakerSummary, ...]


Part = tuple[Utterance, float]
"""An utterance, and how many seconds of it are selected."""


def inspect_selection(session: Session, span: Span) -> SelectionSummary:
    """All that is to be said about a stretch of a recording."""
    parts = [(one, _overlap(one.span, span)) for one in session.utterances if _overlap(one.span, span) > 0]
    channels = sorted({one.channel for one, _ in parts})
    return SelectionSummary(
        when=f"{clock(span.start, 1)} – {clock(span.end, 1)}",
        length=brief(span.duration),
        speakers=tuple(_speaker([part for part in parts if part[0].channel == channel], span) for channel in channels),
    )


def _overlap(one: Span, other: Span) -> float:
    return min(one.end, other.end) - max(one.start, other.start)


def _speaker(parts: Sequence[Part], span: Span) -> SpeakerSummary:
    first = parts[0][0]
    words = " ".join(filter(None, (words_in(one, span) for one, _ in parts)))
    seconds = sum(share for _, share in parts)
    return SpeakerSummary(
        channel=first.channel,
        speaker=first.speaker,
        spoken=f"{brief(seconds)} in {count(len(parts), 'utterance')}",
        probabilities=_mean(parts),
        facts=_facts(parts),
        words=textwrap.shorten(words, LONGEST_QUOTE, placeholder=" …"),
    )


def _mean(parts: Sequence[Part]) -> tuple[tuple[Emotion, float], ...]:
    scored = [(one.estimate.probabilities, share) for one, share in parts if one.estimate is not None]
    total = sum(share for _, share in scored)
    if total <= 0:
        return ()
    return tuple((e, sum(found.get(e, 0.0) * share for found, share in scored) / total) for e in EMOTIONS)


def _facts(parts: Sequence[Part]) -> tuple[str, ...]:
    """How much is not sure or not scored, and where an emotion is strongest."""
    seconds = sum(share for _, share in parts)
    unsure = sum(share for one, share in parts if one.estimate is not None and one.estimate.abstained)
    silent = sum(share for one, share in parts if one.estimate is None)
    facts = [f"{NOT_SURE} {percent(unsure / seconds)} of the time"]
    facts += [f"{NOT_SCORED} {percent(silent / seconds)} of the time"] if silent > 0 else []
    found = _strongest([one for one, _ in parts])
    if found is not None:
        facts.append(f"strongest: {verdict(found.estimate)} at {clock(found.span.start, 1)}")
    return tuple(facts)


def _strongest(utterances: Sequence[Utterance]) -> Utterance | None:
    """Where an emotion, if there is one other than neutral, is named with the highest probability."""
    sure = [(one.estimate, one) for one in utterances if one.estimate is not None and not one.estimate.abstained]
    moved = [pair for pair in sure if pair[0].label is not Emotion.NEUTRAL] or sure
    best = max(moved, key=lambda pair: pair[0].probabilities[pair[0].label], default=None)
    return best[1] if best is not None else None
