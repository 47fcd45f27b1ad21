"""The engine in this process: a command runs to its end before send() returns."""

from __future__ import annotations

import threading
from pathlib import Path

from mmemotion.engine.jobs import Analysis
from mmemotion.engine.librarian import Librarian, LibraryCommand
from mmemotion.engine.sketch import Sketch, wait_until_closed
from mmemotion.errors import Cancelled, MmemotionError
from mmemotion.messages import Analyze, Cancel, Command, Event, JobCancelled, JobFailed, JobFinished, Listen
from mmemotion.protocols import Listener
from mmemotion.types import Recording


class LocalEngine:
    """Events go to the listener while send() works. A recording may be listened to in one thread while a file is
    analysed in another; Cancel may be sent from any, also before its job, and so may what concerns the library."""

    def __init__(
        self, listener: Listener, analysis: Analysis | None = None, librarian: Librarian | None = None
    ) -> None:
        self._listener = listener
        self._analysis = analysis or Analysis()
        self._librarian = librarian or Librarian(listener)
        self._cancelled: set[str] = set()
        self._running: set[str] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def send(self, command: Command) -> None:
        """Does the command. A fault of a job is an event, never an exception."""
        match command:
            case Analyze() | Listen():
                self._work(command)
            case Cancel():
                self._cancel(command.job)
            case _ if isinstance(command, LibraryCommand):
                self._librarian.answer(command)
            case _:
                self.stop()

    def stop(self) -> None:
        """Ends the running jobs as if they were cancelled."""
        self._stopping.set()

    def rest(self, seconds: float) -> None:
        """Waits until the library has done what it is at, so long at most."""
        self._librarian.rest(seconds)

    def _cancel(self, job: str) -> None:
        """The user is answered at once, also while a model is being loaded; the work ends as soon as it can."""
        with self._lock:
            self._cancelled.add(job)
            if job in self._running:
                self._listener(JobCancelled(job))

    def _work(self, command: Analyze | Listen) -> None:
        with self._lock:
            if command.job in self._cancelled:
                self._cancelled.discard(command.job)
                self._listener(JobCancelled(command.job))
                return
            self._running.add(command.job)
        sketch = Sketch()
        outcome = self._outcome(command, sketch)
        with self._lock:
            wanted = command.job not in self._cancelled
            if wanted:
                self._listener(outcome)
            self._cancelled.discard(command.job)
            self._running.discard(command.job)
        if wanted and command.config.keep and isinstance(outcome, JobFinished):
            self._keep(command, outcome.recording, sketch)

    def _keep(self, command: Analyze | Listen, recording: Recording, sketch: Sketch) -> None:
        path = Path(command.path)
        if isinstance(command, Listen):
            wait_until_closed(path)
        self._librarian.keep(path, recording, lambda: sketch.envelope(path), command.config.talk)

    def _outcome(self, command: Analyze | Listen, sketch: Sketch) -> Event:
        job = command.job
        try:
            return JobFinished(job, self._recording(command, sketch))
        except Cancelled:
            return JobCancelled(job)
        except MmemotionError as error:
            return JobFailed(job, type(error).__name__, str(error))
        except MemoryError:
            return JobFailed(job, "EngineError", "This machine has too little free memory for the analysis.")
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            fault = f"{type(error).__name__}: {error}"
            return JobFailed(job, "EngineError", f"The analysis failed by a fault of the program ({fault}).")

    def _recording(self, command: Analyze | Listen, sketch: Sketch) -> Recording:
        job = command.job

        def tell(event: Event) -> None:
            """Passes on an event of the job, unless it was cancelled."""
            sketch.hear(event)
            with self._lock:
                if job in self._running and job not in self._cancelled:
                    self._listener(event)

        def stopped() -> bool:
            return self._stopping.is_set() or job in self._cancelled

        if isinstance(command, Listen):
            return self._analysis.listen(command, tell, stopped)
        return self._analysis.run(command, tell, stopped)
