"""Live analysis: how far it is behind the sound, what it loses, and how much memory it takes.

    python -m benchmarks.live CALL [--minutes 2] [--channels 1] [--microphone NAME]

The call is played over and over, in real time, by a scripted microphone in the recorder's process; or, with
--microphone, sound comes from one of this machine, such as a virtual one. Lateness is counted from the moment the
recorder was given the last sound that a result is about to the moment the result arrives in this process.
"""

from __future__ import annotations

import argparse
import bisect
import os
import platform
import queue
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from mmemotion.config import ChannelMode, Config
from mmemotion.engine.process import ProcessEngine, recorder_process
from mmemotion.messages import (
    EstimatePreviewed,
    Event,
    JobFailed,
    JobFinished,
    Listen,
    Listening,
    PartialTranscript,
    Record,
    RecordingFailed,
    RecordingSaved,
    RecordingStarted,
    SoundRecorded,
    StopRecording,
    UtteranceHeard,
    UtteranceReady,
)

JOB = "benchmark"
PACKAGES = ("faster-whisper", "ctranslate2", "torch", "onnxruntime", "numpy")
LATE = {"preview": (0.4, 0.7), "final": (1.2, 2.0)}
"""Most seconds behind the sound, median and 95th percentile."""

LAST_MINUTES, MOST_GROWTH = 20, 20.0
"""Over the last so many minutes, memory may grow by so many MB."""

Arrived = tuple[float, Event]
Weighed = tuple[float, dict[str, float]]
"""Seconds, and megabytes of each process."""
Weighed = tuple[float, dict[str, float]]
"""Seconds, and megabytes of each process."""


class Run:
    """One recording with its live analysis."""

    def __init__(self, path: Path, options: argparse.Namespace) -> None:
        self._events: queue.SimpleQueue[Arrived] = queue.SimpleQueue()
        played = (sys.executable, "-m", "benchmarks.played_recorder", str(options.call), str(options.channels))
        command = {} if options.microphone else {"command": played}
        self.recorder = recorder_process(self._hear, **command)
        self.engine = ProcessEngine(self._hear)
        self._path, self._options = path, options
        self.arrived: list[Arrived] = []
        self.clocks: list[tuple[float, float]] = []
        self.memory: list[Weighed] = []
        self.cpu = 0.0

    def run(self) -> None:
        """Records for as long as asked, and until the analysis is done."""
        options = self._options
        self.recorder.send(Record(JOB, str(self._path), options.microphone, options.channels))
        until = time.monotonic() + 60 * options.minutes
        stopping = False
        while not (stopping and any(isinstance(event, JobFinished | JobFailed) for _, event in self.arrived[-5:])):
            self._take()
            if not stopping and time.monotonic() >= until:
                stopping = True
                self.cpu = sum(map(cpu_seconds, self._pids()))
                self.recorder.send(StopRecording(JOB))
        self.recorder.close()
        self.engine.close()

    def found(self, kind: type[Event]) -> list[Event]:
        """All events of a kind."""
        return [event for _, event in self.arrived if isinstance(event, kind)]

    def late(self, kind: type[EstimatePreviewed] | type[UtteranceHeard]) -> list[float]:
        """Seconds from the last sound that each event is about to its arrival."""
        return [at - self._clock_of(end_of(event)) for at, event in self.arrived if isinstance(event, kind)]

    def _clock_of(self, seconds: float) -> float:
        """When the recorder was given the sound at a place in the recording."""
        at = min(bisect.bisect_left(self.clocks, (seconds, 0.0)), len(self.clocks) - 1)
        known, clock = self.clocks[at]
        return clock - (known - seconds)

    def _take(self) -> None:
        try:
            at, event = self._events.get(timeout=0.5)
        except queue.Empty:
            return
        match event:
            case RecordingStarted():
                channels = ChannelMode.SPLIT if event.channel_count > 1 else ChannelMode.MIX
                self.engine.send(Listen(JOB, event.path, Config(channels=channels)))
            case SoundRecorded():
                self.clocks.append((event.seconds, event.clock))
                self._weigh()
            case RecordingFailed(message=message) | JobFailed(message=message):
                sys.exit(message)
            case _:
                self.arrived.append((at, event))

    def _weigh(self) -> None:
        now = self.clocks[-1][0]
        if not self.memory or now - self.memory[-1][0] >= 10:
            named = {"recorder": self.recorder.pid, "engine": self.engine.pid}
            self.memory.append((now, weigh(named)))

    def _pids(self) -> list[int]:
        return [pid for pid in (self.recorder.pid, self.engine.pid) if pid is not None]

    def _hear(self, event: Event) -> None:
        self._events.put((time.monotonic(), event))


