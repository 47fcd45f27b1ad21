"""WAV files that are whole at every moment while they grow, and marks in them (RIFF: Microsoft and IBM, 1991)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mmemotion.types import Gap

HEADER = 44
"""Bytes before the samples in the files we write."""

SAMPLE_BYTES = 2
LARGEST = 0xFFFFFFFF
"""What a size says that is too large for its 32 bits: readers then take all there is."""

_PCM = 1


@dataclass(frozen=True, slots=True)
class WavFormat:
    """16-bit samples at sample_rate (Hz) in so many channels, interleaved."""

    sample_rate: int
    channel_count: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of one sample of every channel."""
        return SAMPLE_BYTES * self.channel_count


def header(form: WavFormat, data_bytes: int, more_bytes: int = 0) -> bytes:
    """The first HEADER bytes of a file with so many bytes of samples and, after them, so many of other chunks."""
    riff = min(LARGEST, HEADER - 8 + data_bytes + more_bytes)
    rate, frame = form.sample_rate, form.frame_bytes
    sound = struct.pack("<HHIIHH", _PCM, form.channel_count, rate, rate * frame, frame, 8 * SAMPLE_BYTES)
    data = b"data" + struct.pack("<I", min(LARGEST, data_bytes))
    return b"RIFF" + struct.pack("<I", riff) + b"WAVEfmt " + struct.pack("<I", len(sound)) + sound + data


def read_header(stream: BinaryIO) -> WavFormat | None:
    """The format of a file that we wrote; None when the file is of another kind or too short to tell."""
    stream.seek(0)
    first = stream.read(HEADER)
    if len(first) < HEADER or first[:4] != b"RIFF" or first[8:16] != b"WAVEfmt " or first[36:40] != b"data":
        return None
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", first[20:36])
    return WavFormat(rate, channels) if (kind, bits) == (_PCM, 8 * SAMPLE_BYTES) and channels and rate else None


def marks(gaps: Sequence[Gap], sample_rate: int) -> bytes:
    """Cue points, with labels that say what is missing there, for the end of a file; empty without gaps."""
    if not gaps:
        return b""
    points = b"".join(_cue(number, round(gap.at * sample_rate)) for number, gap in enumerate(gaps, 1))
    labels = b"".join(_label(number, gap) for number, gap in enumerate(gaps, 1))
    return _chunk(b"cue ", struct.pack("<I", len(gaps)) + points) + _chunk(b"LIST", b"adtl" + labels)


def read_gaps(path: Path) -> tuple[Gap, ...]:
    """The gaps marked in a file that marks() wrote; none in other files."""
    try:
        with path.open("rb") as stream:
            form = read_header(stream)
            return _gaps(dict(_chunks(stream)), form.sample_rate) if form is not None else ()
    except (OSError, struct.error, ValueError):
        return ()


def _gaps(chunks: dict[bytes, bytes], sample_rate: int) -> tuple[Gap, ...]:
    cue, labels = chunks.get(b"cue ", b""), chunks.get(b"LIST", b"")
    places = {number: at for number, at, *_ in struct.iter_unpack("<IIIIII", cue[4:])}
    found, rest = [], labels[4:]
    while len(rest) >= 12:
        size, number = struct.unpack("<4xII", rest[:12])
        seconds, _, reason = rest[12 : 8 + size].rstrip(b"\0").decode(errors="replace").partition(" s missing: ")
        found.append(Gap(places[number] / sample_rate, float(seconds), reason))
        rest = rest[8 + size + size % 2 :]
    return tuple(found)


def _chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of the chunks after the samples."""
    stream.seek(HEADER - 4)
    (size,) = struct.unpack("<I", stream.read(4))
    stream.seek(size + size % 2, 1)
    while len(head := stream.read(8)) == 8:
        name, size = struct.unpack("<4sI", head)
        yield name, stream.read(size + size % 2)[:size]


def _cue(number: int, at: int) -> bytes:
    return struct.pack("<II4sIII", number, at, b"data", 0, 0, at)


def _label(number: int, gap: Gap) -> bytes:
    text = f"{gap.seconds:.3f} s missing: {gap.reason}".encode() + b"\0"
    return _chunk(b"labl", struct.pack("<I", number) + text)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
