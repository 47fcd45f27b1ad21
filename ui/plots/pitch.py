"""A row of pitch: the F0 of every speaker, broken where the voice is silent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg

from mmemotion.types import Track, Utterance
from ui.state.session import Lane
from ui.theme import Theme

TRACK = "f0"
LOWEST_HZ, HIGHEST_HZ = 60.0, 420.0
POINTS_PER_PIXEL = 3
Points = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


class PitchRow:
    """Draws F0 over time in a view box: x in seconds, y in octaves (log2 of Hz)."""

    def __init__(self, box: pg.ViewBox, theme: Theme) -> None:
        self._box = box
        self._theme = theme
        self._curves: dict[int, pg.PlotCurveItem] = {}
        self._points: dict[int, Points] = {}
        self._utterances: tuple[Utterance, ...] = ()
        box.setYRange(np.log2(LOWEST_HZ), np.log2(HIGHEST_HZ), padding=0)

    def show_utterances(self, utterances: tuple[Utterance, ...], lanes: Sequence[Lane]) -> None:
        """Takes the utterances of all channels."""
        if utterances is self._utterances:
            return
        self._utterances = utterances
        self._points = {lane.channel: _join(_tracks(utterances, lane.channel)) for lane in lanes}
        self.redraw()

    def redraw(self) -> None:
        """Draws what is in view now, thinned to a few points per pixel."""
        (start, end), _ = self._box.viewRange()
        for channel, points in self._points.items():
            times, octaves = _thin(points, start, end, int(self._box.width()) * POINTS_PER_PIXEL)
            self._curve(channel).setData(times, octaves, connect="finite", skipFiniteCheck=False)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for channel, curve in self._curves.items():
            curve.setPen(pg.mkPen(theme.speaker(channel), width=1.5))

    def _curve(self, channel: int) -> pg.PlotCurveItem:
        if channel not in self._curves:
            curve = pg.PlotCurveItem(pen=pg.mkPen(self._theme.speaker(channel), width=1.5), antialias=True)
            self._box.addItem(curve, ignoreBounds=True)
            self._curves[channel] = curve
        return self._curves[channel]


def _tracks(utterances: Sequence[Utterance], channel: int) -> list[Track]:
    found = (u.prosody.tracks.get(TRACK) for u in utterances if u.channel == channel)
    return [track for track in found if track is not None and len(track.values)]


def _join(tracks: Sequence[Track]) -> Points:
    """All tracks as one line, with a NaN between any two so that they are not connected."""
    times = [np.append(t.start + t.hop * np.arange(len(t.values)), t.start + t.hop * len(t.values)) for t in tracks]
    values = [np.append(np.log2(np.maximum(t.values, 1.0, dtype=np.float64)), np.nan) for t in tracks]
    if not tracks:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(times), np.concatenate(values)


def _thin(points: Points, start: float, end: float, most: int) -> Points:
    times, values = points
    first, last = np.searchsorted(times, [start, end])
    step = max(1, int(last - first) // max(1, most))
    return times[first:last:step], values[first:last:step]
