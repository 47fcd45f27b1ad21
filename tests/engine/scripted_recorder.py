"""The recorder process with a scripted microphone: python scripted_recorder.py SECONDS SCRIPT (JSON)."""

import sys

import msgspec
import numpy as np

from mmemotion.backends.scripted_microphone import Script, ScriptedMicrophones
from mmemotion.engine.recorder import main
from mmemotion.types import Pcm

RATE = 16_000


def sound(seconds: float, channels: int = 1) -> Pcm:
    """Noise whose every sample tells where it is from."""
    noise = np.random.default_rng(0).integers(-9000, 9000, (round(seconds * RATE), channels))
    return noise.astype(np.int16)


if __name__ == "__main__":
    main(ScriptedMicrophones(sound(float(sys.argv[1])), RATE, msgspec.json.decode(sys.argv[2], type=Script)))
