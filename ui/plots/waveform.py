"""A row of waveform: the loudest and the lowest sound of each column of pixels in one channel."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPainter

from ui.plots.pixel_row import PixelRow, View, bars, draw_pixels
from ui.state.peaks import Outline, Peaks

QUIETEST_SCALE = 0.02


class WaveformRow(PixelRow):
    """Draws one channel of the peaks."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box)
        self._peaks: Outline = Peaks()
        self._channel = 0
        self._colour = QColor()

    def show_peaks(self, peaks: Outline, channel: int) -> None:
        """Takes new peaks; all rows of a recording share one scale, so loud and quiet speakers stay comparable."""
        if peaks is not self._peaks or channel != self._channel:
            self._peaks, self._channel = peaks, channel
            self.repaint()

    def set_colour(self, colour: str) -> None:
        """Changes the colour."""
        self._colour = QColor(colour)
        self.repaint()

    def draw(self, painter: QPainter, view: View) -> None:
        """The sound around the middle of the row."""
        low, high = self._peaks.bars(self._channel, view.edges)
        scale = 2 * 1.05 * max(QUIETEST_SCALE, self._peaks.loudest)
        draw_pixels(painter, bars(0.5 + low / scale, 0.5 + high / scale, view.height, view.ratio, self._colour), view)