def end_of(event: Event) -> float:
    return event.span.end if isinstance(event, EstimatePreviewed) else event.utterance.span.end  # type: ignore[union-attr]


def megabytes(pid: int) -> float:
    """Proportional set size of a process: shared pages count once over all."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return float(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def weigh(named: Mapping[str, int | None]) -> dict[str, float]:
    """Megabytes of each process that is there."""
    return {name: megabytes(pid) for name, pid in named.items() if pid is not None}


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report_lateness(name: str, late: list[float]) -> None:
    if not late:
        print(f"{name}: none")
        return
    ordered = sorted(late)
    median, most = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    wanted = LATE[name]
    kept = "kept" if median <= wanted[0] and most <= wanted[1] else "missed"
    print(
        f"{name}: {len(late)}, median {median:.2f} s, 95th percentile {most:.2f} s, most {ordered[-1]:.2f} s "
        f"(at most {wanted[0]} and {wanted[1]}: {kept})"
    )


def report_memory(memory: list[Weighed]) -> None:
    """Sums over time, and how much each process grew."""
    shown = memory[:: max(1, len(memory) // 12)]
    print("memory, MB: " + ", ".join(f"{at / 60:.0f} min {sum(sizes.values()):.0f}" for at, sizes in shown))
    end = memory[-1][0]
    last = [sizes for at, sizes in memory if at >= end - 60 * LAST_MINUTES and at >= end / 3]
    grown = {name: _growth([sizes.get(name, 0.0) for sizes in last]) for name in last[-1]}
    whole = _growth([sum(sizes.values()) for sizes in last])
    parts = ", ".join(f"{name} {more:+.1f}" for name, more in grown.items())
    minutes = min(LAST_MINUTES, end * 2 / 3 / 60)
    limit = f"at most {MOST_GROWTH:.0f} in {LAST_MINUTES} minutes"
    print(f"growth over the last {minutes:.0f} minutes: {whole:+.1f} MB ({parts}; {limit})")


def _growth(sizes: list[float]) -> float:
    """From the first tenth to the last, by their medians."""
    tenth = max(1, len(sizes) // 10)
    return statistics.median(sizes[-tenth:]) - statistics.median(sizes[:tenth])


def report(run: Run) -> None:
    saved = next(event for event in run.found(RecordingSaved) if isinstance(event, RecordingSaved))
    print(
        f"recorded {saved.seconds:.1f} s, gaps {len(saved.gaps)}, lost {sum(gap.seconds for gap in saved.gaps):.2f} s"
    )
    wall = run.clocks[-1][1] - run.clocks[0][1]
    print(f"recorder against the clock: {run.clocks[-1][0] - run.clocks[0][0] - wall:+.3f} s in {wall:.0f} s")
    report_lateness("preview", run.late(EstimatePreviewed))
    report_lateness("final", run.late(UtteranceHeard))
    heard, ready = len(run.found(UtteranceHeard)), len(run.found(UtteranceReady))
    print(f"utterances at first sight {heard}, ready {ready}, partial texts {len(run.found(PartialTranscript))}")
    behind = [event.behind for event in run.found(Listening) if isinstance(event, Listening)]
    print(
        f"behind: median {statistics.median(behind):.2f} s, most {max(behind):.2f} s" if behind else "behind: not told"
    )
    print(f"processor: {run.cpu / saved.seconds:.2f} s per second of sound")
    report_memory(run.memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("call", type=Path)
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--channels", type=int, default=1)
    parser.add_argument("--microphone", default="")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "recording.wav", options)
        run.run()
        report(run)


if __name__ == "__main__":
    main()
