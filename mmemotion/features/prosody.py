"""How something was said: pitch, loudness, timbre and tempo of one utterance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mmemotion.features import spectral
from mmemotion.features.frames import HOP, HOP_SECONDS, LOOKAHEAD, SAMPLE_RATE
from mmemotion.features.functionals import CEPSTRAL_COUNT, Measures, summarise
from mmemotion.features.harmonicity import harmonics_to_noise
from mmemotion.features.loudness import frame_levels, sounding
from mmemotion.features.periods import find_periods, jitter_local, shimmer_local_db
from mmemotion.features.pitch import SwiftF0
from mmemotion.types import FloatArray, Prosody, Track

PITCH_LEVEL_DBFS = -20.0  # of the loudest frames the pitch network hears, so that F0 does not depend on the gain


class VoiceProsody:
    """Measures the voice; tracks f0, loudness, hnr, spectral_tilt, spectral_centroid and all FUNCTIONALS.

    Tensors live on device; the pitch network always runs in onnxruntime on the CPU. Memory grows with the length of
    the sound, about 1 MB per second: meant for utterances.
    """

    def __init__(self, device: str = "cpu", pitch_model: Path | None = None) -> None:
        """pitch_model: a SwiftF0 model other than that of the installed package. Raises ModelError."""
        self._device = device
        self._pitch = SwiftF0(pitch_model)
        self._cepstrum = spectral.MelCepstrum(device)

    def extract(self, samples: FloatArray, start: float) -> Prosody:
        """Tracks and functionals of 16 kHz mono sound [n]; start (s) is its place in the recording."""
        measures = self._measure(_clean(samples))
        return Prosody(_tracks(measures, start), summarise(measures))

    def track(self, samples: FloatArray, start: float, frames: slice) -> tuple[Track, ...]:
        """Tracks f0 and loudness of some frames (both ends given) of 16 kHz mono sound [n], which starts at start (s).

        They are those of extract() if the sound goes on for LOOKAHEAD frames behind them, and if it is as loud as the
        whole: so a voice can be followed.
        """
        clean = _clean(samples)
        levels = _array(frame_levels(torch.from_numpy(clean)))
        first = max(0, frames.start - LOOKAHEAD)
        stretch = _levelled(clean, levels)[first * HOP : (frames.stop + LOOKAHEAD) * HOP]
        pitch = self._pitch.track(stretch)[frames.start - first : frames.stop - first]
        f0 = np.where(sounding(levels)[frames], pitch, np.float32(np.nan))
        at = start + frames.start * HOP_SECONDS
        return Track("f0", "Hz", at, HOP_SECONDS, f0), Track("loudness", "dBFS", at, HOP_SECONDS, levels[frames])

    def _measure(self, samples: FloatArray) -> Measures:
        sound = torch.from_numpy(samples).to(self._device)
        levels = _array(frame_levels(sound))
        heard = sounding(levels)
        f0 = np.where(heard, self._pitch.track(_levelled(samples, levels)), np.float32(np.nan))
        contour = torch.from_numpy(f0).to(self._device)
        periods = find_periods(sound, contour)
        return Measures(
            f0=f0,
            hnr=_array(harmonics_to_noise(sound, contour)),
            loudness=levels,
            sounding=heard,
            **self._spectral(sound),
            jitter_local_share=jitter_local(periods),
            shimmer_local_db=shimmer_local_db(periods),
            duration=len(samples) / SAMPLE_RATE,
        )

    def _spectral(self, sound: Tensor) -> dict[str, FloatArray]:
        powers = spectral.power_spectra(sound)
        found = {
            "alpha_ratio": spectral.alpha_ratio(powers),
            "hammarberg": spectral.hammarberg_index(powers),
            "slope_0_500": spectral.spectral_slope(powers, 0.0, 500.0),
            "slope_500_1500": spectral.spectral_slope(powers, 500.0, 1500.0),
            "centroid": spectral.spectral_centroid(powers),
            "mfcc": self._cepstrum.coefficients(powers, CEPSTRAL_COUNT),
        }
        return {name: _array(values) for name, values in found.items()}


def _clean(samples: FloatArray) -> FloatArray:
    """Finite samples without their mean: a constant is no sound. At least one."""
    finite = np.nan_to_num(np.asarray(samples, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if len(finite) == 0:
        return np.zeros(1, dtype=np.float32)
    return np.asarray(finite - finite.mean(dtype=np.float64), dtype=np.float32)


def _levelled(samples: FloatArray, levels: FloatArray) -> FloatArray:
    gain = 10.0 ** ((PITCH_LEVEL_DBFS - float(levels.max())) / 20.0)
    return np.asarray(samples * gain, dtype=np.float32)


def _array(values: Tensor) -> FloatArray:
    return np.asarray(values.cpu().numpy(), dtype=np.float32)


def _tracks(measures: Measures, start: float) -> Mapping[str, Track]:
    heard = measures.sounding
    found = (
        ("f0", "Hz", measures.f0),
        ("loudness", "dBFS", measures.loudness),
        ("hnr", "dB", measures.hnr),
        ("spectral_tilt", "dB", _only(measures.alpha_ratio, heard)),
        ("spectral_centroid", "Hz", _only(measures.centroid, heard)),
    )
    return {name: Track(name, unit, start, HOP_SECONDS, values) for name, unit, values in found}


def _only(values: FloatArray, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> FloatArray:
    return np.where(where, values, np.float32(np.nan))
