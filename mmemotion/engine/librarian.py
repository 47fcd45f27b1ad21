"""What is said to the library of recordings, answered by events."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from mmemotion.config import Talk
from mmemotion.errors import LibraryError, MmemotionError
from mmemotion.messages import (
    ChannelsPlanned,
    Delete,
    Describe,
    Event,
    Exported,
    ExportKept,
    Find,
    ImportKept,
    JobFailed,
    JobFinished,
    JobStarted,
    LibraryChanged,
    LibraryFailed,
    OpenKept,
    Relink,
    Restore,
    WaveformAdvanced,
)
from mmemotion.paths import library_path, recordings_dir
from mmemotion.protocols import Listener
from mmemotion.store.library import Library
from mmemotion.types import Envelope, Recording

LibraryCommand = Find | OpenKept | Describe | Delete | Restore | Relink | ExportKept | ImportKept

Told = Callable[[str], Event]
"""The event that tells of a fault, from its sentence."""


class Librarian:
    """Needs no model. May be asked from several threads; a fault is an event, never an exception."""

    def __init__(self, listener: Listener, path: Path | None = None) -> None:
        self._listener = listener
        self._path = path
        self._opening = threading.Lock()
        self._opened: Library | None = None
        self._doing = 0
        self._done = threading.Condition()

    def answer(self, command: LibraryCommand) -> None:
        """Does what the command says, and tells it."""

        def failed(message: str) -> Event:
            if isinstance(command, OpenKept):
                return JobFailed(command.job, LibraryError.__name__, message)
            return LibraryFailed(message)

        self._tell(lambda: self._answers(command), failed)

    def keep(self, path: Path, recording: Recording, waveform: Callable[[], Envelope], talk: Talk) -> None:
        """Puts a result into the library; told by LibraryChanged or LibraryFailed."""

        def kept() -> Iterator[Event]:
            yield LibraryChanged((self._library().keep(path, recording, waveform(), talk),))

        self._tell(kept, lambda message: LibraryFailed(f"{path.name} was not kept in the library. {message}"))

    def rest(self, seconds: float) -> None:
        """Waits until nothing is being done, so long at most."""
        with self._done:
            self._done.wait_for(lambda: not self._doing, seconds)

    def _tell(self, answers: Callable[[], Iterator[Event]], failed: Told) -> None:
        self._count(+1)
        try:
            for event in answers():
                self._listener(event)
        except MmemotionError as error:
            self._listener(failed(str(error)))
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            fault = f"{type(error).__name__}: {error}"
            self._listener(failed(f"The library failed by a fault of the program ({fault})."))
        finally:
            self._count(-1)

    def _count(self, by: int) -> None:
        with self._done:
            self._doing += by
            self._done.notify_all()

    def _answers(self, command: LibraryCommand) -> Iterator[Event]:
        library = self._library()
        match command:
            case Find():
                yield library.find(command)
            case OpenKept():
                yield from self._open(command)
            case Describe():
                library.describe(command)
                yield LibraryChanged((command.number,))
            case Delete():
                yield LibraryChanged(library.delete(command.numbers))
            case Restore():
                yield LibraryChanged(library.restore(command.numbers))
            case Relink():
                library.relink(command.number, Path(command.path))
                yield LibraryChanged((command.number,))
            case ExportKept():
                library.export(command.number, Path(command.path))
                yield Exported(command.number, command.path)
            case ImportKept():
                yield LibraryChanged((library.take_in(Path(command.path), recordings_dir()),))

    def _open(self, command: OpenKept) -> Iterator[Event]:
        """As a job that finishes at once."""
        found = self._library().open(command.number)
        yield JobStarted(command.job, found.recording.media)
        yield ChannelsPlanned(command.job, found.recording.plan)
        yield WaveformAdvanced(command.job, found.waveform)
        yield JobFinished(command.job, found.recording)

    def _library(self) -> Library:
        """Opened when it is first needed; what was deleted long ago goes then."""
        with self._opening:
            if self._opened is None:
                library = Library(self._path or library_path())
                library.purge()
                self._opened = library
            return self._opened
