"""Work that gives way to the rest of this process: where somebody waits for words, nobody waits for whole windows."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 5
"""Steps (nice) that patient threads stand behind the others."""


def be_patient() -> None:
    """From now on the calling thread, and all it starts, stand behind the others; where threads have no rank, nothing
    changes."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            rank = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), rank + PATIENCE)


def patiently(make: Callable[[], T]) -> T:
    """What make gives, with patient threads where it has some of its own."""
    with ThreadPoolExecutor(1, initializer=be_patient) as thread:
        return thread.submit(make).result()
