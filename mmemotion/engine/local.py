"""The engine in this process: a command runs to its end before send() returns."""

from __future__ import annotations

import threading

from mmemotion.engine.jobs import Analysis
from mmemotion.errors import Cancelled, MmemotionError
from mmemotion.messages import Analyze, Cancel, Command, Event, JobCancelled, JobFailed, JobFinished
from mmemotion.protocols import Listener


class LocalEngine:
    """Events go to the listener while send() works. Cancel may be sent from another thread, also before its job."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._analysis = Analysis()
        self._cancelled: set[str] = set()
        self._running: str | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def send(self, command: Command) -> None:
        """Does the command. A fault of a job is an event, never an exception."""
        match command:
            case Analyze():
                self._analyze(command)
            case Cancel():
                self._cancel(command.job)
            case _:
                self.stop()

    def stop(self) -> None:
        """Ends the running job as if it were cancelled."""
        self._stopping.set()

    def _cancel(self, job: str) -> None:
        """The user is answered at once, also while a model is being loaded; the work ends as soon as it can."""
        with self._lock:
            self._cancelled.add(job)
            if job == self._running:
                self._listener(JobCancelled(job))

    def _analyze(self, command: Analyze) -> None:
        with self._lock:
            if command.job in self._cancelled:
                self._cancelled.discard(command.job)
                self._listener(JobCancelled(command.job))
                return
            self._running = command.job
        outcome = self._outcome(command)
        with self._lock:
            if command.job not in self._cancelled:
                self._listener(outcome)
            self._cancelled.discard(command.job)
            self._running = None

    def _outcome(self, command: Analyze) -> Event:
        job = command.job
        try:
            return JobFinished(job, self._analysis.run(command, self._tell, lambda: self._is_stopped(job)))
        except Cancelled:
            return JobCancelled(job)
        except MmemotionError as error:
            return JobFailed(job, type(error).__name__, str(error))
        except MemoryError:
            return JobFailed(job, "EngineError", "This machine has too little free memory for the analysis.")
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            fault = f"{type(error).__name__}: {error}"
            return JobFailed(job, "EngineError", f"The analysis failed by a fault of the program ({fault}).")

    def _tell(self, event: Event) -> None:
        """Passes on the events of the running job, unless it was cancelled."""
        with self._lock:
            if self._running not in self._cancelled:
                self._listener(event)

    def _is_stopped(self, job: str) -> bool:
        return self._stopping.is_set() or job in self._cancelled
