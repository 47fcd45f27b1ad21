"""The waveform at every zoom: minima and maxima in levels, in one file that is read where it lies.

The file is MAGIC, channels (uint32), hop (float64, s) and the rows of the finest level (uint64), little-endian; then
the levels, the finest first: int16 [row, channel, 2] in steps of 1 / STEPS, a row for FACTOR of those before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mmemotion.types import Envelope

Pairs = npt.NDArray[np.int16]
"""[row, channel, 2]: minimum and maximum."""

FACTOR = 8
STEPS = 32768
SMALLEST = 1024
"""Rows of which no further level is made."""

MAGIC = b"mmewave1"
_HEAD = struct.Struct("<8sIdQ")
_NUMBER = np.dtype("<i2")


@dataclass(frozen=True, slots=True, eq=False)
class Pyramid:
    """levels, the finest first, which has a row every hop seconds; loudest is the largest magnitude in [0, 1]."""

    hop: float
    levels: tuple[Pairs, ...]
    loudest: float

    @property
    def channel_count(self) -> int:
        """Number of channels."""
        return int(self.levels[0].shape[1])


def write_pyramid(path: Path, channels: int, hop: float, pieces: Iterable[Envelope]) -> None:
    """Writes envelopes of this hop (s), one behind the other; a gap between them is silence. Raises OSError.

    Memory does not grow with the recording.
    """
    count = 0
    with path.open("wb") as file:
        file.write(bytes(_HEAD.size))
        for piece in pieces:
            silent = max(0, round(piece.start / hop) - count)
            file.write(bytes(silent * channels * 2 * _NUMBER.itemsize))
            file.write(_pairs(piece).tobytes())
            count += silent + len(piece.minima)
        file.flush()
        if count:
            for level in _upper_levels(_mapped(path, _HEAD.size, (count, channels))):
                file.write(level.tobytes())
        file.seek(0)
        file.write(_HEAD.pack(MAGIC, channels, hop, count))


def read_pyramid(path: Path) -> Pyramid:
    """What write_pyramid wrote, mapped, not read. Raises OSError, or ValueError when it is damaged."""
    with path.open("rb") as file:
        head, size = file.read(_HEAD.size), file.seek(0, 2)
    if len(head) < _HEAD.size:
        raise ValueError("cut short")
    magic, channels, hop, count = _HEAD.unpack(head)
    counts = list(_counts(count))
    row = channels * 2 * _NUMBER.itemsize
    if magic != MAGIC or not (channels and count and hop > 0) or size != _HEAD.size + row * sum(counts):
        raise ValueError("not a waveform, or cut short")
    starts = [_HEAD.size + row * sum(counts[:level]) for level in range(len(counts))]
    levels = tuple(_mapped(path, at, (rows, channels)) for at, rows in zip(starts, counts, strict=True))
    return Pyramid(hop, levels, float(np.abs(levels[-1].astype(np.float32)).max()) / STEPS)


def _counts(count: int) -> Iterator[int]:
    """Rows of the levels."""
    yield count
    while count > SMALLEST:
        count = -(-count // FACTOR)
        yield count


def _upper_levels(level: Pairs) -> Iterator[Pairs]:
    for _ in list(_counts(len(level)))[1:]:
        edges = np.arange(0, len(level), FACTOR)
        ends = np.minimum.reduceat(level[:, :, 0], edges), np.maximum.reduceat(level[:, :, 1], edges)
        level = np.stack(ends, axis=-1)
        yield level


def _mapped(path: Path, at: int, shape: tuple[int, int]) -> Pairs:
    return np.memmap(path, _NUMBER, "r", at, (*shape, 2)).view(np.ndarray)


def _pairs(piece: Envelope) -> Pairs:
    pairs = np.stack([piece.minima, piece.maxima], axis=-1)
    return np.clip(np.round(pairs * STEPS), -STEPS, STEPS - 1).astype(_NUMBER)
