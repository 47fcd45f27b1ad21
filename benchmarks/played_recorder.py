"""The recorder process with a microphone that plays a file, in real time: python -m benchmarks.played_recorder FILE."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import soundfile

from mmemotion.backends.scripted_microphone import ScriptedMicrophones
from mmemotion.engine.recorder import main
from mmemotion.types import Pcm


def played(path: Path, channel_count: int) -> tuple[Pcm, int]:
    samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    if channel_count == 1:
        samples = samples.mean(axis=1, keepdims=True).astype(np.int16)
    return samples, rate


if __name__ == "__main__":
    main(ScriptedMicrophones(*played(Path(sys.argv[1]), int(sys.argv[2]))))
