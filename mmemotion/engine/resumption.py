"""An analysis that is cut off goes on where it was: each utterance is put into the library when it is finished."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from mmemotion.errors import LibraryError
from mmemotion.manifest import Manifest
from mmemotion.messages import Analyze, Listen
from mmemotion.pipeline.memory import Finished, Memory
from mmemotion.store.library import Library
from mmemotion.store.progress import Journey
from mmemotion.types import Segment


class LastingMemory:
    """A Memory in the library. A library that fails costs the memory, and nothing else."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey

    def recall(self, segment: Segment) -> Finished | None:
        """What was made of a segment before."""
        known = self._journey.recall(segment)
        return None if known is None else Finished(known.utterance, known.evidence)

    def keep(self, finished: Finished) -> None:
        """From now on it need not be made again."""
        with contextlib.suppress(LibraryError):
            self._journey.keep(finished.utterance, finished.evidence)


class Resumption:
    """begin() one analysis, end() it however it ended. Only of what is to be kept is anything remembered."""

    def __init__(self, command: Analyze | Listen, library: Callable[[], Library]) -> None:
        self._command = command
        self._library = library
        self._journey: Journey | None = None

    def begin(self) -> Memory | None:
        """What was finished before. Raises EngineError when the analysis ended the engine too often."""
        command = self._command
        if isinstance(command, Analyze) and command.config.keep:
            with contextlib.suppress(LibraryError):
                sha256 = Manifest.load().record(command.config.model).sha256
                self._journey = self._library().progress.begin(Path(command.path), command.config, sha256)
        return None if self._journey is None else LastingMemory(self._journey)

    def end(self, kept: bool, leaving: bool) -> None:
        """kept: the result is in the library; leaving: it was stopped because the engine ends, and is to go on."""
        if self._journey is None:
            return
        with contextlib.suppress(LibraryError):
            if kept:
                self._journey.end()
            else:
                self._journey.rest(leaving)
