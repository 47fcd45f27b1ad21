"""A row painted in pixels: patterns, lines and text keep their size at any zoom, and no column is painted twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmemotion.types import FloatArray, Utterance

Pixels = npt.NDArray[np.uint32]
"""[height, width], from the top: premultiplied 0xAARRGGBB."""

AT_ONCE = 500
"""Utterances that are got ready for drawing at a time: done in 2 ms."""


@dataclass(frozen=True, slots=True)
class View:
    """What a row shows: from start to end (s) on width x height pixels of the screen, ratio of them per unit of Qt."""

    start: float
    end: float
    width: int
    height: int
    ratio: float = 1.0

    @property
    def edges(self) -> npt.NDArray[np.float64]:
        """[width + 1]: where the columns of pixels begin and end, s."""
        return np.linspace(self.start, self.end, self.width + 1)

    @property
    def column(self) -> float:
        """Seconds of one pixel of the screen."""
        return (self.end - self.start) / self.width


class PixelRow(QGraphicsItem):
    """In a view box: x in seconds, y from 0 to 1.

    What is painted is kept as a picture until the view or what is shown changes: the play head passes over it often.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._length = 1.0
        self._picture = QPixmap()
        self._painted: tuple[QTransform, QRectF, float] | None = None
        box.setYRange(0, 1, padding=0)
        box.addItem(self, ignoreBounds=True)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The whole recording."""
        return QRectF(0, 0, self._length, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paints what is in view."""
        to_pixels = painter.worldTransform()
        if widget is None or not to_pixels.isInvertible():
            return
        band = to_pixels.mapRect(QRectF(0, 0, 1, 1))
        area = QRectF(0, band.top(), widget.width(), band.height())
        painter.save()
        painter.resetTransform()
        self._keep_picture(to_pixels, area, widget)
        painter.drawPixmap(area.topLeft(), self._picture)
        self.paint_over(painter, to_pixels)
        painter.restore()

    def draw(self, painter: QPainter, view: View) -> None:
        """Paints the picture, whose top left corner is the origin."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Paints what changes more often than the picture."""

    def set_length(self, seconds: float) -> None:
        """How long the recording is."""
        if seconds != self._length:
            self.prepareGeometryChange()
            self._length = seconds
            self.repaint()

    def next_of(self, utterances: tuple[Utterance, ...], known: int) -> tuple[Utterance, ...]:
        """Those that are drawn now, when so many are known: thousands come little by little, in the next pictures."""
        shown = utterances[: known + AT_ONCE]
        if len(shown) < len(utterances):
            QTimer.singleShot(0, self.repaint)
        return shown

    def repaint(self) -> None:
        """What is shown has changed."""
        self._painted = None
        self.update()

    def _keep_picture(self, to_pixels: QTransform, area: QRectF, widget: QWidget) -> None:
        painted = (to_pixels, area, widget.devicePixelRatioF())
        if painted == self._painted:
            return
        self._painted = painted
        ratio = painted[2]
        width, height = max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio))
        self._picture = QPixmap(width, height)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        inverse, _ = to_pixels.inverted()
        start, end = (inverse.map(QPointF(x, 0)).x() for x in (area.left(), area.right()))
        painter = QPainter(self._picture)
        painter.setFont(widget.font())
        self.draw(painter, View(start, end, width, height, ratio))
        painter.end()


def draw_pixels(painter: QPainter, pixels: Pixels, view: View) -> None:
    """Paints pixels of the screen, one to one."""
    kept = np.ascontiguousarray(pixels)  # the image does not own it
    height, width = kept.shape
    image = QImage(kept.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(view.ratio)
    painter.drawImage(QPointF(0, 0), image)


def bars(low: FloatArray, high: FloatArray, height: int, thickness: float, colour: QColor) -> Pixels:
    """A bar per column, from low to high (0 is the bottom, 1 the top), at least so many pixels high; none where NaN.

    Neighbours reach each other: the line has no holes where it is steep.
    """
    low, high = np.fmin(low, np.append(high[1:], np.nan)), np.fmax(high, np.append(low[1:], np.nan))
    nothing = np.isnan(low)
    thin = np.maximum(0.0, thickness - (high - low) * height) / 2
    top = np.where(nothing, height, np.floor((1 - high) * height - thin + 0.5))
    bottom = np.where(nothing, 0, np.ceil((1 - low) * height + thin - 0.5))
    y = np.arange(height)[:, np.newaxis]
    return np.where((y >= top) & (y < np.maximum(bottom, top + 1)), premultiplied(colour), np.uint32(0))


def premultiplied(colour: QColor, strength: float = 1.0) -> np.uint32:
    """The colour, so opaque, as a pixel."""
    parts = (round(part * strength) for part in (255, colour.red(), colour.green(), colour.blue()))
    alpha, red, green, blue = parts
    return np.uint32(alpha << 24 | red << 16 | green << 8 | blue)
