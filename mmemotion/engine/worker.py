"""The engine process: commands come in on standard input, events go out on standard output."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from typing import BinaryIO

import msgspec

from mmemotion.engine.local import LocalEngine
from mmemotion.engine.wire import read_frame, write_frame
from mmemotion.messages import Analyze, Cancel, Command, Event, Listen, Shutdown, decode_command, encode

POLITENESS = 5
"""How much later than the window and the recorder the engine gets its turn, as Unix counts it (nice)."""


def main() -> None:
    """Does files in order, and recordings beside them, until told to stop or until the other side is gone."""
    events = _own_stdout()
    _give_way()
    lock = threading.Lock()

    def tell(event: Event) -> None:
        with lock:
            write_frame(events, encode(event))

    engine = LocalEngine(tell)
    jobs: queue.SimpleQueue[Analyze | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, jobs, engine), daemon=True).start()
    while (job := jobs.get()) is not None:
        engine.send(job)
    # Threads may still be in a native call of a cancelled job; nothing of theirs is wanted any more.
    os._exit(0)


def _give_way() -> None:
    """The window paints and the recorder records first."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(POLITENESS)
    threading.Thread(target=_share_processors, daemon=True, name="torch").start()


def _share_processors() -> None:
    """Each thread of ours computes with half the processors: there are two at least that do."""
    import torch

    torch.set_num_threads(max(1, (os.cpu_count() or 1) // 2))


def _own_stdout() -> BinaryIO:
    """Standard output for events alone: whatever else prints goes to standard error."""
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return events


def _read(commands: BinaryIO, jobs: queue.SimpleQueue[Analyze | None], engine: LocalEngine) -> None:
    while (command := _next(commands)) is not None:
        match command:
            case Analyze():
                jobs.put(command)
            case Listen():
                threading.Thread(target=engine.send, args=(command,), daemon=True, name="recording").start()
            case Cancel():
                engine.send(command)
            case Shutdown():
                break
    engine.stop()
    jobs.put(None)


def _next(commands: BinaryIO) -> Command | None:
    data = read_frame(commands)
    try:
        return None if data is None else decode_command(data)
    except msgspec.DecodeError:
        return None


if __name__ == "__main__":
    main()
