"""Freed memory given back to the system: glibc keeps what many threads free in small pieces, for hours.

And garbage not looked for where there is none.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Iterator

GIVE_BACK_EVERY = 30.0
"""Seconds between one time and the next, for whatever runs as long as a recording."""


def give_back() -> None:
    """Gives freed pages back to the system (malloc_trim); where the C library has no such call, nothing happens."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Of many objects made at once none is garbage: to look for it again and again takes longer than to make them."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
