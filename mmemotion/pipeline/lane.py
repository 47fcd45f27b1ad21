"""One channel on its way from sound to windows: voice activity, segments, packing."""

from __future__ import annotations

import math

import numpy as np

from mmemotion.pipeline.segmenter import FrameRange, Segmenter
from mmemotion.pipeline.windows import BRIDGE, SAMPLE_RATE, SampleBuffer, Window, WindowPacker
from mmemotion.protocols import VoiceActivityDetector
from mmemotion.types import FloatArray, Segment, Span

FRAME = 512
"""Samples per speech probability."""

_REACH = round(0.4 * SAMPLE_RATE)
"""Samples of surroundings a recogniser gets on both sides of speech."""

MOST_PATIENCE = 120.0
"""Seconds after which a window is closed though it is not full: whoever says little keeps nobody waiting for long."""


class Lane:
    """push(samples) and finish() give windows ready for analysis; all times count from the start of the recording."""

    def __init__(self, channel: int, detector: VoiceActivityDetector, segmenter: Segmenter) -> None:
        self.channel = channel
        self._detector = detector
        self._segmenter = segmenter
        self._sound = SampleBuffer()
        self._packer = WindowPacker(channel, self._sound)
        self._pad = round(segmenter.settings.pad * SAMPLE_RATE)
        self._shortest = round(segmenter.settings.shortest * SAMPLE_RATE)
        self._finished = False

    @property
    def speech_waiting(self) -> float:
        """Seconds of speech whose window is not closed yet, with what is being said now."""
        now = self._segmenter.frames_seen - self._speech_from
        return sum(s.span.duration for s in self._packer.open_segments) + now * FRAME / SAMPLE_RATE

    @property
    def open_since(self) -> float:
        """No segment of a window still to come starts before this (s); infinite when none comes any more."""
        if self._finished:
            return math.inf
        if self._packer.open_segments:
            return self._packer.open_segments[0].span.start
        return max(0, self._speech_from * FRAME - self._pad - self._shortest // 2) / SAMPLE_RATE

    def push(self, samples: FloatArray) -> list[Window]:
        """Windows closed by samples float32 [n] at 16 kHz, n a multiple of 512."""
        self._sound.append(samples)
        found = self._segmenter.push(self._detector.speech_probability(samples))
        windows = [window for frames in found for window in self._add(frames)]
        if self._overdue():
            windows += self._packer.finish()
        self._forget()
        return windows

    def finish(self, tail: FloatArray) -> list[Window]:
        """The last windows; tail float32 [n] is what did not fill a frame."""
        padded = np.concatenate([tail, np.zeros(-len(tail) % FRAME, dtype=np.float32)])
        self._sound.append(tail)
        found = self._segmenter.push(self._detector.speech_probability(padded)) + self._segmenter.finish()
        self._finished = True
        return [window for frames in found for window in self._add(frames)] + self._packer.finish()

    @property
    def _speech_from(self) -> int:
        """First frame of the speech being heard; in silence the next frame, where it may begin."""
        since = self._segmenter.open_since
        return self._segmenter.frames_seen if since is None else since

    def _overdue(self) -> bool:
        waiting = self._packer.open_segments
        heard = self._segmenter.frames_seen * FRAME / SAMPLE_RATE
        return bool(waiting) and heard - waiting[0].span.start > MOST_PATIENCE

    def _add(self, frames: FrameRange) -> list[Window]:
        segment = Segment(self._padded(frames, self._pad), self.channel)
        return self._packer.add(segment, self._padded(frames, _REACH))

    def _padded(self, frames: FrameRange, pad: int) -> Span:
        start = frames.first * FRAME - (0 if frames.cut_before else pad)
        end = frames.last * FRAME + (0 if frames.cut_after else pad)
        lacking = max(0, self._shortest - (end - start))
        start = max(0, start - lacking // 2)
        end = min(self._sound.end, max(end, start + self._shortest))
        return Span(start / SAMPLE_RATE, end / SAMPLE_RATE)

    def _forget(self) -> None:
        self._sound.forget(self._speech_from * FRAME - _REACH - round(BRIDGE * SAMPLE_RATE) - self._shortest)
