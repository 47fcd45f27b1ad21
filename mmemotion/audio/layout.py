"""How the channels of a recording become speakers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mmemotion.audio.blocks import Blocks
from mmemotion.config import ChannelMode
from mmemotion.types import ChannelPlan, FloatArray

FRAME = 0.1  # s: longer than the delay between two microphones of a room, shorter than a word
FLOOR_DBFS = -100.0
SILENT_DBFS = -60.0
SILENT_UNDER_OTHER_DB = 40.0
ACTIVE_RANGE_DB = 30.0  # frames this far under the loud ones are speech still
DUAL_MONO_RESIDUAL_DB = -27.0
APART_DB = 15.0  # between the level differences of two talkers, each on a channel of their own
LEAST_SHARE = 0.02  # of the active frames that a second talker has
SAME_LEVELS = 0.4  # correlation of two channels' levels (dB) that hear the same talkers
SAME_SIGN = 0.3  # correlation of two channels' samples from which their polarity can be told

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layout:
    """channels: those of the source that are used (from 0). reason: a sentence for the user, or empty.

    SPLIT makes a lane of each channel; MIX makes one lane, the sum of the channels times their gains (a mean, with
    the polarity of the loudest channel).
    """

    plan: ChannelPlan
    channels: tuple[int, ...]
    gains: tuple[float, ...]
    reason: str = ""

    @property
    def lane_count(self) -> int:
        """Number of lanes."""
        return len(self.channels) if self.plan is ChannelPlan.SPLIT else 1


class ChannelMixer:
    """Makes lanes of channels, sample by sample."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def apply(self, samples: FloatArray) -> FloatArray:
        """samples [n, channel] as [n, lane]."""
        layout = self._layout
        if layout.plan is ChannelPlan.SPLIT:
            return np.ascontiguousarray(samples[:, list(layout.channels)])
        lane = np.zeros(len(samples), dtype=np.float32)
        for channel, gain in zip(layout.channels, layout.gains, strict=True):
            lane += samples[:, channel] * np.float32(gain)
        return lane[:, np.newaxis]


class LayoutProbe:
    """Listens to a whole recording in pieces, then decides. Keeps ten levels per second and channel, no sound."""

    def __init__(self) -> None:
        self._blocks: Blocks | None = None
        self._levels: list[FloatArray] = []
        self._products: Matrix = np.zeros((0, 0))

    def push(self, samples: FloatArray, sample_rate: int) -> None:
        """Takes in the next samples [n, channel]; sample_rate in Hz, the same each time."""
        if self._blocks is None:
            self._blocks = Blocks(round(FRAME * sample_rate))
            self._products = np.zeros((samples.shape[1], samples.shape[1]))
        for block in self._blocks.push(samples):
            self._take(block)

    def decide(self, mode: ChannelMode) -> Layout:
        """The layout for what was heard. AUTO splits where each of two channels has a talker of its own."""
        if self._blocks is not None and (rest := self._blocks.finish()) is not None:
            self._take(rest)
        channels = tuple(range(len(self._products)))
        if mode is ChannelMode.SPLIT:
            return Layout(ChannelPlan.SPLIT, channels, (1.0,) * len(channels))
        if mode is ChannelMode.MIX or len(channels) < 2:
            return self._mix(channels)
        return self._listened(channels)

    def _take(self, block: FloatArray) -> None:
        centred = np.array(block.T, dtype=np.float64)
        centred -= centred.mean(axis=1, keepdims=True)
        products = np.einsum("in,jn->ij", centred, centred)
        powers = np.diag(products) / len(block)
        self._products = self._products + products
        self._levels.append(np.asarray(10 * np.log10(np.maximum(powers, 10 ** (FLOOR_DBFS / 10))), dtype=np.float32))

    def _listened(self, channels: tuple[int, ...]) -> Layout:
        levels = np.stack(self._levels)
        audible = _audible(levels)
        if len(audible) == 1:
            return self._mix(audible, f"Only channel {audible[0] + 1} carries sound; the silent rest was left out.")
        if len(audible) > 2:
            return self._mix(
                audible, f"The {len(audible)} channels were averaged; ask to split them to hear each alone."
            )
        if len(audible) == 2 and not self._are_one(audible):
            return self._pair(audible, levels[:, list(audible)])
        return self._mix(audible or channels, "Both channels carry the same sound (dual mono)." if audible else "")

    def _pair(self, channels: tuple[int, ...], levels: FloatArray) -> Layout:
        if has_own_talkers(levels):
            return Layout(ChannelPlan.SPLIT, channels, (1.0, 1.0))
        return self._mix(channels, "Both channels hear the same talkers (stereo); they were averaged.")

    def _mix(self, channels: tuple[int, ...], reason: str = "") -> Layout:
        products = self._products[np.ix_(channels, channels)]
        loudest = int(np.argmax(np.diag(products))) if channels else 0
        gains = tuple(-1.0 if r < -SAME_SIGN else 1.0 for r in _correlations(products)[loudest]) if channels else ()
        return Layout(ChannelPlan.MIX, channels, tuple(gain / len(channels) for gain in gains), reason)

    def _are_one(self, channels: tuple[int, ...]) -> bool:
        """True when one channel is the other times a gain: what the best gain leaves is under -27 dB of the signal."""
        correlation = _correlations(self._products[np.ix_(channels, channels)])[0, 1]
        return bool(1 - correlation**2 < 10 ** (DUAL_MONO_RESIDUAL_DB / 10))


def has_own_talkers(levels: FloatArray) -> bool:
    """True when each of two channels has a talker of its own; levels [frame, 2] in dBFS.

    On a telephone call one channel is louder while one talker speaks and the other while the other does, even with
    cross-talk: the level differences of the active frames fall into two groups, as far apart as both leaks are deep
    together. In a room they lie close to each other, and both levels go up and down together.
    """
    active = levels[levels.max(axis=1) >= np.percentile(levels.max(axis=1), 95) - ACTIVE_RANGE_DB]
    if _distance_of_groups(active[:, 0] - active[:, 1]) >= APART_DB:
        return True
    return bool(_correlations(np.cov(active.T))[0, 1] < SAME_LEVELS) if len(active) > 2 else False


def _distance_of_groups(values: FloatArray) -> float:
    """Between the means of the two groups of values that differ most in variance (Otsu 1979); 0 when one is tiny."""
    ordered = np.sort(values.astype(np.float64))
    count, least = len(ordered), max(1, round(LEAST_SHARE * len(ordered)))
    if count < 2 * least:
        return 0.0
    below = np.arange(least, count - least + 1)
    sums = np.cumsum(ordered)
    low, high = sums[below - 1] / below, (sums[-1] - sums[below - 1]) / (count - below)
    best = int(np.argmax(below * (count - below) * (high - low) ** 2))
    return float(high[best] - low[best])


def _audible(levels: FloatArray) -> tuple[int, ...]:
    """Channels not silent throughout: above -60 dBFS at times, or less than 40 dB under the loudest channel."""
    loud = np.percentile(levels, 99.9, axis=0)
    least = min(SILENT_DBFS, float(loud.max()) - SILENT_UNDER_OTHER_DB)
    return tuple(int(channel) for channel in np.flatnonzero((loud > FLOOR_DBFS) & (loud >= least)))


def _correlations(products: Matrix) -> Matrix:
    """Correlation coefficients from second moments; 0 where a channel is silent."""
    scale = np.sqrt(np.maximum(np.diag(products), 1e-300))
    return np.asarray(products / np.outer(scale, scale))
