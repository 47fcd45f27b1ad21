"""Freed memory goes back to the system, also where pieces in use lie above it."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import ctypes
from pathlib import Path
from mmemotion.heap import give_back

c = ctypes.CDLL(None)
c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]

def resident():
    return next(int(l.split()[1]) for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmRSS"))

pieces = []
for _ in range(1000):
    pieces.append(c.malloc(100_000))
    ctypes.memset(pieces[-1], 1, 100_000)
for piece in pieces[:-1]:
    c.free(piece)
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_freed_memory_below_a_piece_in_use_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 80_000  # kB of the 100 MB that were freed
