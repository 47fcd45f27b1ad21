"""The waveform as the window keeps it: minima and maxima, growing while the file is read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mmemotion.types import Envelope, FloatArray


def _no_peaks() -> FloatArray:
    return np.zeros((0, 0, 2), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """Minima and maxima, one pair per hop seconds: buffer float32 [capacity, channel, 2], of which length are filled.

    loudest is the largest magnitude of all channels.

    Appending fills the buffer in place while there is room, so older values share it and see only their own length:
    three hours of waveform arrive without ever being copied as a whole for each new stretch.
    """

    hop: float = 0.02
    length: int = 0
    buffer: FloatArray = field(default_factory=_no_peaks)
    loudest: float = 0.0

    @property
    def channel_count(self) -> int:
        """Number of channels; 0 before the first stretch."""
        return int(self.buffer.shape[1])

    @property
    def duration(self) -> float:
        """Seconds covered."""
        return self.length * self.hop

    def append(self, envelope: Envelope) -> Peaks:
        """These peaks with the envelope behind them; a gap before its start is silence."""
        start = max(self.length, round(envelope.start / envelope.hop))
        end = start + len(envelope.minima)
        buffer = self._room(end, envelope.minima.shape[1])
        buffer[start:end, :, 0] = envelope.minima
        buffer[start:end, :, 1] = envelope.maxima
        loudest = float(np.abs(buffer[start:end]).max(initial=self.loudest))
        return Peaks(envelope.hop, end, buffer, loudest)

    def mixed(self) -> Peaks:
        """All channels in one row: the lowest minimum and the highest maximum."""
        filled = self.buffer[: self.length]
        mixed = np.stack([filled[:, :, 0].min(axis=1), filled[:, :, 1].max(axis=1)], axis=-1)
        return Peaks(self.hop, self.length, mixed[:, np.newaxis, :], self.loudest)

    def columns(self, channel: int, start: float, end: float, count: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Times (s), minima and maxima of at most count columns between start and end (s), for drawing."""
        first = max(0, int(start / self.hop))
        last = min(self.length, int(end / self.hop) + 2)
        if last <= first or channel >= self.channel_count:
            empty = np.zeros(0, dtype=np.float32)
            return empty, empty, empty
        step = max(1, (last - first) // max(1, count))
        first -= first % step
        edges = np.arange(first, last, step) - first
        shown = self.buffer[first:last, channel]
        times = ((edges + first) * self.hop).astype(np.float32)
        return times, np.minimum.reduceat(shown[:, 0], edges), np.maximum.reduceat(shown[:, 1], edges)

    def _room(self, end: int, channels: int) -> FloatArray:
        if end <= len(self.buffer) and channels == self.channel_count:
            return self.buffer
        larger = np.zeros((max(2 * len(self.buffer), end, 1024), channels, 2), dtype=np.float32)
        shared = min(channels, self.channel_count)
        larger[: self.length, :shared] = self.buffer[: self.length, :shared]
        return larger
