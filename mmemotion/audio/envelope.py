"""The waveform as it is drawn."""

from __future__ import annotations

import numpy as np

from mmemotion.audio.blocks import Blocks
from mmemotion.types import Envelope, FloatArray


class EnvelopeMeter:
    """Minimum and maximum of each channel per hop (s), in a stream; the same however the sound is cut.

    A hop is rounded to whole samples: `hop` of the envelopes is the true one.
    """

    def __init__(self, channels: int, sample_rate: int, hop: float = 0.02) -> None:
        size = max(1, round(hop * sample_rate))
        self._channels = channels
        self._hop = size / sample_rate
        self._blocks = Blocks(size)
        self._count = 0

    @property
    def hop(self) -> float:
        """Seconds of one pair."""
        return self._hop

    def push(self, samples: FloatArray) -> Envelope | None:
        """The hops that are now complete, or None; samples [n, channel]."""
        return self._envelope(self._blocks.push(samples))

    def finish(self) -> Envelope | None:
        """The last hop, shorter than the others, or None."""
        rest = self._blocks.finish()
        return None if rest is None else self._envelope([rest])

    def _envelope(self, blocks: list[FloatArray]) -> Envelope | None:
        if not blocks:
            return None
        start, self._count = self._count * self._hop, self._count + len(blocks)
        hops = np.ascontiguousarray(np.moveaxis(np.stack(blocks), 1, -1))  # many times faster along the last axis
        return Envelope(start, self._hop, hops.min(axis=-1), hops.max(axis=-1))
