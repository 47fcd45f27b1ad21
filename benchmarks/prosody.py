"""How fast prosody is measured: times real time on one thread, and what one short utterance costs.

python -m benchmarks.prosody [FILE]: a 16 kHz mono file, repeated to 60 s; a synthetic voice without it.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from mmemotion.features.prosody import VoiceProsody
from mmemotion.types import FloatArray

SAMPLE_RATE = 16000
LENGTHS = (0.01, 1.0, 3.0, 15.0, 60.0)  # s
REPEATS = 7


def main() -> None:
    import torch

    torch.set_num_threads(1)
    prosody, sound = VoiceProsody(), _sound(sys.argv[1] if len(sys.argv) > 1 else None)
    print("seconds of sound   ms   share of real time   times real time")
    for length in LENGTHS:
        spent = _best(prosody, sound[: round(length * SAMPLE_RATE)])
        print(f"{length:16.2f} {1000.0 * spent:6.1f} {spent / length:14.4f} {length / spent:18.0f}")


def _best(prosody: VoiceProsody, samples: FloatArray) -> float:
    """Processor seconds of the fastest of several calls: other load on the machine hardly counts."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        prosody.extract(samples, 0.0)
        times.append(time.process_time() - start)
    return min(times)


def _sound(path: str | None) -> FloatArray:
    total = round(max(LENGTHS) * SAMPLE_RATE)
    if path is None:
        return _synthetic(total)
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        sys.exit(f"{path} is not 16 kHz mono; convert it first.")
    return np.resize(samples, total)


def _synthetic(count: int) -> FloatArray:
    """A buzz that glides about 150 Hz, four syllables a second, a pause every three seconds."""
    seconds = np.arange(count) / SAMPLE_RATE
    turns = np.cumsum(150.0 * (1.0 + 0.2 * np.sin(seconds))) / SAMPLE_RATE
    buzz = sum(np.cos(2.0 * np.pi * k * turns) / k for k in range(1, 11))
    return np.asarray(0.05 * buzz * np.sin(4.0 * np.pi * seconds) ** 2 * (seconds % 3.0 < 2.5), dtype=np.float32)


if __name__ == "__main__":
    main()
