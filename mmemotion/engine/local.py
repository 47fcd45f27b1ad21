"""The engine in this process: a command runs to its end before send() returns."""

from __future__ import annotations

import threading
from pathlib import Path

from mmemotion.engine.drawings import Drawings
from mmemotion.engine.jobs import Analysis
from mmemotion.engine.librarian import Librarian, LibraryCommand
from mmemotion.engine.resumption import Resumption
from mmemotion.engine.reviewer import ReviewCommand, Reviewer
from mmemotion.engine.sketch import Sketch, wait_until_closed
from mmemotion.errors import Cancelled, MmemotionError
from mmemotion.messages import (
    Analyze,
    Cancel,
    Command,
    DrawWaveform,
    Event,
    JobCancelled,
    JobFailed,
    JobFinished,
    Listen,
)
from mmemotion.protocols import Listener
from mmemotion.types import Result


class LocalEngine:
    """Events go to the listener while send() works. A recording may be listened to in one thread while a file is
    analysed in another; Cancel may be sent from any, also before its job, and so may what concerns the library.

    library: its file, the user's own unless said otherwise. What is corrected is judged again after send() returned.
    """

    def __init__(self, listener: Listener, analysis: Analysis | None = None, library: Path | None = None) -> None:
        self._listener = listener
        self._analysis = analysis or Analysis()
        self._librarian = Librarian(listener, library, lambda number: self._reviewer.take_up(number))
        self._reviewer = Reviewer(listener, self._librarian.library, self._analysis.tools)
        self._drawings = Drawings()
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
            case _ if isinstance(command, ReviewCommand):
                self._reviewer.answer(command)
            case DrawWaveform():
                self._draw(command)
            case _:
                self.stop()

    def stop(self) -> None:
        """Ends the running jobs as if they were cancelled."""
        self._stopping.set()

    def rest(self, seconds: float) -> None:
        """Waits until the library has done what it is at, so long at most."""
        self._librarian.rest(seconds)
        self._reviewer.rest(seconds)

    def _draw(self, command: DrawWaveform) -> None:
        drawn = self._drawings.answer(command)
        if drawn is not None:
            self._listener(drawn)

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
        sketch, resumption = Sketch(), Resumption(command, self._librarian.library)
        result = self._result(command, sketch, resumption)
        outcome = JobFinished(command.job, result.recording) if isinstance(result, Result) else result
        with self._lock:
            wanted = command.job not in self._cancelled
            if wanted:
                self._listener(outcome)
            self._cancelled.discard(command.job)
            self._running.discard(command.job)
        kept = wanted and isinstance(result, Result) and command.config.keep and self._keep(command, result, sketch)
        resumption.end(kept, leaving=wanted and self._stopping.is_set())

    def _keep(self, command: Analyze | Listen, result: Result, sketch: Sketch) -> bool:
        path = Path(command.path)
        if isinstance(command, Listen):
            wait_until_closed(path)
        return self._librarian.keep(command.job, path, result, lambda: sketch.envelope(path), command.config.talk)

    def _result(self, command: Analyze | Listen, sketch: Sketch, resumption: Resumption) -> Result | Event:
        """What the job came to, or the event that tells why there is nothing."""
        job = command.job
        try:
            return self._analysed(command, sketch, resumption)
        except Cancelled:
            return JobCancelled(job)
        except MmemotionError as error:
            return JobFailed(job, type(error).__name__, str(error))
        except MemoryError:
            return JobFailed(job, "EngineError", "This machine has too little free memory for the analysis.")
        except Exception as error:  # the last border: what is left is our fault, and the user gets a sentence for it
            fault = f"{type(error).__name__}: {error}"
            return JobFailed(job, "EngineError", f"The analysis failed by a fault of the program ({fault}).")

    def _analysed(self, command: Analyze | Listen, sketch: Sketch, resumption: Resumption) -> Result:
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
        return self._analysis.run(command, tell, stopped, resumption.begin())
