"""A recording on disk while it is being made: sound first, and beside it what was found out about it.

The sound is a WAV file that is whole at every moment. Beside it lies NAME.wav.journal, a line of JSON per gap, which is
there as long as nobody has stopped the recording: whoever finds one has found a recording that was interrupted.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from mmemotion.audio.wav import HEADER, WavFormat, header, marks, read_header
from mmemotion.errors import OutputError
from mmemotion.types import Gap, Pcm, Unfinished

ENDING = ".journal"

DISK_EVERY = 0.9
"""Seconds after which sound is not only written but on the disk itself: so much a power cut may cost."""


class Began(msgspec.Struct, frozen=True, tag=True):
    """The first line: when the recording began (ISO 8601, local time)."""

    time: str


class Lost(msgspec.Struct, frozen=True, tag=True):
    """Sound is missing at a place in the file."""

    gap: Gap


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The last line: frames in the whole recording. Marks may follow in the file; they are not sound."""

    frames: int


Line = Began | Lost | Ended
_lines: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def journal_of(path: Path) -> Path:
    """Where the journal of a recording lies."""
    return path.with_name(path.name + ENDING)


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a recording's journal, as far as they are whole; none when it is gone."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        for line in journal_of(path).read_bytes().split(b"\n")[:-1]:
            yield _lines.decode(line)


class Journal:
    """Writes one recording: append() sound, note() gaps, keep() it safe every second, close() it whole.

    A file that is there already is gone on with. keep() may be called from another thread. Raises OutputError when the
    disk does not take it any more.
    """

    def __init__(self, path: Path, form: WavFormat) -> None:
        self.path, self.form = path, form
        self.gaps: list[Gap] = []
        self.away = 0.0
        """Seconds for which nobody wrote, when it is gone on with."""
        self._kept = time.monotonic()
        self._writing = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sound = self._open()
            self._notes = journal_of(path).open("ab", buffering=0)
            _lock(self._notes)
            if not self._notes.tell():
                self._write_line(Began(datetime.now().astimezone().isoformat(timespec="seconds")))
        except OSError as error:
            raise _cannot(path, error) from error

    @property
    def frames(self) -> int:
        """Frames of sound in the file."""
        return self._frames

    @property
    def seconds(self) -> float:
        """Seconds of sound in the file."""
        return self._frames / self.form.sample_rate

    def append(self, samples: Pcm) -> None:
        """Writes samples int16 [n, channel]; other processes see them at once."""
        data = samples.astype("<i2", copy=False).tobytes()
        with self._writing:
            try:
                _write_all(self._sound, data)
            except OSError as error:
                self._keep_whole_frames()
                raise _cannot(self.path, error) from error
            self._frames += len(samples)

    def note(self, gap: Gap) -> None:
        """Writes down that sound is missing."""
        self.gaps.append(gap)
        with contextlib.suppress(OSError):  # the sound is worth more than the note: what is wrong will show there
            self._write_line(Lost(gap))

    def keep(self) -> None:
        """Puts the sound on the disk itself, when that was not done for a while; may take as long as the disk does."""
        if time.monotonic() - self._kept >= DISK_EVERY:
            self._kept = time.monotonic()
            try:
                self._write_header()
                os.fsync(self._sound.fileno())
            except OSError as error:
                raise _cannot(self.path, error) from error
            except ValueError:  # closed in the middle of it: then it is safe already
                return

    def close(self, stopped: bool = True) -> None:
        """Closes the recording whole. stopped: by somebody who knows of it; otherwise it is found as unfinished."""
        if self._notes.closed:
            return
        with contextlib.suppress(OSError):  # a full disk has no room for marks, and the sound needs none
            self._write_line(Ended(self._frames))
            self._write_marks()
            os.fsync(self._sound.fileno())
        with contextlib.suppress(OSError):
            self._sound.close()
        self._notes.close()
        if stopped:
            settle(self.path)

    def _open(self) -> BinaryIO:
        if not self.path.exists():
            sound = self.path.open("x+b", buffering=0)
            sound.write(header(self.form, 0))
            self._frames = 0
            return sound
        sound = self.path.open("r+b", buffering=0)
        if (form := read_header(sound)) is None or not journal_of(self.path).exists():
            sound.close()
            raise FileExistsError(errno.EEXIST, "there is another file of that name", str(self.path))
        if _in_use(self.path):
            sound.close()
            raise OSError(errno.EBUSY, "another program is recording into it")
        self.form = form
        self.away = max(0.0, time.time() - self.path.stat().st_mtime)
        lines = list(read_lines(self.path))
        self._frames = _frames(self.path, form, lines)
        self.gaps = [line.gap for line in lines if isinstance(line, Lost)]
        self._drop_torn(sound)
        _rewrite(self.path, [line for line in lines if not isinstance(line, Ended)])
        return sound

    def _write_header(self, more_bytes: int = 0) -> None:
        with self._writing:
            self._sound.seek(0)
            self._sound.write(header(self.form, self._frames * self.form.frame_bytes, more_bytes))
            self._sound.seek(0, os.SEEK_END)

    def _write_marks(self) -> None:
        more = marks(self.gaps, self.form.sample_rate)
        self._write_header(len(more))
        _write_all(self._sound, more)

    def _write_line(self, line: Line) -> None:
        self._notes.write(msgspec.json.encode(line) + b"\n")

    def _keep_whole_frames(self) -> None:
        """What a full disk took of the last samples counts as far as its frames are whole."""
        with contextlib.suppress(OSError):
            self._frames = (self._sound.seek(0, os.SEEK_END) - HEADER) // self.form.frame_bytes
            self._drop_torn(self._sound)

    def _drop_torn(self, sound: BinaryIO) -> None:
        """Part of a frame, or marks, would turn all that follows into noise."""
        sound.truncate(HEADER + self._frames * self.form.frame_bytes)
        sound.seek(0, os.SEEK_END)


