"""The sound of a recording that is still being made, read from its file as it grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from mmemotion.audio.journal import Ended, Lost, journal_of, read_lines
from mmemotion.audio.wav import HEADER, LARGEST, SAMPLE_BYTES, read_gaps, read_header
from mmemotion.errors import NotMediaError, UnreadableFileError
from mmemotion.types import Gap, Media, Waveform

LOOK_EVERY = 0.02
"""Seconds between two looks at whether the file has grown."""

LONGEST_CHUNK = 0.5
"""Seconds of sound given at once when there is much to catch up with."""


class JournalSource:
    """chunks() gives the sound in order, waits for more, and ends when the recording is closed.

    Raises UnreadableFileError or NotMediaError when there is no recording of ours at the path.
    """

    def __init__(self, path: Path, stopped: Callable[[], bool] = lambda: False) -> None:
        self._path, self._stopped = path, stopped
        try:
            with path.open("rb") as stream:
                form = read_header(stream)
        except OSError as error:
            raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from error
        if form is None:
            raise NotMediaError(f"{path} is not a recording that can be followed while it is made.")
        self._form = form
        self._notes_size = -1
        self._end: int | None = None
        self._gaps: tuple[Gap, ...] = ()
        self.media = Media(str(path), "wav", "pcm_s16le", form.sample_rate, form.channel_count, None)

    @property
    def recorded(self) -> float:
        """Seconds of sound in the file by now."""
        return self._frames() / self._form.sample_rate

    @property
    def ended(self) -> bool:
        """True when no more sound will come."""
        self._read_notes()
        return self._end is not None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was lost, in sentences; complete after the end."""
        self._read_notes()
        return tuple(told(gap) for gap in self._gaps)

    def chunks(self) -> Iterator[Waveform]:
        """Pieces of the sound as they come, of half a second at most; ends early when `stopped` says so."""
        at, most = 0, round(LONGEST_CHUNK * self._form.sample_rate)
        with self._path.open("rb") as stream:
            stream.seek(HEADER)
            while not self._stopped():
                ended = self.ended  # before counting: what is in the file after its end is no sound
                count = min(most, self._frames() - at)
                if count > 0:
                    yield self._read(stream.read(count * self._form.frame_bytes), at)
                    at += count
                elif ended:
                    return
                else:
                    time.sleep(LOOK_EVERY)

    def _read(self, data: bytes, at: int) -> Waveform:
        pcm = np.frombuffer(data, dtype="<i2").reshape(-1, self._form.channel_count)
        return Waveform(pcm.astype(np.float32) / np.float32(32768), self._form.sample_rate, at)

    def _frames(self) -> int:
        """The size comes first: a file that had marks in it by then has an end in its journal by now."""
        frames = (self._path.stat().st_size - HEADER) // self._form.frame_bytes
        self._read_notes()
        return frames if self._end is None else self._end

    def _read_notes(self) -> None:
        if self._end is not None:
            return
        try:
            size = journal_of(self._path).stat().st_size
        except FileNotFoundError:
            self._end, self._gaps = _frames_said(self._path, self._form.channel_count), read_gaps(self._path)
            return
        if size != self._notes_size:
            self._notes_size = size
            lines = list(read_lines(self._path))
            self._gaps = tuple(line.gap for line in lines if isinstance(line, Lost))
            self._end = next((line.frames for line in lines if isinstance(line, Ended)), None)


def told(gap: Gap) -> str:
    """A gap in a sentence for the user."""
    minutes, seconds = divmod(gap.at, 60)
    return f"At {int(minutes)}:{seconds:04.1f}, {gap.seconds:.1f} s of sound are missing: {gap.reason}."


def _frames_said(path: Path, channel_count: int) -> int:
    """What the header of a closed recording says."""
    with path.open("rb") as stream:
        stream.seek(HEADER - 4)
        size = int.from_bytes(stream.read(4), "little")
    most = path.stat().st_size - HEADER
    return (most if size == LARGEST else min(most, size)) // (SAMPLE_BYTES * channel_count)
