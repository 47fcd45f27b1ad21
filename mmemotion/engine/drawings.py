"""Waveforms as files that the window draws from, in the cache: made once, and anew when they are gone or damaged."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.audio.files import FileSource
from mmemotion.engine.sketch import wait_until_closed
from mmemotion.errors import MmemotionError
from mmemotion.messages import DrawWaveform, Event, WaveformAdvanced, WaveformDrawn
from mmemotion.paths import cache_dir
from mmemotion.pyramid import read_pyramid, write_pyramid
from mmemotion.store.fingerprint import content_of
from mmemotion.types import Envelope

LARGEST = 2**30
"""Bytes of all of them: 30 hours of two channels. Those that were not asked for longest go first."""

FINE, COARSE = "fine", "coarse"
FINE_HOP = 0.001
"""Seconds; half a second in a row of 1,000 pixels does not look like steps."""

_parts = itertools.count()


class Drawings:
    """One for a content; may be used from several threads."""

    def __init__(self, folder: Path | None = None, largest: int = LARGEST) -> None:
        self._folder = folder
        self._largest = largest
        self._drawing = threading.Lock()

    def known(self, job: str, fingerprint: str, waveform: Callable[[], Envelope]) -> Event:
        """Tells of the finest there is, made now from the waveform of the library if there is none."""
        path = self.find(fingerprint)
        if path is None:
            envelope = waveform()
            try:
                path = self.coarse(fingerprint, envelope)
            except OSError:  # no room, or not ours to write: it is sent as it is
                return WaveformAdvanced(job, envelope)
        return WaveformDrawn(job, str(path))

    def answer(self, command: DrawWaveform) -> Event | None:
        """None when there will be nothing finer than what is known."""
        media = Path(command.path)
        wait_until_closed(media)
        try:
            return WaveformDrawn(command.job, str(self.fine(content_of(media).fingerprint, media)))
        except (OSError, MmemotionError):
            return None

    def find(self, fingerprint: str, kinds: tuple[str, ...] = (FINE, COARSE)) -> Path | None:
        """The finest there is."""
        for path in (self._path(fingerprint, kind) for kind in kinds):
            with contextlib.suppress(OSError, ValueError):
                read_pyramid(path)
                os.utime(path)
                return path
        return None

    def coarse(self, fingerprint: str, envelope: Envelope) -> Path:
        """From the waveform of the library. Raises OSError."""
        return self._write(self._path(fingerprint, COARSE), envelope.minima.shape[1], envelope.hop, iter([envelope]))

    def fine(self, fingerprint: str, media: Path) -> Path:
        """From the sound, which takes a while: one at a time. Raises OSError, or MmemotionError when it is no sound."""
        with self._drawing:
            known = self.find(fingerprint, (FINE,))
            if known is not None:
                return known
            source = FileSource(media)
            meter = EnvelopeMeter(source.media.channel_count, source.media.sample_rate, FINE_HOP)
            path = self._path(fingerprint, FINE)
            return self._write(path, source.media.channel_count, meter.hop, _drawn(source, meter))

    def _write(self, path: Path, channels: int, hop: float, pieces: Iterator[Envelope]) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}-{next(_parts)}.part")
        try:
            write_pyramid(beside, channels, hop, pieces)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        self._make_room(path)
        return path

    def _make_room(self, newest: Path) -> None:
        """What an engine that was killed left half-written is as old as any other."""
        files = []
        for path in newest.parent.iterdir():
            with contextlib.suppress(OSError):  # another engine may be doing the same
                files.append((path.stat().st_mtime, path.stat().st_size, path))
        left = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if left > self._largest and path != newest:
                with contextlib.suppress(OSError):
                    path.unlink()
                    left -= size

    def _path(self, fingerprint: str, kind: str) -> Path:
        folder = self._folder or cache_dir() / "waveforms"
        return folder / f"{fingerprint}.{kind}"


def _drawn(source: FileSource, meter: EnvelopeMeter) -> Iterator[Envelope]:
    pieces = (meter.push(chunk.samples) for chunk in source.chunks())
    yield from (piece for piece in pieces if piece is not None)
    last = meter.finish()
    if last is not None:
        yield last
