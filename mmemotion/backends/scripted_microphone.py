"""Microphones that play a given sound in real time, and fail as a script says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mmemotion.errors import MicrophoneError
from mmemotion.types import Connect, Give, Microphone, Pcm, Span

BLOCK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Script:
    """What goes wrong, in seconds since the first line was opened.

    lost: no sound comes, and what there was is gone. late: no sound comes, and all of it at once afterwards. ends: the
    device gives up. missing: it cannot be opened meanwhile.
    """

    lost: Span | None = None
    late: Span | None = None
    ends: float | None = None
    missing: Span | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ScriptedMicrophones:
    """One microphone, whose sound is samples int16 [n, channel], over and over, at sample_rate (Hz)."""

    samples: Pcm
    sample_rate: int
    script: Script = Script()
    name: str = "Scripted"

    def found(self) -> tuple[Microphone, ...]:
        """The one."""
        return (Microphone(self.name, self.samples.shape[1], self.sample_rate, default=True),)

    def open(self, name: str, channel_count: int, connect: Connect, ended: Callable[[], None]) -> ScriptedLine:
        """Sound from it. Raises MicrophoneError for another name, or when it is missing."""
        now = time.monotonic()
        began = _began.setdefault(id(self), now)
        if name not in ("", self.name) or _within(self.script.missing, now - began):
            raise MicrophoneError(f"The microphone {name or self.name} is not there.")
        line = ScriptedLine(self.name, self.sample_rate, min(channel_count, self.samples.shape[1]))
        give = connect(line.sample_rate, line.channel_count)
        threading.Thread(target=self._play, args=(line, give, ended, (began, now)), daemon=True).start()
        return line

    def _play(self, line: ScriptedLine, give: Give, ended: Callable[[], None], times: tuple[float, float]) -> None:
        size = round(BLOCK_SECONDS * self.sample_rate)
        began, opened = times[0], times[1] - times[0]
        at = 0
        while not line.closed:
            now = opened + at / self.sample_rate
            if self.script.ends is not None and opened < self.script.ends <= now:
                ended()
                return
            time.sleep(max(0.0, began + now + BLOCK_SECONDS - time.monotonic()))
            if _within(self.script.late, now) and self.script.late is not None:
                time.sleep(max(0.0, began + self.script.late.end - time.monotonic()))
            if not _within(self.script.lost, now) and not line.closed:
                give(self._sound(round(now * self.sample_rate), size, line.channel_count), time.monotonic(), False)
            at += size

    def _sound(self, start: int, count: int, channels: int) -> Pcm:
        start %= max(1, len(self.samples) - count)
        return self.samples[start : start + count, :channels]


class ScriptedLine:
    """A line that is there until it is closed."""

    def __init__(self, name: str, sample_rate: int, channel_count: int) -> None:
        self.name, self.sample_rate, self.channel_count = name, sample_rate, channel_count
        self.closed = False

    def close(self) -> None:
        """No more sound."""
        self.closed = True


_began: dict[int, float] = {}
"""When the first line of each was opened."""


def _within(span: Span | None, time: float) -> bool:
    return span is not None and span.contains(time)
