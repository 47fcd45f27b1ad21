"""Recordings before files: the analysis of a file waits while something is being recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ASK_EVERY = 0.1
"""Seconds after which a file that waits looks whether it was cancelled."""


class Precedence:
    """Several recordings may be on at a time."""

    def __init__(self) -> None:
        self._recordings = 0
        self._news = threading.Condition()

    @contextmanager
    def recording(self) -> Iterator[None]:
        """While a recording is on."""
        self._change(+1)
        try:
            yield
        finally:
            self._change(-1)

    def wait(self, stopped: Callable[[], bool]) -> bool:
        """Returns whether the job is stopped, once it is, or once no recording is on."""
        with self._news:
            while self._recordings and not stopped():
                self._news.wait(ASK_EVERY)
        return stopped()

    def _change(self, by: int) -> None:
        with self._news:
            self._recordings += by
            self._news.notify_all()
