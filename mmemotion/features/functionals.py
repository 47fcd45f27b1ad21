"""Functionals: one number per measure of an utterance, NaN where not defined, and the groups a network reads them by.

The choice of measures and of voiced frames for timbre follows GeMAPS: Eyben et al. (2016), "The Geneva Minimalistic
Acoustic Parameter Set (GeMAPS) for Voice Research and Affective Computing", IEEE Transactions on Affective Computing
7(2).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from mmemotion.features.frames import HOP_SECONDS
from mmemotion.features.loudness import Mask
from mmemotion.features.tempo import phrasing, runs, syllable_nuclei
from mmemotion.types import FloatArray

PITCH: tuple[str, ...] = (
    "f0_mean_hz",
    "f0_median_hz",
    "f0_sd_semitones",
    "f0_p20_semitones",
    "f0_p80_semitones",
    "f0_range_p20_p80_semitones",
    "f0_slope_semitones_per_s",
    "f0_movement_semitones_per_s",
)
LEVEL: tuple[str, ...] = (
    "loudness_mean_dbfs",
    "loudness_p20_dbfs",
    "loudness_p80_dbfs",
)
LOUDNESS: tuple[str, ...] = (
    "loudness_sd_db",
    "loudness_range_p20_p80_db",
    "loudness_slope_db_per_s",
    "loudness_movement_db_per_s",
)
TIMBRE: tuple[str, ...] = (
    "jitter_local_share",
    "shimmer_local_db",
    "hnr_mean_db",
    "hnr_sd_db",
    "alpha_ratio_mean_db",
    "alpha_ratio_sd_db",
    "hammarberg_mean_db",
    "spectral_slope_0_500_mean_db_per_khz",
    "spectral_slope_500_1500_mean_db_per_khz",
    "spectral_centroid_mean_hz",
    "spectral_centroid_sd_hz",
    "mfcc1_mean",
    "mfcc2_mean",
    "mfcc3_mean",
    "mfcc4_mean",
    "mfcc1_sd",
    "mfcc2_sd",
    "mfcc3_sd",
    "mfcc4_sd",
)
TEMPO: tuple[str, ...] = (
    "speech_rate_syllables_per_s",
    "articulation_rate_syllables_per_s",
    "voiced_share",
    "voiced_segments_per_s",
    "mean_voiced_segment_s",
    "pause_count",
    "pause_share",
    "pause_mean_s",
)

FUNCTIONALS: tuple[str, ...] = (*PITCH, *LEVEL, *LOUDNESS, *TIMBRE, *TEMPO, "duration_s")

# Absolute level tells the microphone's gain and duration tells how the sound was cut: neither is in a group.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"pitch": PITCH, "loudness": LOUDNESS, "timbre": TIMBRE, "tempo": TEMPO}
)

CEPSTRAL_COUNT = 4
SEMITONE_ORIGIN_HZ = 27.5

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What was measured of an utterance: per frame [frame] unless said otherwise.

    f0 (Hz), hnr (dB): NaN where there is no voice. loudness (dBFS). alpha_ratio, hammarberg (dB), slope_0_500,
    slope_500_1500 (dB/kHz), centroid (Hz), mfcc [frame, 4]. sounding: frames that hold sound. jitter_local_share,
    shimmer_local_db and duration (s) are of the whole utterance.
    """

    f0: FloatArray
    hnr: FloatArray
    loudness: FloatArray
    sounding: Mask
    alpha_ratio: FloatArray
    hammarberg: FloatArray
    slope_0_500: FloatArray
    slope_500_1500: FloatArray
    centroid: FloatArray
    mfcc: FloatArray
    jitter_local_share: float
    shimmer_local_db: float
    duration: float

    @property
    def voiced(self) -> Mask:
        """Frames with a pitch."""
        return np.asarray(~np.isnan(self.f0))


def summarise(measures: Measures) -> Mapping[str, float]:
    """All FUNCTIONALS by name, in order."""
    found = {
        **pitch_functionals(measures.f0),
        **loudness_functionals(measures.loudness, measures.sounding),
        **timbre_functionals(measures),
        **tempo_functionals(measures.loudness, measures.sounding, measures.voiced),
        "duration_s": measures.duration,
    }
    return {name: float(found[name]) for name in FUNCTIONALS}


def semitones(f0: FloatArray) -> Values:
    """F0 (Hz) in semitones over 27.5 Hz, the scale of GeMAPS."""
    return np.asarray(12.0 * np.log2(f0.astype(np.float64) / SEMITONE_ORIGIN_HZ))


