"""A row of pitch: the F0 of every speaker, broken where the voice is silent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg

from mmemotion.types import Track, Utterance
from ui.theme import Theme

TRACK = "f0"
LOWEST_HZ, HIGHEST_HZ = 60.0, 420.0
POINTS_PER_PIXEL = 2
Points = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


class PitchRow:
    """Draws F0 over time in a view box: x in seconds, y in octaves (log2 of Hz)."""

    def __init__(self, box: pg.ViewBox, theme: Theme) -> None:
        self._box = box
        self._theme = theme
        self._curves: dict[int, pg.PlotCurveItem] = {}
        self._points: dict[int, Points] = {}
        self._utterances: tuple[Utterance, ...] = ()
        self._known: set[int] = set()
        box.setYRange(np.log2(LOWEST_HZ), np.log2(HIGHEST_HZ), padding=0)

    def show_utterances(self, utterances: tuple[Utterance, ...]) -> None:
        """Takes the utterances of all channels; of those it knows already only the line is kept."""
        if utterances is self._utterances:
            return
        if not self._known.issubset(map(id, utterances)):
            self._known, self._points = set(), {}
        self._utterances = utterances
        fresh = [utterance for utterance in utterances if id(utterance) not in self._known]
        self._known.update(map(id, fresh))
        for channel in {utterance.channel for utterance in fresh}:
            self._points[channel] = _join(self._points.get(channel), _tracks(fresh, channel))
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
            curve.setCacheMode(curve.CacheMode.DeviceCoordinateCache)
            self._box.addItem(curve, ignoreBounds=True)
            self._curves[channel] = curve
        return self._curves[channel]


def _tracks(utterances: Sequence[Utterance], channel: int) -> list[Track]:
    found = (u.prosody.tracks.get(TRACK) for u in utterances if u.channel == channel)
    return [track for track in found if track is not None and len(track.values)]


def _join(before: Points | None, tracks: Sequence[Track]) -> Points:
    """The line and the tracks behind it, with a break (infinity) after each so that they are not connected."""
    line = [before] if before is not None else [(np.zeros(0), np.zeros(0))]
    for track in tracks:
        times = track.start + track.hop * np.arange(len(track.values) + 1, dtype=np.float64)
        line.append((times, np.append(np.log2(np.maximum(track.values, 1.0, dtype=np.float64)), np.inf)))
    return np.concatenate([times for times, _ in line]), np.concatenate([values for _, values in line])


def _thin(points: Points, start: float, end: float, most: int) -> Points:
    """Every so many-th point between start and end; a break is never among those left out."""
    first, last = np.searchsorted(points[0], [start, end])
    times, values = points[0][first:last], points[1][first:last]
    step = max(1, len(times) // max(1, most))
    if step == 1:
        return times, values
    edges = np.arange(0, len(times), step)
    broken = np.logical_or.reduceat(np.isinf(values), edges)
    return times[edges], np.where(broken, np.inf, values[edges])
