"""One recording of the library as one file: a zip with its results, its waveform and its media."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from mmemotion.config import Talk
from mmemotion.errors import LibraryError
from mmemotion.store.blobs import LARGEST

FORMAT = 1
"""Grows when an older program could misread a newer file."""

ABOUT, RESULT, WAVEFORM, MEDIA = "about.json", "result.msgpack.zlib", "waveform.msgpack.zlib", "media"
CORRECTIONS = "corrections.msgpack.zlib"
LARGEST_MEDIA = 2**38
"""Bytes: 256 GiB."""

_LARGEST_ABOUT = 2**24
_PIECE = 2**20
_UNFIT = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,  # an entry that is not there
    EOFError,
    NotImplementedError,  # a kind of compression that is not known
    RuntimeError,  # encrypted
    ValueError,  # also of msgspec
    OverflowError,
)


class About(msgspec.Struct, frozen=True):
    """What the user wrote to a recording, and its media: name, size in bytes and fingerprint."""

    format: int
    title: str
    note: str
    tags: tuple[str, ...]
    began: str
    talk: Talk
    name: str
    bytes: int
    fingerprint: str


class Archive:
    """A file that write() wrote, open for reading. Nothing in it is trusted: entries have fixed names and sizes."""

    def __init__(self, zipped: zipfile.ZipFile, name: str) -> None:
        self._zipped = zipped
        self._name = name
        self.about = self._about()

    def result(self) -> bytes:
        """The result, packed."""
        return self._read(RESULT, LARGEST)

    def waveform(self) -> bytes:
        """The waveform, packed."""
        return self._read(WAVEFORM, LARGEST)

    def corrections(self) -> bytes:
        """The corrections, packed; empty for a file without."""
        return self._read(CORRECTIONS, LARGEST) if CORRECTIONS in self._zipped.namelist() else b""

    def copy_media(self, target: BinaryIO) -> None:
        """The media, of as many bytes as were said. Raises ValueError otherwise."""
        left = self.about.bytes
        with self._zipped.open(MEDIA) as source:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    break
                target.write(piece)
        if left:
            raise ValueError("the media is of another size")

    def _about(self) -> About:
        data = self._read(ABOUT, _LARGEST_ABOUT)
        version = msgspec.json.decode(data, type=_Version).format
        if version > FORMAT:
            raise LibraryError(f"{self._name} was written by a newer mmemotion; update mmemotion to import it.")
        about = msgspec.json.decode(data, type=About)
        if not 0 <= about.bytes <= LARGEST_MEDIA:
            raise ValueError("too large")
        return about

    def _read(self, entry: str, most: int) -> bytes:
        with self._zipped.open(entry) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise ValueError("too large")
        return data


class _Version(msgspec.Struct, frozen=True):
    format: int


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive; what turns out to be wrong with it while it is read is a LibraryError."""
    try:
        with zipfile.ZipFile(path) as zipped:
            yield Archive(zipped, path.name)
    except _UNFIT as error:
        raise LibraryError(
            f"{path.name} is no recording exported from a library, or it is damaged; export or copy it again."
        ) from error
    except OSError as error:
        raise LibraryError(f"{path.name} cannot be taken in: {error.strerror or error}.") from error


def write(path: Path, about: About, blobs: dict[str, bytes], media: Path) -> None:
    """Writes beside the target, then renames. Raises LibraryError."""
    try:
        with beside(path) as stream, zipfile.ZipFile(stream, "w") as zipped:
            zipped.writestr(ABOUT, msgspec.json.format(msgspec.json.encode(about), indent=1))
            for name, data in blobs.items():
                zipped.writestr(name, data)
            with media.open("rb") as source, zipped.open(MEDIA, "w", force_zip64=True) as entry:
                shutil.copyfileobj(source, entry, _PIECE)
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error


@contextlib.contextmanager
def beside(path: Path) -> Iterator[BinaryIO]:
    """A new file beside the target that takes its name when all went well, and is gone otherwise. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(fresh).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(fresh).unlink()
        raise
