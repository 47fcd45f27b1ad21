"""One channel while it is recorded: what is said on it, and the sound to recognise it by."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from mmemotion.pipeline.hearing import FRAME, Hearing, Spoken
from mmemotion.pipeline.live.agreement import LocalAgreement
from mmemotion.pipeline.live.recent_sound import RecentSound
from mmemotion.pipeline.measured import Measured
from mmemotion.pipeline.segmenter import FrameRange, Segmenter
from mmemotion.pipeline.windows import BRIDGE, SAMPLE_RATE, Window, WindowPacker
from mmemotion.protocols import VoiceActivityDetector
from mmemotion.types import Segment, Span

CONTEXT = 10.0
"""Seconds of sound read at once at most, where segments before the newest tell something of its words."""


class LiveChannel:
    """push() is for the thread that listens; all else for the one that recognises, which owns what is not hearing."""

    def __init__(self, channel: int, detector: VoiceActivityDetector) -> None:
        self.channel = channel
        self.hearing = Hearing(channel, detector, Segmenter())
        self.sound = RecentSound()
        self.agreement = LocalAgreement()
        self.followed: float | None = None
        """Start (s) of the speech whose words were told while it went on."""
        self.read_until = 0.0
        """Where the sound ended (s) whose words were recognised last."""
        self.guess: tuple[FrameRange, Measured] | None = None
        """What was made of speech that has paused, in case nothing more is said."""
        self._before: deque[Spoken] = deque(maxlen=16)

    def window(self, spoken: Spoken) -> Window:
        """The sound of a segment, behind segments said shortly before it."""
        packer = WindowPacker(self.channel, self.sound)
        for one in (*reversed(list(self._context(spoken))), spoken):
            packer.add(one.segment, one.reach)
        return packer.finish()[0]

    def keep(self, spoken: Spoken) -> None:
        """The segment is dealt with, and is context from now on."""
        self._before.append(spoken)
        self.agreement, self.followed, self.guess = LocalAgreement(), None, None

    def until_now(self, spoken: Spoken) -> Spoken:
        """Speech that goes on, up to the newest sound."""
        end = self.sound.end / SAMPLE_RATE
        start, reach = spoken.segment.span.start, spoken.reach.start
        frames = FrameRange(spoken.frames.first, self.sound.end // FRAME, spoken.frames.cut_before, cut_after=True)
        return Spoken(frames, Segment(Span(start, end), self.channel), Span(reach, end))

    def _context(self, spoken: Spoken) -> Iterator[Spoken]:
        """The segments before it that there is room for, the latest first."""
        seconds = spoken.reach.duration
        for one in reversed(self._before):
            seconds += one.reach.duration + BRIDGE
            if seconds > CONTEXT or one.reach.start * SAMPLE_RATE < self.sound.start:
                return
            yield one