def pitch_functionals(f0: FloatArray) -> Mapping[str, float]:
    """Measures of F0 (Hz, [frame], NaN where there is no voice). Movement is the mean rate of change, up or down."""
    voiced = f0[~np.isnan(f0)]
    contour = semitones(f0)
    p20, p80 = _percentiles(semitones(voiced))
    return {
        "f0_mean_hz": _mean(voiced),
        "f0_median_hz": float(np.median(voiced)) if len(voiced) else math.nan,
        "f0_sd_semitones": _deviation(semitones(voiced)),
        "f0_p20_semitones": p20,
        "f0_p80_semitones": p80,
        "f0_range_p20_p80_semitones": p80 - p20,
        "f0_slope_semitones_per_s": _slope(contour),
        "f0_movement_semitones_per_s": _movement(contour),
    }


def loudness_functionals(loudness: FloatArray, sounding: Mask) -> Mapping[str, float]:
    """Measures of the level (dBFS, [frame]) over frames that hold sound; the mean is that of dB, not of power."""
    contour = np.where(sounding, loudness, np.nan)
    p20, p80 = _percentiles(loudness[sounding])
    return {
        "loudness_mean_dbfs": _mean(loudness[sounding]),
        "loudness_p20_dbfs": p20,
        "loudness_p80_dbfs": p80,
        "loudness_sd_db": _deviation(loudness[sounding]),
        "loudness_range_p20_p80_db": p80 - p20,
        "loudness_slope_db_per_s": _slope(contour),
        "loudness_movement_db_per_s": _movement(contour),
    }


def timbre_functionals(measures: Measures) -> Mapping[str, float]:
    """Measures of voice quality and spectrum over voiced frames."""
    voiced = measures.voiced
    cepstrum = measures.mfcc[voiced]
    return {
        "jitter_local_share": measures.jitter_local_share,
        "shimmer_local_db": measures.shimmer_local_db,
        "hnr_mean_db": _mean(measures.hnr[voiced]),
        "hnr_sd_db": _deviation(measures.hnr[voiced]),
        "alpha_ratio_mean_db": _mean(measures.alpha_ratio[voiced]),
        "alpha_ratio_sd_db": _deviation(measures.alpha_ratio[voiced]),
        "hammarberg_mean_db": _mean(measures.hammarberg[voiced]),
        "spectral_slope_0_500_mean_db_per_khz": _mean(measures.slope_0_500[voiced]),
        "spectral_slope_500_1500_mean_db_per_khz": _mean(measures.slope_500_1500[voiced]),
        "spectral_centroid_mean_hz": _mean(measures.centroid[voiced]),
        "spectral_centroid_sd_hz": _deviation(measures.centroid[voiced]),
        **{f"mfcc{i + 1}_mean": _mean(cepstrum[:, i]) for i in range(CEPSTRAL_COUNT)},
        **{f"mfcc{i + 1}_sd": _deviation(cepstrum[:, i]) for i in range(CEPSTRAL_COUNT)},
    }


def tempo_functionals(loudness: FloatArray, sounding: Mask, voiced: Mask) -> Mapping[str, float]:
    """Rates and shares from the first sound to the last, so that silence around the speech does not count.

    Speech rate counts the pauses, articulation rate does not; the voiced share is of frames that hold sound.
    """
    found = phrasing(sounding)
    span, pauses = found.speech_seconds, found.pause_seconds
    syllables = len(syllable_nuclei(loudness, sounding, voiced))
    starts, stops = runs(voiced)
    return {
        "speech_rate_syllables_per_s": _ratio(syllables, span),
        "articulation_rate_syllables_per_s": _ratio(syllables, span - pauses),
        "voiced_share": _ratio(int(voiced.sum()), int(sounding.sum())),
        "voiced_segments_per_s": _ratio(len(starts), span),
        "mean_voiced_segment_s": _mean((stops - starts) * HOP_SECONDS),
        "pause_count": len(found.pauses),
        "pause_share": _ratio(pauses, span),
        "pause_mean_s": _ratio(pauses, len(found.pauses)),
    }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _mean(values: npt.NDArray[np.floating]) -> float:
    return float(values.mean(dtype=np.float64)) if len(values) else math.nan


def _deviation(values: npt.NDArray[np.floating]) -> float:
    return float(values.std(dtype=np.float64)) if len(values) else math.nan


def _percentiles(values: npt.NDArray[np.floating]) -> tuple[float, float]:
    """The 20th and the 80th."""
    if len(values) == 0:
        return math.nan, math.nan
    p20, p80 = np.percentile(values, (20.0, 80.0))
    return float(p20), float(p80)


def _slope(contour: npt.NDArray[np.floating]) -> float:
    """Slope per second of the line through the defined frames, least squares; NaN for fewer than 2."""
    frames = np.flatnonzero(~np.isnan(contour))
    if len(frames) < 2:
        return math.nan
    times = (frames - frames.mean()) * HOP_SECONDS
    return float(times @ contour[frames] / (times @ times))


def _movement(contour: npt.NDArray[np.floating]) -> float:
    """Mean size of the change per second between neighbouring defined frames."""
    changes = np.abs(np.diff(contour))
    return _mean(changes[~np.isnan(changes)]) / HOP_SECONDS
