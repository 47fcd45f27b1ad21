"""What is said to the library of recordings, answered by events."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from mmemotion.config import Talk
from mmemotion.engine.drawings import Drawings
from mmemotion.engine.exporting import export_kept
from mmemotion.errors import LibraryError, MmemotionError
from mmemotion.messages import (
    ChannelsPlanned,
    Corrected,
    Delete,
    Describe,
    Event,
    Exported,
    ExportKept,
    Find,
    FindInterrupted,
    ImportKept,
    InterruptedFound,
    JobFailed,
    JobFinished,
    JobStarted,
    LibraryChanged,
    LibraryFailed,
    OpenKept,
    Relink,
    Rescored,
    Restore,
    ResultKept,
)
from mmemotion.paths import library_path, recordings_dir
from mmemotion.protocols import Listener
from mmemotion.store.edits import Review
from mmemotion.store.library import Library
from mmemotion.types import Envelope, Result

LibraryCommand = Find | OpenKept | Describe | Delete | Restore | Relink | ExportKept | ImportKept | FindInterrupted

Told = Callable[[str], Event]
"""The event that tells of a fault, from its sentence."""


class Librarian:
    """Needs no model. May be asked from several threads; a fault is an event, never an exception.

    take_up is told the number of each recording with corrections that comes into view.
    """

    def __init__(
        self, listener: Listener, path: Path | None = None, take_up: Callable[[int], None] = lambda number: None
    ) -> None:
        self._listener = listener
        self._take_up = take_up
        self._path = path
        self._drawings = Drawings()
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

    def keep(self, job: str, path: Path, result: Result, waveform: Callable[[], Envelope], talk: Talk) -> bool:
        """Puts a result into the library; told by ResultKept and LibraryChanged, or by LibraryFailed."""

        def kept() -> Iterator[Event]:
            number = self.library().keep(path, result, waveform(), talk)
            yield ResultKept(job, number)
            yield from self._corrections(number, self.library().reviews.open(number).review)
            yield LibraryChanged((number,))

        return self._tell(kept, lambda message: LibraryFailed(f"{path.name} was not kept in the library. {message}"))

    def rest(self, seconds: float) -> None:
        """Waits until nothing is being done, so long at most."""
        with self._done:
            self._done.wait_for(lambda: not self._doing, seconds)

    def _tell(self, answers: Callable[[], Iterator[Event]], failed: Told) -> bool:
        """Whether it went well."""
        self._count(+1)
        try:
            for event in answers():
                self._listener(event)
            return True
        except MmemotionError as error:
            self._listener(failed(str(error)))
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            fault = f"{type(error).__name__}: {error}"
            self._listener(failed(f"The library failed by a fault of the program ({fault})."))
        finally:
            self._count(-1)
        return False

    def _count(self, by: int) -> None:
        with self._done:
            self._doing += by
            self._done.notify_all()

    def _answers(self, command: LibraryCommand) -> Iterator[Event]:
        library = self.library()
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
                export_kept(library, command.number, Path(command.path))
                yield Exported(command.number, command.path)
            case FindInterrupted():
                yield InterruptedFound(library.progress.interrupted())
            case ImportKept():
                yield LibraryChanged((library.take_in(Path(command.path), recordings_dir()),))

    def _open(self, command: OpenKept) -> Iterator[Event]:
        """As a job that finishes at once."""
        found = self.library().open(command.number)
        yield JobStarted(command.job, found.recording.media)
        yield ChannelsPlanned(command.job, found.recording.plan)
        yield self._drawings.known(command.job, found.fingerprint, lambda: found.waveform)
        yield from self._corrections(command.number, found.review)
        yield JobFinished(command.job, found.recording)

    def _corrections(self, number: int, review: Review) -> Iterator[Event]:
        """Of a recording that comes into view; what still waits to be judged is taken up."""
        if review.edits or review.undone:
            yield from (Rescored(number, one.utterance) for one in review.again)
            yield Corrected(number, review.edits, review.undone)
            self._take_up(number)

    def library(self) -> Library:
        """Opened when it is first needed; what was deleted long ago goes then. Raises LibraryError."""
        with self._opening:
            if self._opened is None:
                library = Library(self._path or library_path())
                library.purge()
                self._opened = library
            return self._opened
