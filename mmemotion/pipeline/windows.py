"""Packs consecutive segments of one channel into windows of at most 30 s, the length a recogniser reads at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mmemotion.types import FloatArray, Segment, Span

SAMPLE_RATE = 16_000
"""Hz of all sound inside the pipeline."""


LONGEST = 30.0
"""Seconds a window may hold: the length of sound Whisper was trained on (Radford et al. 2022)."""

BRIDGE = 1.2
"""Seconds of pause between two segments that are kept as heard; longer pauses are left out of the window."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of samples: `at` in the window is `source` in the channel, for `length` samples."""

    at: int
    source: int
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Sound to be recognised at once: samples float32 [n] at 16 kHz, made of pieces, holding whole segments."""

    index: int
    channel: int
    samples: FloatArray
    pieces: tuple[Piece, ...]
    segments: tuple[Segment, ...]

    def source_time(self, time: float) -> float:
        """Seconds in the recording of a time in the window (s)."""
        sample = time * SAMPLE_RATE
        piece = next((p for p in self.pieces if sample < p.at + p.length), self.pieces[-1])
        return (piece.source + min(max(sample - piece.at, 0.0), float(piece.length))) / SAMPLE_RATE

    def sound_of(self, span: Span) -> FloatArray:
        """Samples float32 [n] of a span that lies in one piece, as a segment's does."""
        start, end = round(span.start * SAMPLE_RATE), round(span.end * SAMPLE_RATE)
        piece = next(p for p in self.pieces if p.source <= start < p.source + p.length)
        first = piece.at + start - piece.source
        return self.samples[first : first + min(end - start, piece.source + piece.length - start)]


class SampleBuffer:
    """The recent samples of a channel, addressed by their place in the whole channel."""

    def __init__(self) -> None:
        self._parts: list[FloatArray] = []
        self._start = 0
        self.end = 0

    def append(self, samples: FloatArray) -> None:
        """Adds samples float32 [n] at the end."""
        self._parts.append(samples)
        self.end += len(samples)

    def read(self, start: int, end: int) -> FloatArray:
        """Samples from start up to end, as far as they are still (or already) there."""
        whole = self._parts[0] if len(self._parts) == 1 else np.concatenate(self._parts)
        self._parts = [whole]
        return whole[max(0, start - self._start) : max(0, end - self._start)].copy()

    def forget(self, before: int) -> None:
        """Lets go of samples before a place."""
        while self._parts and self._start + len(self._parts[0]) <= before:
            self._start += len(self._parts.pop(0))


class Sound(Protocol):
    """The samples of a channel, or the recent ones."""

    def read(self, start: int, end: int) -> FloatArray:
        """Samples float32 [n] from start up to end, counted in the whole channel."""
        ...


class WindowPacker:
    """add(segment) gives the window that is full; finish() the one still open. A function of the sound alone."""

    def __init__(self, channel: int, sound: Sound) -> None:
        self._channel = channel
        self._sound = sound
        self._index = 0
        self._taken_until = 0
        self._start_anew()

    @property
    def open_segments(self) -> tuple[Segment, ...]:
        """Segments waiting for their window to close."""
        return tuple(self._segments)

    def add(self, segment: Segment, reach: Span) -> list[Window]:
        """Takes in a segment and the sound around it (reach, which includes it); segments come in order."""
        start, end = round(reach.start * SAMPLE_RATE), round(reach.end * SAMPLE_RATE)
        closed: list[Window] = []
        if self._segments and self._length + end - self._joined(start) > LONGEST * SAMPLE_RATE:
            closed = self.finish()
        self._take(self._joined(start), end)
        self._segments.append(segment)
        return closed

    def finish(self) -> list[Window]:
        """Closes the open window."""
        if not self._segments:
            return []
        sound, pieces, segments = np.concatenate(self._sounds), tuple(self._pieces), tuple(self._segments)
        window = Window(self._index, self._channel, sound, pieces, segments)
        self._index += 1
        self._start_anew()
        return [window]

    def _start_anew(self) -> None:
        self._segments: list[Segment] = []
        self._sounds: list[FloatArray] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def _joined(self, start: int) -> int:
        """Where to begin reading: at the end of the last piece when that is near, so that the pause is kept."""
        near = self._taken_until + round(BRIDGE * SAMPLE_RATE)
        return self._taken_until if self._segments and start <= near else start

    def _take(self, start: int, end: int) -> None:
        samples = self._sound.read(start, end)
        if self._pieces and start == self._taken_until:
            last = self._pieces[-1]
            self._pieces[-1] = Piece(last.at, last.source, last.length + len(samples))
        else:
            self._pieces.append(Piece(self._length, start, len(samples)))
        self._sounds.append(samples)
        self._length += len(samples)
        self._taken_until = start + len(samples)
