"""A library of made-up recordings that answers as the engine would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec
import numpy as np
from scripted_engine import Call

from mmemotion.messages import (
    ChannelsPlanned,
    Command,
    Delete,
    Describe,
    Event,
    Exported,
    ExportKept,
    Find,
    Found,
    ImportKept,
    JobFinished,
    JobStarted,
    Kept,
    LibraryChanged,
    LibraryFailed,
    Moment,
    OpenKept,
    Query,
    Relink,
    Restore,
    WaveformAdvanced,
)
from mmemotion.types import EMOTIONS, Emotion, Span

TITLES = (
    "Call with hotel desk",
    "Support call 0231",
    "Interview B, part 1",
    "Live demo",
    "Refund for a broken kettle, second call",
    "Team meeting",
    "Support call 0230",
    "Voice note",
)
PEOPLE = (("Customer", "Agent"), ("Ana", "Bo"), ("Speaker 1",), ("Interviewer", "Guest"))
TAGS = ((), ("refund",), (), ("hotel", "urgent"), ("refund", "escalated", "second call"), (), (), ("demo",))
LENGTHS = (115.0, 728.0, 2897.0, 42.0, 211.0, 3605.0)


def _strip(rng: np.random.Generator, parts: int = 60) -> tuple[Emotion | None, ...]:
    """Stretches of one emotion, with pauses between."""
    strip: list[Emotion | None] = []
    shares = rng.dirichlet([3.0, 1, 1, 1, 0.4, 0.3, 0.6])
    while len(strip) < parts:
        emotion = None if rng.random() < 0.2 else EMOTIONS[rng.choice(len(EMOTIONS), p=shares)]
        strip += [emotion] * int(rng.integers(1, 9))
    return tuple(strip[:parts])


def made_up(count: int, now: datetime | None = None) -> list[Kept]:
    """Recordings, the newest first; number 1 is the newest."""
    strips = [_strip(np.random.default_rng(seed)) for seed in range(40)]
    now = now or datetime.now().replace(hour=16, minute=40, second=0, microsecond=0)
    recordings = []
    for place in range(count):
        title = TITLES[place % len(TITLES)]
        strip = strips[place % len(strips)]
        named = [emotion for emotion in strip if emotion is not None]
        shares = {emotion: named.count(emotion) / max(1, len(named)) for emotion in EMOTIONS}
        recordings.append(
            Kept(
                number=place + 1,
                title=title if place < len(TITLES) else f"{title} ({place // len(TITLES) + 1})",
                path=f"/calls/{place + 1}.wav",
                began=(now - timedelta(hours=place * 19 % 22 / 3, days=place * 1.7)).isoformat(),
                duration=LENGTHS[place % len(LENGTHS)],
                speakers=PEOPLE[place % len(PEOPLE)],
                utterances=16,
                emotions=shares,
                strip=strip,
                tags=TAGS[place % len(TAGS)],
                missing=place % 11 == 5,
            )
        )
    return recordings


@dataclass
class ScriptedLibrary:
    """Answers each command about the library. broken: the sentence it fails with. slow: questions it does not answer.

    moments: those of all recordings; a query finds those that have all its words and one of its emotions.
    """

    call: Call
    recordings: list[Kept] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    broken: str = ""
    unanswered: set[str] = field(default_factory=set)
    deleted: list[Kept] = field(default_factory=list)
    asked: list[Find] = field(default_factory=list)

    def __call__(self, command: Command) -> Iterator[Event]:
        """What the engine says."""
        if self.broken:
            yield LibraryFailed(self.broken)
            return
        match command:
            case Find():
                self.asked.append(command)
                if command.query.text not in self.unanswered:
                    yield self.found(command)
            case OpenKept():
                yield from self._open(command)
            case _:
                yield from self._change(command)

    def found(self, find: Find) -> Found:
        """The answer to a question."""
        said = self._moments(find.query)
        speaking = {moment.recording for moment in said}
        hits = [kept for kept in self.recordings if self._answers(kept, find.query, kept.number in speaking)]
        page = tuple(hits[find.offset : find.offset + find.limit])
        numbers = {kept.number for kept in page}
        moments = tuple(moment for moment in said if moment.recording in numbers)
        return Found(find.request, page, moments[: find.limit], len(hits))

    def _answers(self, kept: Kept, query: Query, said: bool) -> bool:
        known = f"{kept.title} {' '.join(kept.tags)} {kept.note}".lower()
        words = query.text.lower().split()
        if (words or query.emotions) and not said and (query.emotions or not all(word in known for word in words)):
            return False
        length = kept.duration >= query.shortest and (not query.longest or kept.duration < query.longest)
        speaker = not query.speaker or query.speaker in kept.speakers
        return length and speaker and kept.began >= query.since

    def _moments(self, query: Query) -> list[Moment]:
        words = query.text.lower().split()
        emotions = {Emotion(word) for word in words if word in list(EMOTIONS)} | set(query.emotions)
        spoken = [word for word in words if word not in list(EMOTIONS)]
        if not words and not emotions:
            return []
        return [
            msgspec.structs.replace(m, marked=tuple((m.text.index(w), m.text.index(w) + len(w)) for w in spoken))
            for m in self.moments
            if all(word in m.text for word in spoken) and (not emotions or m.label in emotions)
        ]

    def _open(self, command: OpenKept) -> Iterator[Event]:
        kept = next(kept for kept in self.recordings if kept.number == command.number)
        recording = replace(self.call.recording, media=replace(self.call.recording.media, path=kept.path))
        yield JobStarted(command.job, recording.media)
        yield ChannelsPlanned(command.job, recording.plan)
        yield WaveformAdvanced(command.job, self.call.envelope)
        yield JobFinished(command.job, recording)

    def _change(self, command: Command) -> Iterator[Event]:
        match command:
            case Describe(number=number):
                given = {"title": command.title, "note": command.note, "tags": command.tags}
                self._replace(number, **{name: value for name, value in given.items() if value is not None})
                yield LibraryChanged((number,))
            case Delete(numbers=numbers):
                self.deleted += [kept for kept in self.recordings if kept.number in numbers]
                self.recordings = [kept for kept in self.recordings if kept.number not in numbers]
                yield LibraryChanged(numbers)
            case Restore(numbers=numbers):
                back = [kept for kept in self.deleted if kept.number in numbers]
                self.recordings = sorted([*self.recordings, *back], key=lambda kept: kept.number)
                yield LibraryChanged(numbers)
            case Relink(number=number, path=path):
                self._replace(number, path=path, missing=False)
                yield LibraryChanged((number,))
            case ExportKept(number=number, path=path):
                yield Exported(number, path)
            case ImportKept():
                self.recordings.insert(0, made_up(1)[0])
                yield LibraryChanged((self.recordings[0].number,))

    def _replace(self, number: int, **changes: object) -> None:
        self.recordings = [
            msgspec.structs.replace(kept, **changes) if kept.number == number else kept for kept in self.recordings
        ]


SAID = (
    ("and i still have not got my refund after three weeks of calling you every single day about it", Emotion.ANGRY),
    ("could you tell me when the refund will arrive", None),
    ("no i want my refund today", Emotion.ANGRY),
    ("oh that is lovely thank you so much", Emotion.HAPPY),
    ("the kettle broke on the first morning and it was a present from my mother so you can imagine", Emotion.SAD),
    ("well i had no idea that was possible", Emotion.SURPRISED),
)


def spoken(recordings: list[Kept], every: int = 3) -> list[Moment]:
    """What was said in some of the recordings."""
    moments = []
    for place, kept in enumerate(recordings):
        if place % every == 0:
            for number, (text, label) in enumerate(SAID[: 3 + place % 4]):
                start = 4.0 * number + 0.5
                speaker = kept.speakers[number % len(kept.speakers)]
                moments.append(Moment(kept.number, Span(start, start + 3), speaker, text, (), label))
    return moments
