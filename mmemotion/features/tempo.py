"""Pauses and syllables, from level and voicing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mmemotion.features.frames import HOP_SECONDS
from mmemotion.features.loudness import Mask
from mmemotion.types import FloatArray, Span

SHORTEST_PAUSE = 0.25  # s
SHORTEST_SOUND = 0.1  # s; clicks do not divide a pause
SMALLEST_DIP_DB = 2.0
SMOOTHING = 5  # frames of a Hann window: as wide at half height, 48 ms, as Praat smooths for a lowest pitch of 50 Hz

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Where speech lies in a sound, seconds from its start; None when there is none. pauses lie inside it."""

    speech: Span | None
    pauses: tuple[Span, ...]

    @property
    def speech_seconds(self) -> float:
        """From the first sound to the last; 0 without any."""
        return self.speech.duration if self.speech else 0.0

    @property
    def pause_seconds(self) -> float:
        """All pauses together."""
        return sum(pause.duration for pause in self.pauses)


def phrasing(sounding: Mask) -> Phrasing:
    """Speech and its pauses of at least 0.25 s (Goldman-Eisler 1968, "Psycholinguistics"), from sounding [frame].

    A frame without sound is silent over its whole width of two hops, so a run of n such frames lasts n + 1 hops.
    """
    starts, stops = _stretches(sounding)
    if len(starts) == 0:
        return Phrasing(None, ())
    end = stops[-1] if stops[-1] == len(sounding) else max(stops[-1] - 1, starts[0] + 1)
    gaps = zip((stops[:-1] - 1).tolist(), starts[1:].tolist(), strict=True)
    pauses = tuple(Span(first * HOP_SECONDS, last * HOP_SECONDS) for first, last in gaps)
    return Phrasing(Span(float(starts[0]) * HOP_SECONDS, float(end) * HOP_SECONDS), pauses)


def syllable_nuclei(levels: FloatArray, sounding: Mask, voiced: Mask) -> Indices:
    """Frames at the nuclei of syllables; levels (dBFS), sounding, voiced: [frame].

    Peaks of the smoothed level that are voiced, hold sound, and have a dip of at least 2 dB on both sides: de Jong &
    Wempe (2009), "Praat script to detect syllable nuclei and measure speech rate automatically", Behavior Research
    Methods 41(2).
    """
    peaks = _peaks(_smoothed(levels))
    return np.asarray(peaks[sounding[peaks] & voiced[peaks]])


def runs(mask: Mask) -> tuple[Indices, Indices]:
    """First index of each run of True, and the index after its last."""
    edges = np.diff(np.concatenate(([False], mask, [False])).astype(np.int8))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _stretches(sounding: Mask) -> tuple[Indices, Indices]:
    """First frame of each stretch of speech between pauses, and the frame after its last; clicks are left out."""
    starts, stops = runs(sounding)
    if len(starts) == 0:
        return starts, stops
    apart = (starts[1:] - stops[:-1] + 1) * HOP_SECONDS >= SHORTEST_PAUSE
    starts, stops = starts[np.concatenate(([True], apart))], stops[np.concatenate((apart, [True]))]
    long_enough = (stops - starts) * HOP_SECONDS >= SHORTEST_SOUND
    return (starts[long_enough], stops[long_enough]) if long_enough.any() else (starts, stops)


def _smoothed(levels: FloatArray) -> FloatArray:
    """Level (dB) of the power averaged over neighbouring frames."""
    window = np.hanning(SMOOTHING + 2)[1:-1]
    powers = np.pad(10.0 ** (levels.astype(np.float64) / 10.0), SMOOTHING // 2, mode="edge")
    averaged = np.convolve(powers, window / window.sum(), mode="valid")
    return np.asarray(10.0 * np.log10(averaged), dtype=np.float32)


def _peaks(levels: FloatArray) -> Indices:
    """Frames of peaks that stand out by the smallest dip from both sides; the ends of the sound count as dips."""
    peaks: list[int] = []
    top, valley = -1, -np.inf
    for turn in _turning_points(levels).tolist():
        level = float(levels[turn])
        if top < 0:
            valley = min(valley, level)
            top = turn if level >= valley + SMALLEST_DIP_DB else -1
        elif level > levels[top]:
            top = turn
        elif level <= levels[top] - SMALLEST_DIP_DB:
            peaks.append(top)
            top, valley = -1, level
    return np.asarray(peaks + ([top] if top >= 0 else []), dtype=np.intp)


def _turning_points(levels: FloatArray) -> Indices:
    """Frames where the level stops rising or falling, with the first and the last."""
    direction = np.sign(np.diff(levels))
    inner = np.flatnonzero(direction[:-1] != direction[1:]) + 1
    return np.concatenate(([0], inner, [len(levels) - 1])).astype(np.intp)
