"""A row of waveform: the outline of one channel, never more points than pixels."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from ui.state.peaks import Peaks

QUIETEST_SCALE = 0.02


class WaveformRow:
    """Draws one channel of the peaks into a view box whose x axis is seconds."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._shape = QGraphicsPathItem()
        self._shape.setCacheMode(QGraphicsPathItem.CacheMode.DeviceCoordinateCache)
        self._peaks = Peaks()
        self._channel = 0
        box.addItem(self._shape, ignoreBounds=True)

    def show_peaks(self, peaks: Peaks, channel: int) -> None:
        """Takes new peaks; all rows of a recording share one scale, so loud and quiet speakers stay comparable."""
        if peaks is self._peaks and channel == self._channel:
            return
        scale = max(QUIETEST_SCALE, peaks.loudest) * 1.05
        self._peaks, self._channel = peaks, channel
        self._box.setYRange(-scale, scale, padding=0)
        self.redraw()

    def redraw(self) -> None:
        """Draws what is in view now."""
        (start, end), _ = self._box.viewRange()
        times, low, high = self._peaks.columns(self._channel, start, end, max(1, int(self._box.width())))
        x = np.concatenate([times, times[::-1]])
        self._shape.setPath(pg.functions.arrayToQPath(x.astype(float), np.concatenate([high, low[::-1]]).astype(float)))

    def set_colour(self, colour: str) -> None:
        """Changes the colour."""
        pen = QPen(QColor(colour))
        pen.setCosmetic(True)
        self._shape.setPen(pen)
        self._shape.setBrush(QColor(colour))
