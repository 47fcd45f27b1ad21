"""Signs in the bytes of a file that its end is missing, where the decoder does not tell."""

from __future__ import annotations

from pathlib import Path

HEAD = 4096
PAGE = 65536  # bytes: an Ogg page is never longer (RFC 3533)
UNKNOWN_SIZE = (
    0x7FFFF000  # about this and above, or 0, is what a writer puts that could not go back to fill in the size
)
END_OF_STREAM = 0x04
ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
ASF_FILE_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")  # the size of the file is at byte 40 of it


def present_share(path: Path) -> float:
    """The share of the file's bytes that are there, by the size in a RIFF (wav, avi), FORM (aiff) or ASF (wma) header.

    1 for any other file.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    declared = _declared_size(head)
    return 1.0 if declared == 0 else min(1.0, path.stat().st_size / declared)


def _declared_size(head: bytes) -> int:
    """Bytes of the whole file; 0 where the header does not tell."""
    size = head[4:8]
    if len(size) == 4 and head[:4] in (b"RIFF", b"FORM"):
        count = int.from_bytes(size, "little" if head[:4] == b"RIFF" else "big")
        return count + 8 if 0 < count < UNKNOWN_SIZE else 0
    at = head.find(ASF_FILE_PROPERTIES)
    return int.from_bytes(head[at + 40 : at + 48], "little") if head.startswith(ASF_HEADER) and at > 0 else 0


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
