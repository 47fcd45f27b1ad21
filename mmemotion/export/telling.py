"""The facts of a conversation in words, for reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mmemotion.calls.facts import CallFacts, SpeakerFacts, facts
from mmemotion.calls.shares import Shares
from mmemotion.calls.trend import Trend
from mmemotion.export.wording import NOT_SURE, clock, names, percent, plain
from mmemotion.types import Recording, Span

NONE = "–"
EXPLAINED = (
    "Talk is where words sound. A response time runs from the end of one speaker's talk to the start of the next's; "
    "below zero they came in early. An interruption begins at least 0.5 s before the other stops, and takes the floor. "
    "Tone goes from −1 (sad, angry, fearful, disgusted) to 1 (happy). A trend or a turning point is named only where "
    "chance alone would show one less than once in twenty."
)


@dataclass(frozen=True, slots=True)
class Call:
    """A recording, how it is called beside others, and its facts."""

    name: str
    recording: Recording
    facts: CallFacts


def calls(recordings: tuple[Recording, ...]) -> tuple[Call, ...]:
    """Each with its facts."""
    named = zip(names(recordings), recordings, strict=True)
    return tuple(Call(name, one, facts(one.utterances, one.duration)) for name, one in named)


def of_call(found: CallFacts) -> Mapping[str, str]:
    """What happened between the speakers."""
    longest, whole = found.longest_silence, found.duration or 1.0
    return {
        "Nobody talks": f"{clock(found.silence_seconds)} ({percent(found.silence_seconds / whole)})",
        "Longest silence": NONE if longest is None else _placed(longest),
        "Talk at once": f"{clock(found.overlap_seconds)} in {_times(len(found.overlaps), 'place', 'places')}",
        "The floor changed": _times(len(found.transfers), "time", "times"),
    }


def of_speakers(found: CallFacts) -> Mapping[str, tuple[str, ...]]:
    """What each speaker did: a fact, and its value for each of them."""
    told = [dict(_of_speaker(speaker)) for speaker in found.speakers]
    return {fact: tuple(one[fact] for one in told) for fact in (told[0] if told else ())}


def perceived(shares: Shares) -> str:
    """The emotions that were named, the largest share first, and "not sure"."""
    order = sorted(shares.named.items(), key=lambda item: -item[1])
    parts = [f"{emotion} {percent(share)}" for emotion, share in order]
    parts += [f"{NOT_SURE} {percent(shares.unsure)}"] if shares.unsure else []
    return ", ".join(parts) or NONE


def signed(value: float | None, places: int = 2) -> str:
    """A number with its sign, or a dash."""
    # + 0.0 makes of -0.0, which a small negative number is rounded to, a 0.0.
    return NONE if value is None else f"{round(value, places) + 0.0:+.{places}f}".replace("-", "−")


def turned(speaker: SpeakerFacts) -> Iterator[str]:
    """Each turning point of a speaker's tone."""
    for point in speaker.turning_points:
        yield f"{clock(point.at)} (tone {signed(point.before)} before, {signed(point.after)} after)"


def _of_speaker(speaker: SpeakerFacts) -> Iterator[tuple[str, str]]:
    longest, rate = speaker.longest_monologue, speaker.words_per_minute
    yield "Talks", f"{percent(speaker.talk_share)} of all talk ({clock(speaker.talk_seconds)})"
    yield "Listens", f"{percent(speaker.listen_share)} of the time anybody talks"
    yield "Longest monologue", NONE if longest is None else _placed(longest)
    yield "Response time", _responses(speaker)
    yield "Interrupts", _interrupted(speaker)
    yield "Speech rate", NONE if rate is None else f"{rate:.0f} words a minute"
    yield "Loudness", NONE if speaker.loudness is None else f"{signed(speaker.loudness, 0)} dBFS"
    yield "Perceived emotion", perceived(speaker.emotions)
    yield "Tone by quarter", " · ".join(signed(quarter.tone) for quarter in speaker.quarters)
    yield "Trend", str(speaker.trend if speaker.emotions.seconds else Trend.UNKNOWN)
    yield "Turns at", "; ".join(turned(speaker)) or NONE


def _responses(speaker: SpeakerFacts) -> str:
    if speaker.response_time is None:
        return NONE
    return f"{signed(speaker.response_time)} s, median of {len(speaker.response_times)}"


def _interrupted(speaker: SpeakerFacts) -> str:
    whom = [
        f"{plain(name)} ({'once' if count == 1 else f'{count} times'})"
        for name, count in speaker.interrupted.items()
        if count
    ]
    return ", ".join(whom) or "nobody"


def _placed(span: Span) -> str:
    return f"{clock(span.duration)} at {clock(span.start)}"


def _times(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
