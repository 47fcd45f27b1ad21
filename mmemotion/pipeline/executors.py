"""Who does the work: this thread, or others beside it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from mmemotion.errors import Cancelled
from mmemotion.patience import be_patient

P = ParamSpec("P")
T = TypeVar("T")


class InlineExecutor(Executor):
    """Does the work at once, in the calling thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future that is done already."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class YieldingExecutor(ThreadPoolExecutor):
    """Patient threads, which ask before each piece of work whether they may begin; stopped() may take its time."""

    def __init__(self, workers: int, stopped: Callable[[], bool]) -> None:
        super().__init__(workers, thread_name_prefix="analysis", initializer=be_patient)
        self._stopped = stopped

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future, which ends with Cancelled when nobody wants the work any more."""

        def work() -> T:
            if self._stopped():
                raise Cancelled("The analysis was cancelled.")
            return fn(*args, **kwargs)

        return super().submit(work)
