"""Stretches of a recording, as the analysis heard them, cut while the file is read once from its beginning: what the
resampler gives depends on all that came before."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from mmemotion.audio.files import FileSource
from mmemotion.audio.front_end import SAMPLE_RATE
from mmemotion.audio.layout import ChannelMixer, Layout, LayoutProbe
from mmemotion.audio.resample import Resampler
from mmemotion.config import ChannelMode
from mmemotion.types import ChannelPlan, FloatArray, Segment, Waveform

Passage = tuple[int, FloatArray]
"""Number of a segment, and its samples [n], 16 kHz mono."""


def passages(path: Path, plan: ChannelPlan, segments: Sequence[Segment]) -> Iterator[Passage]:
    """Every segment once, as soon as it was read; fewer samples where the file ends. Raises InputError."""
    source = FileSource(path)
    lanes = [
        _Lane(_layout(source, plan, channel), source.media.sample_rate, _wanted(segments, plan, channel))
        for channel in sorted({_channel(one, plan) for one in segments})
    ]
    for chunk in source.chunks():
        for lane in lanes:
            yield from lane.push(chunk)
    for lane in lanes:
        yield from lane.finish()


def passage(path: Path, plan: ChannelPlan, segment: Segment) -> FloatArray:
    """The samples [n] of one segment, 16 kHz mono. Raises InputError."""
    return next(samples for _, samples in passages(path, plan, [segment]))


def _channel(segment: Segment, plan: ChannelPlan) -> int:
    return segment.channel if plan is ChannelPlan.SPLIT else 0


def _wanted(segments: Sequence[Segment], plan: ChannelPlan, channel: int) -> list[tuple[int, int, int]]:
    """First sample, the one after the last, and number of each segment of the channel, in order."""
    own = [(one.span, number) for number, one in enumerate(segments) if _channel(one, plan) == channel]
    return sorted((round(span.start * SAMPLE_RATE), round(span.end * SAMPLE_RATE), number) for span, number in own)


def _layout(source: FileSource, plan: ChannelPlan, channel: int) -> Layout:
    """Averaged channels are brought to one polarity, so the whole file is listened to first."""
    if plan is ChannelPlan.SPLIT:
        return Layout(plan, (min(channel, source.media.channel_count - 1),), (1.0,))
    if source.media.channel_count == 1:
        return Layout(plan, (0,), (1.0,))
    probe = LayoutProbe()
    for chunk in source.chunks():
        probe.push(chunk.samples, chunk.sample_rate)
    return probe.decide(ChannelMode.MIX)


class _Lane:
    """One speaker's sound as it comes; only what is still wanted of it is kept."""

    def __init__(self, layout: Layout, sample_rate: int, wanted: list[tuple[int, int, int]]) -> None:
        self._mixer = ChannelMixer(layout)
        self._resampler = Resampler(sample_rate, SAMPLE_RATE, 1)
        self._wanted = wanted
        self._kept = np.zeros(0, dtype=np.float32)
        self._first = 0

    def push(self, chunk: Waveform) -> Iterator[Passage]:
        """What is whole after the next chunk."""
        self._keep(self._resampler.push(self._mixer.apply(chunk.samples)))
        end = self._first + len(self._kept)
        begun = itertools.takewhile(lambda one: one[0] < end, self._wanted)
        yield from self._cut([one for one in begun if one[1] <= end])

    def finish(self) -> Iterator[Passage]:
        """The rest, as far as there is sound."""
        self._keep(self._resampler.finish())
        yield from self._cut(self._wanted)

    def _keep(self, samples: FloatArray) -> None:
        self._kept = np.concatenate([self._kept, samples[:, 0]])
        end = self._first + len(self._kept)
        start = min(max(self._wanted[0][0] if self._wanted else end, self._first), end)
        self._kept, self._first = self._kept[start - self._first :], start

    def _cut(self, ready: list[tuple[int, int, int]]) -> Iterator[Passage]:
        if ready:
            self._wanted = [one for one in self._wanted if one not in ready]
        for start, end, number in ready:
            yield number, self._kept[max(0, start - self._first) : max(0, end - self._first)].copy()
