"""A run seen from a terminal: a bar for each stage, and an interrupt that keeps what was done."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from mmemotion.errors import Cancelled


class TrainingProgress:
    """Told of a stage and the share done, it shows them; after an interrupt it raises Cancelled instead.

    A second interrupt ends the program at once.
    """

    def __init__(self) -> None:
        console = Console(stderr=True, highlight=False)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._console = console
        self._stage = ""
        self._task: TaskID | None = None
        self._interrupted = False
        self._before: Any = None

    def __call__(self, stage: str, share: float) -> None:
        """Shows the stage. Raises Cancelled after an interrupt."""
        if self._interrupted:
            raise Cancelled("Interrupted")
        if stage != self._stage or self._task is None:
            self._stage = stage
            self._task = self._progress.add_task(stage, total=1.0)
            if not self._console.is_terminal:
                self._console.print(stage, markup=False)
        self._progress.update(self._task, completed=share)

    def say(self, line: str) -> None:
        """A line above the bars."""
        self._progress.console.print(f"mmemotion: {line}", markup=False, soft_wrap=True)

    def __enter__(self) -> TrainingProgress:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
