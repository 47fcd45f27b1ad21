"""Synthetic voices of which every measure is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter, resample_poly

from mmemotion.types import FloatArray

SAMPLE_RATE = 16000
OVERSAMPLING = 8  # pulses fall between the samples of the result
TILT_HZ = 400.0  # two real poles here give the -12 dB per octave of a glottal source

VOWELS = {"a": (730.0, 1090.0, 2440.0), "i": (270.0, 2290.0, 3010.0), "u": (300.0, 870.0, 2240.0)}
"""First three formants (Hz) of men: Peterson & Barney (1952), "Control methods used in a study of the vowels"."""

Doubles = npt.NDArray[np.float64]
Contour = Callable[[float], float]


@dataclass(frozen=True)
class Recipe:
    """A voice to make.

    f0: Hz at a time in s. level_dbfs: root mean square outside pauses. pauses: start and end in s. jitter: standard
    deviation of the period, a share. shimmer_db: standard deviation of the level of a period. hnr_db: level of the
    voice over that of white noise, added everywhere; None adds none. syllables_per_s: the level sinks by 20 dB
    between syllables; 0 leaves it.
    """

    f0: Contour
    duration: float = 2.0
    level_dbfs: float = -20.0
    pauses: tuple[tuple[float, float], ...] = ()
    jitter: float = 0.0
    shimmer_db: float = 0.0
    hnr_db: float | None = None
    vowel: str = "a"
    syllables_per_s: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Voice:
    """samples float32 [n] at 16 kHz; periods (s) and levels (dB) of the pulses that made them."""

    samples: FloatArray
    periods: Doubles
    levels: Doubles = field(repr=False)

    @property
    def jitter_local(self) -> float:
        """Mean difference of neighbouring periods over the mean period."""
        return float(np.abs(np.diff(self.periods)).mean() / self.periods.mean())

    @property
    def shimmer_local_db(self) -> float:
        """Mean difference of neighbouring levels, dB."""
        return float(np.abs(np.diff(self.levels)).mean())


def steady(hertz: float) -> Contour:
    """The same F0 throughout."""
    return lambda time: hertz


def glide(start_hz: float, semitones_per_s: float) -> Contour:
    """F0 that moves evenly in semitones."""
    return lambda time: start_hz * 2.0 ** (semitones_per_s * time / 12.0)


def speak(recipe: Recipe) -> Voice:
    """The voice of the recipe."""
    rng = np.random.default_rng(recipe.seed)
    times = _pulse_times(recipe, rng)
    levels = rng.normal(0.0, recipe.shimmer_db, len(times)) if recipe.shimmer_db else np.zeros(len(times))
    heights = 10.0 ** (levels / 20.0) * _syllables(times, recipe.syllables_per_s)
    clean = _vocal_tract(_pulses(times, heights, recipe.duration), VOWELS[recipe.vowel])
    spoken = ~_inside(np.arange(len(clean)) / SAMPLE_RATE, recipe.pauses)
    clean *= spoken
    clean *= 10.0 ** (recipe.level_dbfs / 20.0) / np.sqrt(np.mean(clean[spoken] ** 2))
    if recipe.hnr_db is not None:
        clean += rng.normal(0.0, 10.0 ** ((recipe.level_dbfs - recipe.hnr_db) / 20.0), len(clean))
    return Voice(clean.astype(np.float32), np.diff(times), levels)


def _pulse_times(recipe: Recipe, rng: np.random.Generator) -> Doubles:
    times, time = [], 0.0
    while time < recipe.duration:
        times.append(time)
        time += (1.0 + rng.normal(0.0, recipe.jitter)) / recipe.f0(time)
    return np.asarray(times)


def _syllables(times: Doubles, rate: float) -> Doubles:
    return 0.1 + 0.9 * np.sin(np.pi * rate * times) ** 2 if rate else np.ones(len(times))


def _pulses(times: Doubles, heights: Doubles, duration: float) -> Doubles:
    """Pulses at 128 kHz, each shared out over the two samples about it."""
    rate = SAMPLE_RATE * OVERSAMPLING
    train = np.zeros(round(duration * rate) + 2)
    places = times * rate
    left = places.astype(int)
    np.add.at(train, left, heights * (left + 1 - places))
    np.add.at(train, left + 1, heights * (places - left))
    return train[: round(duration * rate)]


def _vocal_tract(train: Doubles, formants: tuple[float, ...]) -> Doubles:
    rate = SAMPLE_RATE * OVERSAMPLING
    pole = np.exp(-2.0 * np.pi * TILT_HZ / rate)
    sound = lfilter([1.0, -1.0], np.convolve([1.0, -pole], [1.0, -pole]), train)
    for place, formant in enumerate(formants):
        radius = np.exp(-np.pi * (80.0 + 40.0 * place) / rate)
        sound = lfilter([1.0], [1.0, -2.0 * radius * np.cos(2.0 * np.pi * formant / rate), radius**2], sound)
    return np.asarray(resample_poly(sound, 1, OVERSAMPLING), dtype=np.float64)


def _inside(times: Doubles, spans: tuple[tuple[float, float], ...]) -> npt.NDArray[np.bool_]:
    return np.any([(times >= start) & (times < end) for start, end in spans] or [np.zeros(len(times), bool)], axis=0)
