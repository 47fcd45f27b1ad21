"""The engine in this process: a command runs to its end before send() returns."""

from __future__ import annotations

import threading

from mmemotion.engine.jobs import Analysis
from mmemotion.errors import Cancelled, MmemotionError
from mmemotion.messages import Analyze, Cancel, Command, JobCancelled, JobFailed, JobFinished
from mmemotion.protocols import Listener


class LocalEngine:
    """Events go to the listener while send() works. Cancel may be sent from another thread, also before its job."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._analysis = Analysis()
        self._cancelled: set[str] = set()
        self._stopping = threading.Event()

    def send(self, command: Command) -> None:
        """Does the command. A fault of a job is an event, never an exception."""
        match command:
            case Analyze():
                self._analyze(command)
            case Cancel():
                self._cancelled.add(command.job)
            case _:
                self.stop()

    def stop(self) -> None:
        """Ends the running job as if it were cancelled."""
        self._stopping.set()

    def _analyze(self, command: Analyze) -> None:
        job = command.job
        try:
            recording = self._analysis.run(command, self._listener, lambda: self._is_stopped(job))
            self._listener(JobFinished(job, recording))
        except Cancelled:
            self._listener(JobCancelled(job))
        except MmemotionError as error:
            self._listener(JobFailed(job, type(error).__name__, str(error)))
        except MemoryError:
            self._listener(JobFailed(job, "EngineError", "This machine has too little free memory for the analysis."))
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            fault = f"{type(error).__name__}: {error}"
            self._listener(JobFailed(job, "EngineError", f"The analysis failed by a fault of the program ({fault})."))
        finally:
            self._cancelled.discard(job)

    def _is_stopped(self, job: str) -> bool:
        return self._stopping.is_set() or job in self._cancelled
