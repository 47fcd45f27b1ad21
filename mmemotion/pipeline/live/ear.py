"""Listens to a recording while it is made: sound to channels, and to the segments that end on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mmemotion.audio.blocks import Blocks
from mmemotion.audio.layout import ChannelMixer
from mmemotion.audio.resample import Resampler
from mmemotion.pipeline.hearing import Spoken
from mmemotion.pipeline.intake import BLOCK
from mmemotion.pipeline.live.channel import LiveChannel
from mmemotion.pipeline.windows import SAMPLE_RATE
from mmemotion.types import FloatArray, Waveform


class Ear:
    """push(chunk) ... finish() give the segments that ended, each with its channel: the same that the lanes find."""

    def __init__(self, channels: Sequence[LiveChannel], mixer: ChannelMixer) -> None:
        self._channels = channels
        self._mixer = mixer
        self._resampler: Resampler | None = None
        self._blocks = Blocks(BLOCK)
        self.heard = 0.0
        """Seconds of the recording taken in."""

    def push(self, chunk: Waveform) -> list[tuple[LiveChannel, Spoken]]:
        """Takes the next sound in; the newest is in the channels' sound at once, before it fills a block."""
        if self._resampler is None:
            self._resampler = Resampler(chunk.sample_rate, SAMPLE_RATE, len(self._channels))
        found = self._take(self._resampler.push(self._mixer.apply(chunk.samples)))
        self.heard = chunk.span.end
        return found

    def finish(self) -> list[tuple[LiveChannel, Spoken]]:
        """The last segments."""
        if self._resampler is None:
            return []
        found = self._take(self._resampler.finish())
        rest = self._blocks.finish()
        tail = np.zeros((0, len(self._channels)), dtype=np.float32) if rest is None else rest
        for channel, samples in zip(self._channels, tail.T, strict=True):
            found += [(channel, spoken) for spoken in channel.hearing.finish(np.ascontiguousarray(samples))]
        return found

    def _take(self, samples: FloatArray) -> list[tuple[LiveChannel, Spoken]]:
        for channel, column in zip(self._channels, samples.T, strict=True):
            channel.sound.append(column)
        found = []
        for block in self._blocks.push(samples):
            for channel, column in zip(self._channels, block.T, strict=True):
                ended = channel.hearing.push(np.ascontiguousarray(column))
                found += [(channel, spoken) for spoken in ended]
        return found
