"""What a recording must not wait for: the disk that takes its time, and the sound server that may not answer."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from mmemotion.audio.journal import Journal
from mmemotion.audio.sound_server import SoundServer, Source
from mmemotion.errors import OutputError

EVERY = 0.2


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """Where the sound comes from, where it came from when the line was opened, and whether that is there no more."""

    now: Source | None = None
    first: Source | None = None
    first_is_gone: bool = False


class Keeper:
    """Keeps the journal safe on the disk and asks the sound server, five times a second, in threads of its own."""

    def __init__(self, server: SoundServer) -> None:
        self._server = server
        self._journal: Journal | None = None
        self._fault: OutputError | None = None
        self._open = False
        self._wanted = ""
        self.source = SourceSeen()
        self.may_reopen = True
        """The source that was lost is there again, or nobody knows."""
        for work in (self._keep, self._ask):
            threading.Thread(target=work, daemon=True, name=work.__name__).start()

    def watch(self, journal: Journal) -> None:
        """Takes care of this recording, whose line is open."""
        self._fault, self._journal = None, journal
        self.line_opened()

    def forget(self) -> None:
        """The recording is about to be closed."""
        self._journal = None
        self._open = False

    def check(self) -> None:
        """Raises OutputError when the disk did not take the sound."""
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def line_opened(self) -> None:
        """Where the sound comes from is to be found out anew."""
        self.source, self._open, self._wanted = SourceSeen(), True, ""

    def line_closed(self) -> None:
        """The line is lost; what it came from is wanted again."""
        first = self.source.first
        self._open, self._wanted = False, first.name if first is not None else ""
        self.may_reopen = not self._wanted

    def _keep(self) -> None:
        while not _wait():
            journal = self._journal
            try:
                if journal is not None:
                    journal.keep()
            except OutputError as error:
                if journal is self._journal:
                    self._fault = error

    def _ask(self) -> None:
        while not _wait():
            if self._open:
                self.source = self._looked(self.source)
            elif self._wanted:
                self.may_reopen = self._server.has(self._wanted)

    def _looked(self, before: SourceSeen) -> SourceSeen:
        now = self._server.source()
        if before.first is None or now is None:
            return SourceSeen(now, before.first or now, before.first_is_gone)
        moved = now.name != before.first.name
        gone = moved and not self._server.has(before.first.name)
        # Somebody who moves the recording to another source in the sound settings means it.
        return SourceSeen(now, before.first, gone) if gone or not moved else SourceSeen(now, now)


def _wait() -> bool:
    return threading.Event().wait(EVERY)
