"""Media files for tests, written with PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from mmemotion.types import FloatArray

STEP = 1024
PICTURES_PER_SECOND = 5


def chirps(seconds: float, sample_rate: int, channels: int = 1) -> FloatArray:
    """Sweeps of 0.5 s between 200 and 1,200 Hz under a slow swell, [n, channel]; channel k is 1/(k+1) as loud."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    phase = 2 * np.pi * (200 * time + 500 * np.abs((time % 1.0) - 0.5) * time)
    mono = 0.4 * np.sin(phase) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.7 * time))
    return np.stack([mono / (channel + 1) for channel in range(channels)], axis=1).astype(np.float32)


def write_sound(
    path: Path,
    samples: FloatArray,
    sample_rate: int,
    codec: str,
    bit_rate: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """Samples [n, channel] as a file of the container its name tells."""
    with av.open(str(path), "w", options=options or {}) as container:
        _put(container, _sound_stream(container, codec, sample_rate, samples.shape[1], bit_rate), samples)
    return path


def write_video(
    path: Path, samples: FloatArray | None, sample_rate: int = 16000, late: float = 0.0, tracks: int = 1
) -> Path:
    """A grey MPEG-4 video of 2 s with `tracks` equal sound tracks, `late` s after the picture, or with none."""
    with av.open(str(path), "w") as container:
        picture: Any = container.add_stream("mpeg4", rate=PICTURES_PER_SECOND)
        picture.width = picture.height = 64
        sounds = [
            _sound_stream(container, "aac", sample_rate, samples.shape[1]) for _ in range(tracks) if samples is not None
        ]
        for index in range(2 * PICTURES_PER_SECOND):
            frame = VideoFrame.from_ndarray(np.full((64, 64, 3), 128, dtype=np.uint8), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, PICTURES_PER_SECOND)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        for sound in sounds:
            assert samples is not None
            _put(container, sound, samples, late)
    return path


def halve(path: Path, target: Path) -> Path:
    """The first half of the file's bytes."""
    data = path.read_bytes()
    target.write_bytes(data[: len(data) // 2])
    return target


def _sound_stream(container: Any, codec: str, sample_rate: int, channels: int, bit_rate: int = 0) -> Any:
    stream = container.add_stream(codec, rate=sample_rate, layout={1: "mono", 2: "stereo", 6: "5.1"}[channels])
    if bit_rate:
        stream.bit_rate = bit_rate
    return stream


def _put(container: Any, stream: Any, samples: FloatArray, late: float = 0.0) -> None:
    rate = stream.sample_rate
    for start in range(0, len(samples), STEP):
        block = np.ascontiguousarray(samples[start : start + STEP].T)
        frame = AudioFrame.from_ndarray(block, format="fltp", layout=stream.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = rate, start + round(late * rate), Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
