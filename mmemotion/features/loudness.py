"""Level of each frame, and which frames hold sound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mmemotion.features.frames import HOP, WINDOW, frame_count
from mmemotion.types import FloatArray

FLOOR_DBFS = -120.0
SILENCE_DBFS = -70.0
SOUNDING_RANGE_DB = 25.0

Mask = npt.NDArray[np.bool_]


def frame_levels(samples: Tensor) -> Tensor:
    """Root mean square of each frame in dBFS, float32 [frame]; samples [n]. 0 dBFS is a mean square of 1.

    The first frame is averaged over the half that lies in the sound. Nothing is under -120 dBFS.
    """
    count = frame_count(len(samples))
    padded = torch.nn.functional.pad(samples, (0, max(0, count * HOP - len(samples))))
    energies = padded[: count * HOP].double().square().reshape(count, HOP).sum(dim=1)
    powers = (energies + torch.nn.functional.pad(energies, (1, 0))[:-1]) / WINDOW
    powers[0] *= WINDOW / max(1, min(HOP, len(samples)))
    return (10.0 * torch.log10(powers + 10.0 ** (FLOOR_DBFS / 10.0))).float()


def sounding(levels: FloatArray) -> Mask:
    """Which frames hold sound: at most 25 dB under the 99th percentile of levels [frame] (dBFS), and over -70 dBFS.

    The threshold of de Jong & Wempe (2009), "Praat script to detect syllable nuclei and measure speech rate
    automatically", Behavior Research Methods 41(2).
    """
    threshold = float(np.percentile(levels, 99.0)) - SOUNDING_RANGE_DB
    return np.asarray(levels >= max(threshold, SILENCE_DBFS))
