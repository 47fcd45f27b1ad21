"""A row of pitch: the F0 of every speaker, broken where the voice is silent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mmemotion.types import FloatArray, Track, Utterance
from ui.plots.pixel_row import PixelRow, View, bars, draw_pixels
from ui.theme import Theme

TRACK = "f0"
LOWEST_HZ, HIGHEST_HZ = 60.0, 420.0
LINE_WIDTH = 1.5
Points = tuple[npt.NDArray[np.float64], FloatArray]
"""Times (s) and F0 (Hz), NaN where there is no voice."""


class PitchRow(PixelRow):
    """Draws F0 over time: a line, or the range it covers in each column of pixels where those hold many values."""

    def __init__(self, box: pg.ViewBox, theme: Theme) -> None:
        super().__init__(box)
        self._theme = theme
        self._points: dict[int, Points] = {}
        self._joined: tuple[Utterance, ...] = ()
        self._utterances: tuple[Utterance, ...] = ()

    def show_utterances(self, utterances: tuple[Utterance, ...], duration: float) -> None:
        """Takes the utterances of all channels."""
        self.set_length(duration)
        if utterances is not self._utterances:
            self._utterances = utterances
            if not utterances:
                self._joined, self._points = (), {}
            self.repaint()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.repaint()

    def draw(self, painter: QPainter, view: View) -> None:
        """The speakers over each other."""
        self._join()
        for channel, (times, f0) in sorted(self._points.items()):
            first, last = np.searchsorted(times, [view.start, view.end])
            seen = slice(max(0, first - 1), last + 1)
            colour = QColor(self._theme.speaker(channel))
            if last - first > view.width:
                low, high = (heights(ends) for ends in ranges((times[seen], f0[seen]), view.edges))
                draw_pixels(painter, bars(low, high, view.height, LINE_WIDTH * view.ratio, colour), view)
            else:
                _draw_line(painter, times[seen], heights(f0[seen]), view, colour)

    def _join(self) -> None:
        """Makes lines of utterances that came since the last time."""
        before = len(self._joined)
        if self._utterances[:before] != self._joined:  # each is only equal to itself
            before, self._points = 0, {}
        self._joined = self.next_of(self._utterances, before)
        for channel, tracks in _tracks(self._joined[before:]).items():
            self._points[channel] = join(self._points.get(channel), tracks)


def heights(f0: FloatArray) -> FloatArray:
    """F0 (Hz) as shares of the height of the row, from the bottom: equal for equal intervals."""
    low, high = np.log2(LOWEST_HZ), np.log2(HIGHEST_HZ)
    return np.asarray((np.log2(np.maximum(f0, 1.0)) - low) / (high - low), dtype=np.float32)


def join(before: Points | None, tracks: Sequence[Track]) -> Points:
    """The line and the tracks behind it, with a break (NaN) after each so that they are not connected."""
    silence = np.full(1, np.nan, dtype=np.float32)
    values = [part for track in tracks for part in (track.values, silence)]
    lengths = np.array([len(track.values) + 1 for track in tracks], dtype=np.int64)
    starts, hops = np.array([(track.start, track.hop) for track in tracks], dtype=np.float64).reshape(-1, 2).T
    steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    times = np.repeat(starts, lengths) + np.repeat(hops, lengths) * steps
    f0 = np.concatenate([*values, silence[:0]])
    if before is None:
        return times, f0
    return np.concatenate([before[0], times]), np.concatenate([before[1], f0])


def ranges(points: Points, edges: npt.NDArray[np.float64]) -> tuple[FloatArray, FloatArray]:
    """Lowest and highest value in each column; NaN where there is none."""
    times, values = points
    low, high = np.full((2, len(edges) - 1), np.nan, dtype=np.float32)
    rows = np.searchsorted(times, edges)
    full = np.flatnonzero(rows[1:] > rows[:-1])
    if len(full):
        first, last = rows[full[0]], rows[full[-1] + 1]
        low[full] = np.fmin.reduceat(values[first:last], rows[full] - first)
        high[full] = np.fmax.reduceat(values[first:last], rows[full] - first)
    return low, high


def _tracks(utterances: Sequence[Utterance]) -> dict[int, list[Track]]:
    """By channel."""
    found: dict[int, list[Track]] = {}
    for utterance in utterances:
        track = utterance.prosody.tracks.get(TRACK)
        if track is not None and len(track.values):
            found.setdefault(utterance.channel, []).append(track)
    return found


def _draw_line(
    painter: QPainter, times: npt.NDArray[np.float64], shares: FloatArray, view: View, colour: QColor
) -> None:
    width, height = view.width / view.ratio, view.height / view.ratio
    x = (times - view.start) / (view.end - view.start) * width
    path = pg.functions.arrayToQPath(x, (1 - shares) * height, connect="finite", finiteCheck=True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, LINE_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
