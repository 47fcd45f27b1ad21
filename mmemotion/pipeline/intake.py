"""From chunks of any size and rate to windows of speech, whichever lane they are of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mmemotion.audio.blocks import Blocks
from mmemotion.audio.layout import ChannelMixer
from mmemotion.audio.resample import Resampler
from mmemotion.pipeline.lane import Lane
from mmemotion.pipeline.order import Place
from mmemotion.pipeline.windows import SAMPLE_RATE, Window
from mmemotion.types import FloatArray, Waveform

BLOCK = 512
"""Samples worked on at once: 32 ms at 16 kHz. Blocks are cut anew, so the cutting of the input leaves no trace."""


class Intake:
    """push(chunk) ... finish() give windows ready for analysis, in order within each lane."""

    def __init__(self, lanes: Sequence[Lane], mixer: ChannelMixer) -> None:
        self._lanes = tuple(lanes)
        self._mixer = mixer
        self._resampler: Resampler | None = None
        self._blocks = Blocks(BLOCK)
        self.heard = 0.0
        """Seconds of the recording taken in."""

    @property
    def speech_waiting(self) -> float:
        """Seconds of speech that are in no window yet."""
        return sum(lane.speech_waiting for lane in self._lanes)

    @property
    def open_since(self) -> Place:
        """No segment of the windows still to come stands before this."""
        return min((lane.open_since, lane.channel) for lane in self._lanes)

    def push(self, chunk: Waveform) -> Iterator[Window]:
        """Windows that close with this sound; to be exhausted."""
        if self._resampler is None:
            self._resampler = Resampler(chunk.sample_rate, SAMPLE_RATE, len(self._lanes))
        self.heard = chunk.span.end
        return self._cut(self._resampler.push(self._mixer.apply(chunk.samples)))

    def finish(self) -> Iterator[Window]:
        """The last windows; to be exhausted."""
        if self._resampler is None:
            return
        yield from self._cut(self._resampler.finish())
        rest = self._blocks.finish()
        tail = np.zeros((0, len(self._lanes)), dtype=np.float32) if rest is None else rest
        for index, lane in enumerate(self._lanes):
            yield from lane.finish(_column(tail, index))

    def _cut(self, samples: FloatArray) -> Iterator[Window]:
        for block in self._blocks.push(samples):
            for index, lane in enumerate(self._lanes):
                yield from lane.push(_column(block, index))


def _column(block: FloatArray, lane: int) -> FloatArray:
    return np.ascontiguousarray(block[:, lane])
