"""The waveform as the window keeps it: minima and maxima, growing while the file is read, or in a file by levels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from mmemotion.pyramid import FACTOR, STEPS, Pyramid, read_pyramid
from mmemotion.types import Envelope, FloatArray

Edges = npt.NDArray[np.float64]
"""[n + 1]: where columns begin and end, s."""


FINE = 0.002
"""Seconds."""


class Outline(Protocol):
    """A waveform that can be drawn."""

    @property
    def loudest(self) -> float:
        """The largest magnitude of all channels."""
        ...

    @property
    def channel_count(self) -> int:
        """Number of rows to draw; 0 before there is sound."""
        ...

    @property
    def duration(self) -> float:
        """Seconds covered."""
        ...

    def mixed(self) -> Outline:
        """All channels in one row: the lowest minimum and the highest maximum."""
        ...

    def bars(self, channel: int, edges: Edges) -> tuple[FloatArray, FloatArray]:
        """Minimum and maximum of each column; NaN where there is no sound."""
        ...


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

    def bars(self, channel: int, edges: Edges) -> tuple[FloatArray, FloatArray]:
        """Minimum and maximum of each column; NaN where there is no sound."""
        if channel >= self.channel_count:
            return _bars(np.zeros((0, 1, 2), dtype=np.float32), self.hop, edges)
        return _bars(self.buffer[: self.length, channel : channel + 1], self.hop, edges)

    def _room(self, end: int, channels: int) -> FloatArray:
        if end <= len(self.buffer) and channels == self.channel_count:
            return self.buffer
        larger = np.zeros((max(2 * len(self.buffer), end, 1024), channels, 2), dtype=np.float32)
        shared = min(channels, self.channel_count)
        larger[: self.length, :shared] = self.buffer[: self.length, :shared]
        return larger


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPeaks:
    """A whole waveform that lies in a file; together: all channels are one."""

    pyramid: Pyramid
    together: bool = False

    @classmethod
    def read(cls, path: str) -> DrawnPeaks:
        """Maps the file. Raises OSError, or ValueError when it is damaged."""
        return cls(read_pyramid(Path(path)))

    @property
    def is_fine(self) -> bool:
        """False when there may be a finer one, drawn from the sound."""
        return self.pyramid.hop < FINE

    @property
    def loudest(self) -> float:
        """The largest magnitude of all channels."""
        return self.pyramid.loudest

    @property
    def channel_count(self) -> int:
        """Number of rows to draw."""
        return 1 if self.together else self.pyramid.channel_count

    @property
    def duration(self) -> float:
        """Seconds covered."""
        return len(self.pyramid.levels[0]) * self.pyramid.hop

    def mixed(self) -> DrawnPeaks:
        """All channels in one row."""
        return replace(self, together=True)

    def bars(self, channel: int, edges: Edges) -> tuple[FloatArray, FloatArray]:
        """Minimum and maximum of each column; NaN where there is no sound."""
        width = float(edges[1] - edges[0]) / self.pyramid.hop
        level = min(max(0, int(np.log(max(width, 1.0)) / np.log(FACTOR))), len(self.pyramid.levels) - 1)
        pairs = self.pyramid.levels[level]
        wanted = slice(None) if self.together else slice(channel, channel + 1)
        low, high = _bars(pairs[:, wanted], self.pyramid.hop * FACTOR**level, edges)
        return low / np.float32(STEPS), high / np.float32(STEPS)


def _bars(pairs: npt.NDArray[np.generic], hop: float, edges: Edges) -> tuple[FloatArray, FloatArray]:
    """pairs [row, channel, 2], one row every hop seconds; only the rows between the edges are looked at."""
    low, high = np.full((2, len(edges) - 1), np.nan, dtype=np.float32)
    rows = np.floor(edges / hop + 1e-6).astype(np.int64)
    inside = np.flatnonzero((rows[:-1] >= 0) & (rows[:-1] < len(pairs)))
    if len(inside) and pairs.shape[1]:
        first, last = rows[inside[0]], max(rows[inside[-1]] + 1, min(rows[inside[-1] + 1], len(pairs)))
        seen = pairs[first:last].astype(np.float32)
        starts = rows[inside] - first
        low[inside] = np.minimum.reduceat(seen[:, :, 0].min(axis=1), starts)
        high[inside] = np.maximum.reduceat(seen[:, :, 1].max(axis=1), starts)
    return low, high