def settle(path: Path) -> None:
    """The recording is not to be found as unfinished any more."""
    with contextlib.suppress(OSError):
        journal_of(path).unlink()


def unfinished(folder: Path) -> tuple[Unfinished, ...]:
    """Recordings in a folder that nobody stopped and nobody is making now, closed whole; the oldest first."""
    found = (_closed(notes.with_name(notes.name.removesuffix(ENDING))) for notes in sorted(folder.glob("*" + ENDING)))
    return tuple(one for one in found if one is not None)


def _closed(path: Path) -> Unfinished | None:
    try:
        with path.open("rb") as stream:
            form = read_header(stream)
        lines = list(read_lines(path))
        began = next((line.time for line in lines if isinstance(line, Began)), "")
        if form is None or _in_use(path):
            return None
        if not any(isinstance(line, Ended) for line in lines):
            Journal(path, form).close(stopped=False)
        frames = _frames(path, form, list(read_lines(path)))
    except (OSError, OutputError):
        return None
    return Unfinished(str(path), frames / form.sample_rate, began)


def _frames(path: Path, form: WavFormat, lines: list[Line]) -> int:
    """Whole frames of sound in the file: what its journal says, or, while it has no end, all there is."""
    ended = next((line.frames for line in lines if isinstance(line, Ended)), None)
    return (path.stat().st_size - HEADER) // form.frame_bytes if ended is None else ended


def _rewrite(path: Path, lines: list[Line]) -> None:
    """A recording that is gone on with has no end yet."""
    beside = journal_of(path).with_suffix(".new")
    beside.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    beside.replace(journal_of(path))


def _write_all(file: BinaryIO, data: bytes) -> None:
    """A disk that is nearly full takes part of the data and tells only the next time."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _lock(notes: BinaryIO) -> None:
    """Tells other processes that this recording is being made; the lock goes with the process, however that ends."""
    try:
        import fcntl
    except ImportError:
        return
    with contextlib.suppress(OSError):  # a file system without locks is as good for sound as any
        fcntl.flock(notes, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _in_use(path: Path) -> bool:
    try:
        import fcntl
    except ImportError:  # without locks: somebody wrote to it just now
        return time.time() - path.stat().st_mtime < 5 * DISK_EVERY
    with journal_of(path).open("ab") as notes:
        try:
            fcntl.flock(notes, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False


def _cannot(path: Path, error: OSError) -> OutputError:
    plain = {errno.ENOSPC: "the disk is full", errno.EFBIG: "the disk takes no larger file"}
    reason = plain.get(error.errno or 0, error.strerror)
    return OutputError(f"The recording {path.name} cannot be written: {reason}.")
