"""One channel on its way from sound to windows: hearing, packing."""

from __future__ import annotations

import math

from mmemotion.pipeline.hearing import FRAME, REACH, Hearing, Spoken
from mmemotion.pipeline.segmenter import Segmenter
from mmemotion.pipeline.windows import BRIDGE, SAMPLE_RATE, SampleBuffer, Window, WindowPacker
from mmemotion.protocols import VoiceActivityDetector
from mmemotion.types import FloatArray

MOST_PATIENCE = 120.0
"""Seconds after which a window is closed though it is not full: whoever says little keeps nobody waiting for long."""


class Lane:
    """push(samples) and finish() give windows ready for analysis; all times count from the start of the recording."""

    def __init__(self, channel: int, detector: VoiceActivityDetector, segmenter: Segmenter) -> None:
        self.channel = channel
        self._hearing = Hearing(channel, detector, segmenter)
        self._sound = SampleBuffer()
        self._packer = WindowPacker(channel, self._sound)
        self._finished = False

    @property
    def speech_waiting(self) -> float:
        """Seconds of speech whose window is not closed yet, with what is being said now."""
        return sum(s.span.duration for s in self._packer.open_segments) + self._hearing.speech_open

    @property
    def open_since(self) -> float:
        """No segment of a window still to come starts before this (s); infinite when none comes any more."""
        if self._finished:
            return math.inf
        if self._packer.open_segments:
            return self._packer.open_segments[0].span.start
        return self._hearing.open_since

    def push(self, samples: FloatArray) -> list[Window]:
        """Windows closed by samples float32 [n] at 16 kHz, n a multiple of 512."""
        self._sound.append(samples)
        windows = [window for spoken in self._hearing.push(samples) for window in self._add(spoken)]
        if self._overdue():
            windows += self._packer.finish()
        self._forget()
        return windows

    def finish(self, tail: FloatArray) -> list[Window]:
        """The last windows; tail float32 [n] is what did not fill a frame."""
        self._sound.append(tail)
        found = self._hearing.finish(tail)
        self._finished = True
        return [window for spoken in found for window in self._add(spoken)] + self._packer.finish()

    def _overdue(self) -> bool:
        waiting = self._packer.open_segments
        return bool(waiting) and self._hearing.heard - waiting[0].span.start > MOST_PATIENCE

    def _add(self, spoken: Spoken) -> list[Window]:
        return self._packer.add(spoken.segment, spoken.reach)

    def _forget(self) -> None:
        surroundings = REACH + round(BRIDGE * SAMPLE_RATE) + self._hearing.shortest
        self._sound.forget(self._hearing.speech_from * FRAME - surroundings)
