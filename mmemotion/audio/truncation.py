"""Signs in the bytes of a file that its end is missing, where the decoder does not tell."""

from __future__ import annotations

import struct
from pathlib import Path

PAGE = 65536  # bytes: an Ogg page is never longer (RFC 3533)
UNKNOWN_SIZES = (0, 0xFFFFFFFF, 0x7FFFFFFF)  # what a writer puts that could not go back to fill in the size
END_OF_STREAM = 0x04


def present_share(path: Path) -> float:
    """The share of the file's bytes that are there, by the size in a RIFF (wav, avi) or FORM (aiff) header; else 1."""
    with path.open("rb") as file:
        head = file.read(8)
    order = {b"RIFF": "<", b"FORM": ">"}.get(head[:4])
    if order is None or len(head) < 8:
        return 1.0
    (size,) = struct.unpack(order + "I", head[4:])
    return 1.0 if size in UNKNOWN_SIZES else min(1.0, path.stat().st_size / (size + 8))


def ogg_ends_early(path: Path) -> bool:
    """True for an Ogg file whose last page is cut or does not end its stream (RFC 3533, section 6)."""
    with path.open("rb") as file:
        if file.read(4) != b"OggS":
            return False
        file.seek(max(0, path.stat().st_size - 2 * PAGE))
        tail = file.read()
    page = tail[max(0, tail.rfind(b"OggS")) :]
    if len(page) < 27 or len(page) < 27 + page[26]:
        return True
    length = 27 + page[26] + sum(page[27 : 27 + page[26]])
    return len(page) < length or not page[5] & END_OF_STREAM


def is_mp4(path: Path) -> bool:
    """True when the file begins as MP4 does; one that cannot be opened has usually lost its index, kept at the end."""
    with path.open("rb") as file:
        return file.read(8)[4:] == b"ftyp"
