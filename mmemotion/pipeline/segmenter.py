"""Cuts the speech of one channel into segments, from speech probabilities alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mmemotion.types import FloatArray

FRAME_SECONDS = 0.032
"""Length of one speech probability."""


@dataclass(frozen=True, slots=True)
class SegmenterSettings:
    """Seconds, and speech probabilities.

    Speech starts at `onset` and ends when the probability stays under `offset` for `pause`. A segment gets `pad` on
    both sides, has at least `shortest` and at most `longest`; less than `least_speech` of speech is a click.
    A segment that would grow over `longest` is cut where speech is least probable in its later part.
    """

    onset: float = 0.5
    offset: float = 0.35
    pause: float = 0.6
    pad: float = 0.2
    shortest: float = 0.5
    longest: float = 15.0
    least_speech: float = 0.1


@dataclass(frozen=True, slots=True)
class FrameRange:
    """Speech from frame `first` up to, not including, frame `last`; the ends that are cuts in mid-speech get no pad."""

    first: int
    last: int
    cut_before: bool = False
    cut_after: bool = False


class Segmenter:
    """push(probabilities) gives the segments that ended; finish() the one still open.

    The result depends on the probabilities only, not on how they were divided over calls.
    """

    def __init__(self, settings: SegmenterSettings | None = None) -> None:
        self.settings = settings or SegmenterSettings()
        self._time = 0
        self._start: int | None = None
        self._speech_end = 0
        self._cut_before = False
        self._probabilities: list[float] = []

    @property
    def frames_seen(self) -> int:
        """Number of probabilities pushed."""
        return self._time

    @property
    def open_since(self) -> int | None:
        """First frame of the segment being heard, None in silence."""
        return self._start

    @property
    def open(self) -> FrameRange | None:
        """The segment being heard, as if it ended where speech was last heard; None in silence."""
        return None if self._start is None else FrameRange(self._start, self._speech_end, self._cut_before)

    @property
    def speech_end(self) -> int:
        """The frame after the last that was heard as speech; 0 before any."""
        return self._speech_end

    def push(self, probabilities: FloatArray) -> list[FrameRange]:
        """Segments that ended within these probabilities, float32 [n]."""
        return [found for value in probabilities for found in self._step(float(value))]

    def finish(self) -> list[FrameRange]:
        """The segment still open at the end of the sound."""
        return self._close(self._speech_end)

    def _step(self, probability: float) -> list[FrameRange]:
        self._time += 1
        if self._start is None:
            if probability >= self.settings.onset:
                self._open(self._time - 1, cut_before=False)
                self._hear(probability)
            return []
        self._hear(probability)
        if self._time - self._speech_end >= self.settings.pause / FRAME_SECONDS:
            return self._close(self._speech_end)
        if self._time - self._start >= self._most_frames():
            return self._cut()
        return []

    def _open(self, frame: int, cut_before: bool) -> None:
        self._start, self._cut_before, self._probabilities = frame, cut_before, []
        self._speech_end = frame

    def _hear(self, probability: float) -> None:
        self._probabilities.append(probability)
        if probability >= self.settings.offset:
            self._speech_end = self._time

    def _most_frames(self) -> int:
        return int((self.settings.longest - 2 * self.settings.pad) / FRAME_SECONDS)

    def _close(self, end: int) -> list[FrameRange]:
        start, cut_before = self._start, self._cut_before
        self._start, self._probabilities = None, []
        if start is None or (end - start) * FRAME_SECONDS < self.settings.least_speech:
            return []
        return [FrameRange(start, end, cut_before)]

    def _cut(self) -> list[FrameRange]:
        """Ends the segment at the least probable frame of its second half and goes on from there."""
        assert self._start is not None
        start, cut_before, heard = self._start, self._cut_before, self._probabilities
        half = len(heard) // 2
        smooth = np.convolve(heard, np.ones(5) / 5, mode="same")[half:-2]
        at = half + int(np.argmin(smooth))
        self._open(start + at, cut_before=True)
        self._probabilities = heard[at:]
        spoken = np.flatnonzero(np.asarray(self._probabilities) >= self.settings.offset)
        self._speech_end = start + at + (int(spoken[-1]) + 1 if len(spoken) else 0)
        return [FrameRange(start, start + at, cut_before, cut_after=True)]
