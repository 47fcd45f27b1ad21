"""Whole analysis of calls against transcription alone, same settings, timed in turn in one run.

    python -m benchmarks.analyze CALL [CALL ...] [--rounds 3]

Both read the file from disk; models are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks.plain import BEAM, Transcriber
from mmemotion.config import Config
from mmemotion.engine.jobs import Analysis
from mmemotion.messages import Analyze

PACKAGES = ("faster-whisper", "ctranslate2", "torch", "onnxruntime", "numpy")


def analyser() -> Callable[[Path], object]:
    analysis = Analysis()
    config = Config(language="en", beam_size=BEAM)
    return lambda path: analysis.run(Analyze("benchmark", str(path), config), lambda event: None)


def seconds(work: Callable[[Path], object], path: Path) -> float:
    began = time.perf_counter()
    work(path)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), f"beam {BEAM}", sep=", ")
    transcribe, analyze = Transcriber().texts, analyser()
    ratios = []
    for path in options.calls:
        transcribe(path)
        analyze(path)
        pairs = [(seconds(transcribe, path), seconds(analyze, path)) for _ in range(options.rounds)]
        ratios.append(statistics.median(whole / alone for alone, whole in pairs))
        alone, whole = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{path.name}: transcription alone {alone:.2f} s, analysis {whole:.2f} s, ratio {ratios[-1]:.2f}")
    print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
