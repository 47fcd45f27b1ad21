"""A recording that grows by the clock, as the recorder's file does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mmemotion.types import FloatArray, Media, Waveform

PIECE = 0.05
"""Seconds of sound at a time."""


class Growing:
    """samples float32 [n, channel], of which `lead` seconds are there at once and the rest comes `speed` times as
    fast as it was spoken; recorded from open() on. Pass open to Analysis."""

    def __init__(self, samples: FloatArray, sample_rate: int, speed: float = 1.0, lead: float = 0.0) -> None:
        self.samples, self.sample_rate = samples, sample_rate
        self._speed, self._lead = speed, lead
        self._began: float | None = None
        self.opened = 0
        self.closed_at: float | None = None
        self.piece = PIECE
        self._lock = threading.Lock()

    @property
    def duration(self) -> float:
        return len(self.samples) / self.sample_rate

    def time_of(self, second: float) -> float:
        """The monotonic time at which a second of the sound is spoken."""
        assert self._began is not None
        return self._began + max(0.0, second - self._lead) / self._speed

    @property
    def recorded(self) -> float:
        if self._began is None:
            return 0.0
        return min(self.duration, self._lead + (time.monotonic() - self._began) * self._speed)

    def open(self, path: Path, stopped: Callable[[], bool]) -> GrowingReader:
        with self._lock:
            self.opened += 1
            self._began = self._began or time.monotonic()
        return GrowingReader(self, path, stopped)


class GrowingReader:
    """One who reads it."""

    warnings: tuple[str, ...] = ()

    def __init__(self, recording: Growing, path: Path, stopped: Callable[[], bool]) -> None:
        self._recording, self._stopped = recording, stopped
        self.media = Media(
            str(path), "wav", "pcm_s16le", recording.sample_rate, recording.samples.shape[1], duration=None
        )

    @property
    def recorded(self) -> float:
        return self._recording.recorded

    def chunks(self) -> Iterator[Waveform]:
        recording, rate, at = self._recording, self._recording.sample_rate, 0
        step = round(recording.piece * rate)
        while at < len(recording.samples) and not self._stopped():
            until = min(at + step, len(recording.samples))
            while self.recorded * rate < until - 1e-6 and not self._stopped():
                time.sleep(max(0.001, recording.time_of(until / rate) - time.monotonic()))
            yield Waveform(recording.samples[at:until], rate, at)
            at = until
