"""The sound of a line in the format of a file, which may have been begun with another line."""

from __future__ import annotations

import numpy as np

from mmemotion.audio.pcm import as_float, with_channels
from mmemotion.audio.resample import Resampler
from mmemotion.audio.wav import WavFormat
from mmemotion.types import FloatArray, Pcm


class LineFormat:
    """push() samples of a line at its own rate (Hz) and channels, finish() it: samples as the file wants them."""

    def __init__(self, sample_rate: int, channel_count: int, wanted: WavFormat) -> None:
        self._wanted = wanted
        self._same = (sample_rate, channel_count) == (wanted.sample_rate, wanted.channel_count)
        self._resampler = Resampler(sample_rate, wanted.sample_rate, wanted.channel_count)

    def push(self, samples: Pcm) -> Pcm:
        """What is ready, int16 [m, channel], after samples int16 [n, channel]; m may be 0."""
        if self._same:
            return samples
        return _as_pcm(self._resampler.push(with_channels(as_float(samples), self._wanted.channel_count)))

    def finish(self) -> Pcm:
        """The rest."""
        return _as_pcm(self._resampler.finish())


def _as_pcm(samples: FloatArray) -> Pcm:
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
