"""The engine process: commands come in on standard input, events go out on standard output."""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import BinaryIO

import msgspec

from mmemotion.engine.local import LocalEngine
from mmemotion.engine.wire import read_frame, write_frame
from mmemotion.messages import Analyze, Cancel, Command, Event, Shutdown, decode_command, encode


def main() -> None:
    """Does jobs in order until told to stop or until the other side is gone."""
    events = _own_stdout()
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
