"""One channel on its way from sound to segments: voice activity, and where in the recording speech lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mmemotion.pipeline.segmenter import FrameRange, Segmenter
from mmemotion.pipeline.windows import SAMPLE_RATE
from mmemotion.protocols import VoiceActivityDetector
from mmemotion.types import FloatArray, Segment, Span

FRAME = 512
"""Samples per speech probability."""

REACH = round(0.4 * SAMPLE_RATE)
"""Samples of surroundings a recogniser gets on both sides of speech."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Frames of speech, the segment made of them, and the sound to be read with it: reach, which includes it."""

    frames: FrameRange
    segment: Segment
    reach: Span


class Hearing:
    """push(samples) and finish() give the segments that ended; all times count from the start of the recording."""

    def __init__(self, channel: int, detector: VoiceActivityDetector, segmenter: Segmenter) -> None:
        self.channel = channel
        self._detector = detector
        self._segmenter = segmenter
        self._pad = round(segmenter.settings.pad * SAMPLE_RATE)
        self.shortest = round(segmenter.settings.shortest * SAMPLE_RATE)
        """Samples a segment has at least."""
        self._end = 0

    @property
    def heard(self) -> float:
        """Seconds listened to."""
        return self._segmenter.frames_seen * FRAME / SAMPLE_RATE

    @property
    def speech_from(self) -> int:
        """First frame of the speech being heard; in silence the next frame, where it may begin."""
        since = self._segmenter.open_since
        return self._segmenter.frames_seen if since is None else since

    @property
    def open_since(self) -> float:
        """No segment still to come starts before this (s)."""
        return max(0, self.speech_from * FRAME - self._pad - self.shortest // 2) / SAMPLE_RATE

    @property
    def speech_open(self) -> float:
        """Seconds for which the speech being heard has lasted."""
        return (self._segmenter.frames_seen - self.speech_from) * FRAME / SAMPLE_RATE

    @property
    def silence(self) -> float:
        """Seconds since speech was last heard; infinite before the first."""
        end = self._segmenter.speech_end
        return (self._segmenter.frames_seen - end) * FRAME / SAMPLE_RATE if end else math.inf

    @property
    def open(self) -> Spoken | None:
        """What is being said, as if it had ended when speech was last heard."""
        frames = self._segmenter.open
        return None if frames is None else self._spoken(frames)

    def push(self, samples: FloatArray) -> list[Spoken]:
        """Segments that ended within samples float32 [n] at 16 kHz, n a multiple of 512."""
        self._end += len(samples)
        return [self._spoken(frames) for frames in self._segmenter.push(self._detector.speech_probability(samples))]

    def finish(self, tail: FloatArray) -> list[Spoken]:
        """The last segments; tail float32 [n] is what did not fill a frame."""
        padded = np.concatenate([tail, np.zeros(-len(tail) % FRAME, dtype=np.float32)])
        self._end += len(tail)
        found = self._segmenter.push(self._detector.speech_probability(padded)) + self._segmenter.finish()
        return [self._spoken(frames) for frames in found]

    def _spoken(self, frames: FrameRange) -> Spoken:
        segment = Segment(self._padded(frames, self._pad), self.channel)
        return Spoken(frames, segment, self._padded(frames, REACH))

    def _padded(self, frames: FrameRange, pad: int) -> Span:
        start = frames.first * FRAME - (0 if frames.cut_before else pad)
        end = frames.last * FRAME + (0 if frames.cut_after else pad)
        lacking = max(0, self.shortest - (end - start))
        start = max(0, start - lacking // 2)
        end = min(self._end, max(end, start + self.shortest))
        return Span(start / SAMPLE_RATE, end / SAMPLE_RATE)
