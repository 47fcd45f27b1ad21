"""The engine process: commands come in on standard input, events go out on standard output."""

from __future__ import annotations

import contextlib
import functools
import os
import queue
import sys
import threading
from typing import BinaryIO

import msgspec

from mmemotion.engine.librarian import LibraryCommand
from mmemotion.engine.local import LocalEngine
from mmemotion.engine.reviewer import ReviewCommand
from mmemotion.engine.slices import sliced
from mmemotion.engine.wire import own_stdout, read_frame, write_frame
from mmemotion.messages import (
    Analyze,
    Cancel,
    Command,
    DrawWaveform,
    Event,
    ExportKept,
    ImportKept,
    Listen,
    Shutdown,
    decode_command,
    encode,
)

POLITENESS = 5
"""How much later than the window and the recorder the engine gets its turn, as Unix counts it (nice)."""

LAST_WORD = 0.4
"""Seconds given to the library at the end, for what was asked of it already."""


def main() -> None:
    """Does files in order, recordings and the library beside them, until told to stop or the other side is gone."""
    events = own_stdout()
    _give_way()
    lock = threading.Lock()

    def tell(event: Event) -> None:
        for part in sliced(event):
            with lock:
                write_frame(events, encode(part))

    engine = LocalEngine(tell)
    files, library = _Lane(engine), _Lane(engine)
    asked = threading.Thread(target=library.run, daemon=True, name="library")
    asked.start()
    threading.Thread(target=_read, args=(sys.stdin.buffer, files, library, engine), daemon=True).start()
    files.run()
    asked.join(LAST_WORD)
    engine.rest(LAST_WORD)
    # Threads may still be in a native call of a cancelled job; nothing of theirs is wanted any more.
    os._exit(0)


def _give_way() -> None:
    """The window paints and the recorder records first."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(POLITENESS)


class _Lane:
    """Commands done one after another."""

    def __init__(self, engine: LocalEngine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[Command | None] = queue.SimpleQueue()

    def put(self, command: Command | None) -> None:
        """None: there is no more."""
        self._waiting.put(command)

    def run(self) -> None:
        """Until there is no more."""
        while (command := self._waiting.get()) is not None:
            self._engine.send(command)


@functools.cache
def _get_ready() -> None:
    """Once it is known that models will be needed: the library needs none of this."""
    threading.Thread(target=_share_processors, daemon=True, name="torch").start()


def _share_processors() -> None:
    """Each thread of ours computes with half the processors: there are two at least that do."""
    import torch

    torch.set_num_threads(max(1, (os.cpu_count() or 1) // 2))


def _read(commands: BinaryIO, files: _Lane, library: _Lane, engine: LocalEngine) -> None:
    while (command := _next(commands)) is not None:
        match command:
            case Analyze():
                _get_ready()
                files.put(command)
            case Listen():
                _get_ready()
                _beside(engine, command)
            case ExportKept() | ImportKept() | DrawWaveform():  # media is read through, which may take its time
                _beside(engine, command)
            case Cancel():
                engine.send(command)
            case Shutdown():
                break
            case _ if isinstance(command, LibraryCommand | ReviewCommand):
                library.put(command)
    engine.stop()
    for lane in (files, library):
        lane.put(None)


def _beside(engine: LocalEngine, command: Command) -> None:
    threading.Thread(target=engine.send, args=(command,), daemon=True, name=type(command).__name__).start()


def _next(commands: BinaryIO) -> Command | None:
    data = read_frame(commands)
    try:
        return None if data is None else decode_command(data)
    except msgspec.DecodeError:
        return None


if __name__ == "__main__":
    main()
