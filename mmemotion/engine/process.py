"""The engine in a process of its own: models can neither slow nor break the window. Loads no model itself."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import BinaryIO, cast

import msgspec

from mmemotion.engine.slices import Joiner
from mmemotion.engine.wire import read_frame, write_frame
from mmemotion.errors import EngineError
from mmemotion.messages import (
    Command,
    EngineStopped,
    Event,
    RecorderStopped,
    Shutdown,
    TrainerStopped,
    decode_event,
    encode,
)
from mmemotion.protocols import Listener

WORKER: tuple[str, ...] = (sys.executable, "-m", "mmemotion.engine.worker")
RECORDER: tuple[str, ...] = (sys.executable, "-m", "mmemotion.engine.recorder")
TRAINER: tuple[str, ...] = (sys.executable, "-m", "mmemotion.training.trainer")


def recorder_process(listener: Listener, command: Sequence[str] = RECORDER) -> ProcessEngine:
    """The recorder: microphone and file in a process that neither models nor window can slow or break."""
    return ProcessEngine(listener, command, lambda why: RecorderStopped(f"The recorder stopped unexpectedly ({why})."))


def trainer_process(listener: Listener, command: Sequence[str] = TRAINER) -> ProcessEngine:
    """The trainer: learning from corrections takes minutes of a processor, beside everything else."""
    return ProcessEngine(listener, command, lambda why: TrainerStopped(f"Learning stopped unexpectedly ({why})."))


def _engine_stopped(why: str) -> Event:
    return EngineStopped(f"The analysis engine stopped unexpectedly ({why}).")


class ProcessEngine:
    """Starts the worker with the first command, and again when it has died. The listener is called from a thread.

    stopped makes the event that tells of its death from the reason.
    """

    def __init__(
        self, listener: Listener, command: Sequence[str] = WORKER, stopped: Callable[[str], Event] = _engine_stopped
    ) -> None:
        self._listener = listener
        self._stopped = stopped
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._closing = False

    @property
    def pid(self) -> int | None:
        """Process id of the worker; None while there is none."""
        worker = self._worker
        return worker.pid if worker is not None and worker.poll() is None else None

    def send(self, command: Command) -> None:
        """Queues the command; returns at once. Raises EngineError when no worker can be started."""
        with self._lock:
            if self._closing:
                raise EngineError("The engine was closed.")
            worker = self._running()
            try:
                write_frame(cast(BinaryIO, worker.stdin), encode(command))
            except (OSError, ValueError) as error:
                raise EngineError("The analysis engine stopped just now; please try again.") from error

    def close(self, patience: float = 1.0) -> None:
        """Asks the worker to exit; kills it after `patience` seconds."""
        with self._lock:
            self._closing = True
            worker = self._worker
        if worker is None or worker.poll() is not None:
            return
        with contextlib.suppress(OSError, ValueError):
            write_frame(cast(BinaryIO, worker.stdin), encode(Shutdown()))
        try:
            worker.wait(patience)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._worker = self._start()
            threading.Thread(target=self._listen, args=(self._worker,), daemon=True, name="engine events").start()
        return self._worker

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                bufsize=-1,
                start_new_session=True,  # Ctrl-C in a terminal is not meant for it
            )
        except OSError as error:
            raise EngineError(f"The analysis engine cannot be started: {error.strerror}.") from error

    def _listen(self, worker: subprocess.Popen[bytes]) -> None:
        stream, joiner = cast(BinaryIO, worker.stdout), Joiner(decode_event)
        with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
            while (data := read_frame(stream)) is not None:
                if (event := joiner.take(data)) is not None:
                    self._listener(event)
        worker.kill()
        code = worker.wait()
        if not self._closing:
            self._listener(self._stopped(_reason(code)))


def _environment() -> dict[str, str]:
    """This environment, with the hubs switched off: a job never goes to the network.

    glibc otherwise gives every thread a heap of its own, and what is freed in one is of no use to the others.
    """
    ours = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
    return {**os.environ, **ours}


def _reason(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
