"""What is told of a voice while it is heard, by its sound alone: how it sounds, how high and how loud it is."""

from __future__ import annotations

import numpy as np

from mmemotion.audio.front_end import prepare
from mmemotion.features.frames import HOP, LOOKAHEAD
from mmemotion.messages import EstimatePreviewed, TracksAdvanced
from mmemotion.pipeline.judge import Judge
from mmemotion.pipeline.live.channel import LiveChannel
from mmemotion.pipeline.windows import SAMPLE_RATE
from mmemotion.protocols import AcousticEncoder, Fusion, Listener, VoiceTracker
from mmemotion.types import Modality, Span, Track

LISTENS = 4.0
"""Seconds of sound a preview is made of."""

SHORTEST = 0.5
"""Seconds of sound there must be for one."""

HISTORY = round(4.0 * SAMPLE_RATE / HOP)
"""Frames before the newest by which it is known how loud the voice is."""


class VoicePreview:
    """The acoustic evidence of the last seconds of a channel, against how its speaker usually sounds."""

    def __init__(self, job: str, acoustic: AcousticEncoder, fusion: Fusion, judge: Judge, tell: Listener) -> None:
        self._job, self._tell = job, tell
        self._acoustic = acoustic
        self._fusion = fusion
        self._judge = judge

    def tell(self, channel: LiveChannel) -> None:
        """Tells it, once there is enough sound."""
        end = channel.sound.end
        samples = channel.sound.read(end - round(LISTENS * SAMPLE_RATE), end)
        if len(samples) < SHORTEST * SAMPLE_RATE:
            return
        speech = prepare(samples)
        vectors = {Modality.ACOUSTIC: self._acoustic.encode(speech.levelled)}
        evidence = self._fusion.read(vectors, len(speech.sound) / SAMPLE_RATE)
        estimate = self._judge.preview(channel.channel, evidence)
        span = Span((end - len(samples)) / SAMPLE_RATE, end / SAMPLE_RATE)
        self._tell(EstimatePreviewed(self._job, channel.channel, span, estimate.probabilities))


class TrackFollower:
    """The tracks of one channel, stretch by stretch: each goes on where the last ended."""

    def __init__(self, job: str, channel: LiveChannel, tracker: VoiceTracker, tell: Listener) -> None:
        self._job = job
        self._channel = channel
        self._tracker = tracker
        self._tell = tell
        self._next: int | None = None

    def advance(self, ended: bool = False) -> None:
        """Tells the frames whose measures no later sound will change, or all of them when no more sound comes."""
        sound = self._channel.sound
        stop = sound.end // HOP - (0 if ended else LOOKAHEAD)
        if self._next is None:
            self._next = -(-sound.start // HOP)
        first = max(self._next, -(-sound.start // HOP))
        if stop <= first:
            return
        origin = max(-(-sound.start // HOP), first - HISTORY)
        samples = sound.read(origin * HOP, sound.end)
        tracks = self._tracker.track(samples, origin * HOP / SAMPLE_RATE, slice(first - origin, stop - origin))
        filled = tuple(_from(track, self._next, first) for track in tracks)
        self._next = stop
        self._tell(TracksAdvanced(self._job, self._channel.channel, filled))


def _from(track: Track, start: int, first: int) -> Track:
    """The track from frame start on, not defined before the first that was measured."""

    missing = np.full(first - start, np.nan, dtype=np.float32)
    return Track(track.name, track.unit, start * HOP / SAMPLE_RATE, track.hop, np.concatenate([missing, track.values]))
