"""What first sight does next: an utterance that ended comes first, then a pause, then what is being said."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from mmemotion.pipeline.hearing import FRAME, Spoken
from mmemotion.pipeline.live.channel import LiveChannel
from mmemotion.pipeline.windows import SAMPLE_RATE

PAUSE = 0.22
"""Seconds of silence after which speech may have ended: then it is measured, well before it is sure."""

CLICK = 0.1
"""Seconds of speech that less of which is none."""

EVERY = 1.0
"""Seconds of sound between one look at the words of speech that goes on and the next."""

ENOUGH = 2.0
"""Seconds of speech the language is told by, where nobody has said what it is."""


class Kind(Enum):
    """What is to be done about speech: LATE is what ended too long ago to be told at first sight."""

    ENDED = auto()
    LATE = auto()
    PAUSED = auto()
    GOING_ON = auto()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do."""

    kind: Kind
    channel: LiveChannel
    spoken: Spoken


class Schedule:
    """Not for several threads at once: whoever asks or adds holds the lock of the listening."""

    def __init__(self, channels: Sequence[LiveChannel]) -> None:
        self._channels = channels
        self._ended: deque[Task] = deque()

    def add(self, ended: Task) -> None:
        """A segment that ended."""
        self._ended.append(ended)

    @property
    def waiting_since(self) -> float | None:
        """End (s) of the segment that has waited longest; None when none waits."""
        return self._ended[0].spoken.segment.span.end if self._ended else None

    def next(self, language_sure: bool, ended_only: bool) -> Task | None:
        """The most urgent task; a segment that ended stays in here until done(). ended_only: nothing but these."""
        if self._ended:
            return self._ended[0]
        if ended_only:
            return None
        speaking = [(channel, spoken) for channel in self._channels if (spoken := channel.hearing.open)]
        paused = [Task(Kind.PAUSED, *one) for one in speaking if _has_paused(*one)]
        going_on = [Task(Kind.GOING_ON, *one) for one in speaking if _goes_on(*one, language_sure)]
        return min(paused + going_on, key=lambda task: (task.kind.value, task.channel.read_until), default=None)

    def done(self, task: Task) -> None:
        """The task needs no more attention."""
        if task.kind in (Kind.ENDED, Kind.LATE):
            self._ended.popleft()


def _has_paused(channel: LiveChannel, spoken: Spoken) -> bool:
    """Speech long enough, silence long enough, and not looked at since anything was said."""
    if (spoken.frames.last - spoken.frames.first) * FRAME / SAMPLE_RATE < CLICK or channel.hearing.silence < PAUSE:
        return False
    return channel.guess is None or channel.guess[0] != spoken.frames


def _goes_on(channel: LiveChannel, spoken: Spoken, language_sure: bool) -> bool:
    """There is enough sound that nobody has looked for words in."""
    start = spoken.segment.span.start
    unread = channel.hearing.heard - max(start, channel.read_until)
    long_enough = language_sure or channel.hearing.heard - start >= ENOUGH
    return channel.hearing.silence < PAUSE and unread >= EVERY and long_enough
