"""SIGKILL of window and engine at random moments during analyses and edits: what is lost.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.killing CALL OTHER [--kills 100] [--seed 1]

A window analyses CALL while it corrects OTHER, which was analysed before, three times a second. At random moments
window or engine is killed; a window is started again, an engine by its window. After each time the library must open
whole; every edit and every utterance that the window was told more than a second before must be in it. At the end the
analysis must come to what it comes to without any killing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mmemotion.config import Config
from mmemotion.engine.local import LocalEngine
from mmemotion.messages import Analyze
from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE
from mmemotion.store.library import Library
from mmemotion.types import Utterance

EDITS_PER_SECOND = 3.0
GRACE = 1.0
"""Seconds before a kill in which what was done may be lost."""

WAIT = (0.5, 9.0)
"""Seconds between two kills: models take some of them to load."""

ROUNDING = 1e-3

Note = tuple[float, str, Any]


class Trial:
    """One folder with its library, and the window that is killed."""

    def __init__(self, folder: Path, call: Path, seed: int) -> None:
        self._folder, self._call = folder, call
        self._random = random.Random(seed)
        self._window: subprocess.Popen[bytes] | None = None
        self.lost_edits: set[str] = set()
        self.lost_utterances: set[tuple[float, int]] = set()
        self.broken = 0
        self.kept = 0

    def kill(self) -> str:
        """Runs for a while, kills one of them, and looks what is there."""
        self._start()
        time.sleep(self._random.uniform(*WAIT))
        at = time.time()
        engine = self._engine()
        which = self._random.choice(("window", "engine")) if engine else "window"
        assert self._window is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._window.pid if which == "window" else engine, signal.SIGKILL)
        if which == "window":
            self._window.wait()
            self._window = None
            _wait_for_end(engine)
        self._look(at - GRACE)
        return which

    def finish(self, seconds: float) -> bool:
        """Starts once more, and lets the analysis come to its end; whether it did. The window that was there may have
        given it up: three engines in a row that die before they finish one more utterance are enough for that."""
        self.close()
        self._start()
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(_kept(self._folder)) < 2:
            time.sleep(0.5)
        self.close()
        return len(_kept(self._folder)) == 2

    def close(self) -> None:
        """Ends the window."""
        if self._window is not None:
            self._window.kill()
            self._window.wait()
            self._window = None
            _wait_for_end(self._engine())

    def notes(self) -> Iterator[Note]:
        """What the windows were told, each with its time."""
        path = self._folder / "notes.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            with contextlib.suppress(ValueError):  # the line it died at
                at, what, value = json.loads(line)
                yield at, what, value

    def _start(self) -> None:
        if self._window is None:
            command = [sys.executable, "-m", "benchmarks.killed_window", str(self._folder), str(self._call)]
            self._window = subprocess.Popen([*command, str(EDITS_PER_SECOND)], stderr=subprocess.DEVNULL)

    def _engine(self) -> int:
        return next((value for _, what, value in reversed(list(self.notes())) if what == "engine" and value), 0)

    def _look(self, until: float) -> None:
        notes = [note for note in self.notes() if note[0] < until]
        try:
            edits, finished = _told(self._folder)
        except sqlite3.Error as error:
            print(f"the library is broken: {error}")
            self.broken += 1
            return
        self.lost_edits |= {value for _, what, value in notes if what == "edit"} - edits
        if len(_kept(self._folder)) == 1:  # then the utterances are those of the result
            told = {(value[0], value[1]) for _, what, value in notes if what == "utterance"}
            self.lost_utterances |= told - finished


def _told(folder: Path) -> tuple[set[str], set[tuple[float, int]]]:
    with contextlib.closing(sqlite3.connect(folder / "library.sqlite", timeout=10)) as connection:
        (whole,) = connection.execute("PRAGMA quick_check").fetchone()
        if whole != "ok":
            raise sqlite3.DatabaseError(whole)
        edits = {json.loads(edit)["text"] for (edit,) in connection.execute("SELECT edit FROM edits")}
        finished = {(start, channel) for start, channel in connection.execute('SELECT "start", channel FROM finished')}
    return edits, finished


def _kept(folder: Path) -> list[int]:
    with contextlib.closing(sqlite3.connect(folder / "library.sqlite", timeout=10)) as connection:
        return [number for (number,) in connection.execute("SELECT id FROM recordings ORDER BY id")]


def _wait_for_end(process: int) -> None:
    """An engine whose window is gone ends by itself."""
    end = time.monotonic() + 10
    while process and time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)


def _analyse(path: Path, library: Path) -> None:
    LocalEngine(lambda event: None, library=library).send(Analyze("1", str(path), Config(keep=True)))


def _same(one: Path, other: Path) -> bool:
    """Whether the last recordings of two libraries have the same utterances, but for less than ROUNDING: with another
    number of threads sums are rounded otherwise."""
    first, second = (Library(path).reviews.open(_kept(path.parent)[-1]).recording.utterances for path in (one, other))
    told = [[(each.segment, each.transcript.text) for each in utterances] for utterances in (first, second)]
    return told[0] == told[1] and all(_close(*pair) for pair in zip(first, second, strict=True))


def _close(one: Utterance, other: Utterance) -> bool:
    if one.estimate is None or other.estimate is None:
        return one.estimate is other.estimate
    shares = other.estimate.probabilities
    return all(abs(share - shares[emotion]) < ROUNDING for emotion, share in one.estimate.probabilities.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("call", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, alone = Path(name), Path(name) / "alone"
        alone.mkdir()
        os.environ[LIBRARY_VARIABLE] = str(folder / "library.sqlite")
        os.environ[RECORDINGS_VARIABLE] = str(folder)
        _analyse(options.other, folder / "library.sqlite")
        _analyse(options.call, alone / "library.sqlite")
        trial = Trial(folder, options.call.absolute(), options.seed)
        counts = {"window": 0, "engine": 0}
        again = 0
        for number in range(options.kills):
            counts[trial.kill()] += 1
            if len(_kept(folder)) == 2:  # the analysis was done meanwhile: once more
                again += not _same(folder / "library.sqlite", alone / "library.sqlite")
                trial.close()
                trial.kept += 1
                _forget_second(folder)
            print(f"\r{number + 1} killed", end="", flush=True)
        known = len(_told(folder)[1])
        done = trial.finish(600)
        same = done and _same(folder / "library.sqlite", alone / "library.sqlite")
        edits = sum(what == "edit" for _, what, _ in trial.notes())
        print(f"\rkilled: window {counts['window']}, engine {counts['engine']} times, seed {options.seed}")
        print(f"library broken: {trial.broken}; edits told {edits}, lost {len(trial.lost_edits)}")
        print(
            f"utterances lost: {len(trial.lost_utterances)}; analyses done in between {trial.kept}, different {again}"
        )
        print(f"utterances finished before the last start: {known}")
        print(f"at the end: analysis {'done' if done else 'not done'}, result {'the same' if same else 'another'}")


def _forget_second(folder: Path) -> None:
    """Takes the finished recording out again, and what was noted of its utterances."""
    with contextlib.closing(sqlite3.connect(folder / "library.sqlite", timeout=10)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with connection:
            connection.execute("DELETE FROM recordings WHERE id != 1")
    path = folder / "notes.jsonl"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if '"utterance"' not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
