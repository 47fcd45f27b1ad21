"""The front end of every encoder: cut to the speech, then scaled to one level; the same in training and at run time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mmemotion.types import FloatArray

FRAME = 0.025  # s
HOP = 0.010  # s
SHORTEST = 0.3  # s
LOUDER_FRAMES = 20  # that may be clicks: the loudest speech is the next frame, or the 95th percentile in a short clip
ACTIVE_RANGE_DB = 30.0
FLOOR_PERCENTILE = 5.0
ABOVE_FLOOR = 1 / 3
NOISY_THRESHOLD_DB = -10.0
SILENCE_DBFS = -80.0  # under one step of 16 bits there is nothing to scale up

Powers = npt.NDArray[np.float64]


def trim(samples: FloatArray, sample_rate: int, threshold_db: float = -30.0) -> slice:
    """Where the speech lies in samples [n]: without what precedes the first and follows the last loud frame.

    A frame (25 ms every 10 ms) is loud when its level is at most -threshold_db dB under the speech peak: the 95th
    percentile of the frame levels, in sound over 4 s the 21st highest, so that one word in much silence still counts.
    In noise it must also lie a third of the way in dB from the floor, the 5th percentile, to the peak, but need not be
    nearer to the peak than 10 dB. The slice is widened about its middle to 0.3 s, as far as the sound reaches; silence
    is kept whole.
    """
    powers = _frame_powers(samples, sample_rate)
    if len(powers) == 0 or _peak_power(powers) <= _power(SILENCE_DBFS):
        return slice(0, len(samples))
    loud = np.flatnonzero(powers >= _peak_power(powers) * max(_power(threshold_db), _over_floor(powers)))
    frame, hop = _frame_and_hop(sample_rate)
    start, stop = int(loud[0]) * hop, min(len(samples), int(loud[-1]) * hop + frame)
    return _widened(start, stop, len(samples), round(SHORTEST * sample_rate))


def normalise(samples: FloatArray, rms_dbfs: float = -23.0, sample_rate: int = 16000) -> FloatArray:
    """samples [n] scaled so that the root mean square of its active frames is rms_dbfs (0 dBFS: mean square 1).

    Active are frames at most 30 dB under the speech peak (see trim), so pauses do not count; compare the active
    speech level of ITU-T P.56 (2011). Silence (a speech peak under -80 dBFS) comes back unscaled. Samples that
    are not finite become 0. The result may leave [-1, 1]: it is for measuring, not for playing.
    """
    finite = np.nan_to_num(np.asarray(samples, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    active = active_power(finite, sample_rate)
    if active <= _power(SILENCE_DBFS):
        return finite
    return np.asarray(finite * np.sqrt(_power(rms_dbfs) / active), dtype=np.float32)


def active_power(samples: FloatArray, sample_rate: int) -> float:
    """Mean square of the active frames of samples [n]; 0 for no samples."""
    powers = _frame_powers(samples, sample_rate)
    if len(powers) == 0:
        return 0.0
    return float(powers[powers >= _peak_power(powers) * _power(-ACTIVE_RANGE_DB)].mean())


def _frame_powers(samples: FloatArray, sample_rate: int) -> Powers:
    """Mean square per frame; sound shorter than a frame is one frame; what is left after the last is a frame too."""
    frame, hop = _frame_and_hop(sample_rate)
    if len(samples) == 0:
        return np.zeros(0)
    energy = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=np.float64))))
    count = max(1, -(-(len(samples) - frame) // hop) + 1)
    starts = np.arange(count) * hop
    stops = np.minimum(starts + frame, len(samples))
    return np.asarray(np.maximum(energy[stops] - energy[starts], 0.0) / (stops - starts))


def _frame_and_hop(sample_rate: int) -> tuple[int, int]:
    return max(1, round(FRAME * sample_rate)), max(1, round(HOP * sample_rate))


def _peak_power(powers: Powers) -> float:
    louder = min(len(powers) // 20, LOUDER_FRAMES)
    return float(np.sort(powers)[len(powers) - 1 - louder])


def _over_floor(powers: Powers) -> float:
    """The power a third of the way in dB from the floor to the speech peak, as a share of the peak's."""
    floor = float(np.percentile(powers, FLOOR_PERCENTILE)) / _peak_power(powers)
    return float(min(floor ** (1 - ABOVE_FLOOR), _power(NOISY_THRESHOLD_DB)))


def _power(decibels: float) -> float:
    return float(10.0 ** (decibels / 10.0))


def _widened(start: int, stop: int, total: int, shortest: int) -> slice:
    """The stretch grown about its middle to the shortest length, shifted to stay inside 0..total."""
    missing = max(0, min(shortest, total) - (stop - start))
    start = min(max(0, start - missing // 2), total - (stop - start) - missing)
    return slice(max(0, start), max(stop, start + min(shortest, total)))
