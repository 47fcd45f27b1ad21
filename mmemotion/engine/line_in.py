"""The line a recording listens to: opened, lost, and opened again without anybody having to wait for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from mmemotion.audio.ring_buffer import Block, RingBuffer
from mmemotion.errors import MicrophoneError
from mmemotion.protocols import Line, Microphones
from mmemotion.types import Give

STORE = 30.0
"""Seconds of sound that are held when the disk does not take them."""

SHORTEST_BLOCK = 0.002
"""Seconds of the shortest blocks a device may give for which STORE holds."""


class LineIn:
    """open() and then blocks(), until the line is lost(); reopen() tries to get it back, in a thread of its own."""

    def __init__(self, microphones: Microphones, name: str, channel_count: int) -> None:
        self._microphones, self._name, self._channels = microphones, name, channel_count
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="microphone")
        self._opening: Future[tuple[Line, RingBuffer]] | None = None
        self._ring: RingBuffer | None = None
        self._generation = 0
        self.line: Line | None = None
        self.heard = 0.0
        """Monotonic time (s) of the last sound, or of the opening."""
        self.gave_up = False
        """The device ended the stream by itself."""

    def open(self) -> Line:
        """Opens the line. Raises MicrophoneError."""
        return self._take(*self._begin())

    def blocks(self) -> Iterator[Block]:
        """What has come in since the last time."""
        while self._ring is not None and (block := self._ring.read()) is not None:
            self.heard = block.clock
            yield block

    def close(self) -> None:
        """Lets go of the line; what it gave until now is still in blocks()."""
        line, self.line = self.line, None
        self._generation += 1
        if line is not None:
            line.close()

    def reopen(self) -> bool:
        """Tries again, without waiting; True when the line is open again. Blocks must have been taken before."""
        if self._opening is None:
            self._opening = self._opener.submit(self._begin)
        if not self._opening.done():
            return False
        opening, self._opening = self._opening, None
        try:
            self._take(*opening.result())
        except MicrophoneError:
            return False
        return True

    def _begin(self) -> tuple[Line, RingBuffer]:
        self._generation += 1
        generation = self._generation
        rings: list[RingBuffer] = []

        def connect(sample_rate: int, channels: int) -> Give:
            rings.append(RingBuffer(round(STORE * sample_rate), channels, round(STORE / SHORTEST_BLOCK)))
            return rings[-1].write

        def ended() -> None:
            self.gave_up = self.gave_up or generation == self._generation

        line = self._microphones.open(self._name, self._channels, connect, ended)
        return line, rings[-1]

    def _take(self, line: Line, ring: RingBuffer) -> Line:
        self.line, self._ring, self.gave_up, self.heard = line, ring, False, time.monotonic()
        return line
