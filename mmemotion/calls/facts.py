"""The facts of a conversation: what can be counted in it, from utterances alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from mmemotion.calls.floor import LAPSE, Floor, Moment, Transfer, floor, moments, overlaps, silences
from mmemotion.calls.interruptions import interruptions
from mmemotion.calls.shares import Shares, by_quarter, shares
from mmemotion.calls.stretches import Stretch, seconds, stretches
from mmemotion.calls.trend import Trend, TurningPoint, trend, turning_points
from mmemotion.calls.voice import loudness, words_per_minute
from mmemotion.types import Span, Utterance


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """What one speaker did.

    talk_seconds: how long they talk (calls.stretches). talk_share: of all talk, everybody's seconds added up; over all
    speakers it sums to 1. listen_share: of the time in which anybody talks, that in which another does and they do not.
    longest_monologue: their longest turn (calls.floor). response_times (s): the offsets of the transfers by which they
    got the floor, below 0 where they came in early (Stivers et al. 2009, PNAS 106(26), take them of answers to
    questions alone). interrupted: whom, and how often. words_per_minute, loudness (dBFS): None when unknown.
    """

    speaker: str
    talk_seconds: float
    talk_share: float
    listen_share: float
    turns: int
    longest_monologue: Span | None
    response_times: tuple[float, ...]
    interrupted: Mapping[str, int]
    words: int
    words_per_minute: float | None
    loudness: float | None
    emotions: Shares
    quarters: tuple[Shares, ...]
    trend: Trend
    turning_points: tuple[TurningPoint, ...]

    @property
    def response_time(self) -> float | None:
        """The median of the response times (s)."""
        return median(self.response_times) if self.response_times else None


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What happened between the speakers, and what each did.

    overlaps: where two or more talk; silences: where nobody does, from the start of the recording to its end; lapses:
    silences of more than LAPSE seconds; transfers and interruptions in order (calls.floor, calls.interruptions).
    """

    duration: float
    speakers: tuple[SpeakerFacts, ...]
    overlaps: tuple[Span, ...]
    silences: tuple[Span, ...]
    transfers: tuple[Transfer, ...]
    interruptions: tuple[Transfer, ...]

    @property
    def lapses(self) -> tuple[Span, ...]:
        """Silences after which the exchange begins anew."""
        return tuple(span for span in self.silences if span.duration > LAPSE)

    @property
    def overlap_seconds(self) -> float:
        """How long two or more talk at once."""
        return sum(span.duration for span in self.overlaps)

    @property
    def silence_seconds(self) -> float:
        """How long nobody talks."""
        return sum(span.duration for span in self.silences)

    @property
    def longest_silence(self) -> Span | None:
        """The first of the longest."""
        return max(self.silences, key=lambda span: span.duration, default=None)


def facts(utterances: Sequence[Utterance], duration: float) -> CallFacts:
    """Of a recording of so many seconds; speakers in order of channel, then of their first utterance."""
    talk = stretches(utterances)
    parts = moments(talk, duration)
    taken = floor(talk, parts)
    cut_in = interruptions(taken.transfers)
    made = _Call(tuple(utterances), duration, talk, parts, taken, cut_in)
    names = dict.fromkeys(u.speaker for u in sorted(utterances, key=lambda u: (u.channel, u.span.start)))
    return CallFacts(
        duration,
        tuple(_speaker(made, name) for name in names),
        overlaps(parts),
        silences(parts),
        taken.transfers,
        cut_in,
    )


@dataclass(frozen=True, slots=True)
class _Call:
    utterances: tuple[Utterance, ...]
    duration: float
    talk: tuple[Stretch, ...]
    parts: tuple[Moment, ...]
    floor: Floor
    interruptions: tuple[Transfer, ...]


def _speaker(call: _Call, name: str) -> SpeakerFacts:
    own = sorted((u for u in call.utterances if u.speaker == name), key=lambda u: u.span.start)
    turns = [turn.span for turn in call.floor.turns if turn.speaker == name]
    talked, quarters = seconds(call.talk, name), by_quarter(own, call.duration)
    return SpeakerFacts(
        speaker=name,
        talk_seconds=talked,
        talk_share=_share(talked, sum(stretch.span.duration for stretch in call.talk)),
        listen_share=_listened(call.parts, name),
        turns=len(turns),
        longest_monologue=max(turns, key=lambda span: span.duration, default=None),
        response_times=tuple(t.offset for t in call.floor.transfers if t.next == name),
        interrupted=Counter(t.last for t in call.interruptions if t.next == name),
        words=sum(len(u.transcript.words) for u in own),
        words_per_minute=words_per_minute(own, talked),
        loudness=loudness(own),
        emotions=shares(own, Span(0.0, max([call.duration, *(u.span.end for u in own)]))),
        quarters=quarters,
        trend=trend(own, quarters),
        turning_points=turning_points(own),
    )


def _listened(parts: Sequence[Moment], name: str) -> float:
    anybody = sum(part.span.duration for part in parts if part.speakers)
    others = sum(part.span.duration for part in parts if part.speakers and name not in part.speakers)
    return _share(others, anybody)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
