"""A row of emotion: where somebody speaks, the probabilities stacked; the fainter, the less sure."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmemotion.types import EMOTIONS, Emotion, Utterance
from ui import emotions
from ui.state.blocks import Block, blocks
from ui.state.inspection import NOT_SURE
from ui.theme import Theme, small

FAINTEST = 0.3
FAINT_LINE = 0.4
NARROWEST_PIXELS = 4.0
LONGEST_UTTERANCE = 60.0


class EmotionRow(QGraphicsItem):
    """The utterances of one channel in a view box: x in seconds, y from 0 to 1.

    What is painted is kept as a picture until the view or the utterances change: the play head passes over it often.
    """

    def __init__(self, box: pg.ViewBox, theme: Theme) -> None:
        super().__init__()
        self._utterances: tuple[Utterance, ...] = ()
        self._current: Utterance | None = None
        self._duration = 1.0
        self._theme = theme
        self._picture = QPixmap()
        self._painted: tuple[QTransform, int, float] | None = None
        box.setYRange(0, 1, padding=0)
        box.addItem(self, ignoreBounds=True)

    def show_utterances(self, utterances: tuple[Utterance, ...], duration: float) -> None:
        """Takes the utterances of the channel, in order of start."""
        if utterances != self._utterances or duration != self._duration:
            self.prepareGeometryChange()
            self._utterances, self._duration = utterances, duration
            self._repaint()

    def set_current(self, utterance: Utterance | None) -> None:
        """Outlines the utterance under the play head."""
        current = utterance if utterance in self._utterances else None
        if current is not self._current:
            self._current = current
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._repaint()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The whole recording."""
        return QRectF(0, 0, self._duration, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paints in pixels, so that patterns and text keep their size at any zoom."""
        to_pixels = painter.worldTransform()
        if widget is None or not to_pixels.isInvertible():
            return
        band = to_pixels.mapRect(QRectF(0, 0, 1, 1))
        painter.save()
        painter.resetTransform()
        self._keep_picture(to_pixels, widget, band)
        painter.drawPixmap(QPointF(0, band.top()), self._picture)
        if self._current is not None:
            self._outline(painter, to_pixels.mapRect(_corners(self._current.span.start, self._current.span.end)))
        painter.restore()

    def _keep_picture(self, to_pixels: QTransform, widget: QWidget, band: QRectF) -> None:
        ratio = widget.devicePixelRatioF()
        painted = (to_pixels, widget.width(), ratio)
        if painted == self._painted:
            return
        self._painted = painted
        self._picture = QPixmap(round(widget.width() * ratio), max(1, round(band.height() * ratio)))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setFont(small(widget.font()))
        inverse, _ = to_pixels.inverted()
        start, end = (inverse.map(QPointF(x, 0)).x() for x in (0, widget.width()))
        lift = QPointF(0, band.top())
        for block in blocks(self._between(start, end), NARROWEST_PIXELS / to_pixels.m11()):
            area = to_pixels.mapRect(_corners(block.span.start, block.span.end)).translated(-lift)
            self._paint_block(painter, area, block)
        painter.end()

    def _between(self, start: float, end: float) -> tuple[Utterance, ...]:
        first = bisect.bisect_left(self._utterances, start - LONGEST_UTTERANCE, key=lambda u: u.span.start)
        last = bisect.bisect_right(self._utterances, end, key=lambda u: u.span.start)
        return self._utterances[first:last]

    def _paint_block(self, painter: QPainter, area: QRectF, block: Block) -> None:
        area = QRectF(area.left(), area.top(), max(2.0, area.width() - 1), area.height())
        if block.probabilities:
            self._paint_stack(painter, area, block)
        else:
            self._paint_unscored(painter, area, block.text)

    def _paint_stack(self, painter: QPainter, area: QRectF, block: Block) -> None:
        strength = FAINTEST + (1 - FAINTEST) * max(0.0, min(1.0, block.confidence))
        parts = dict(_stack(area, block))
        painter.setOpacity(strength)
        for emotion, part in parts.items():
            emotions.fill(painter, part, emotion)
        painter.setOpacity(1)
        if block.label is not None:
            ground = emotions.blend(emotions.colour(block.label), QColor(self._theme.panel), strength)
            self._write(painter, parts[block.label], block.text, emotions.ink(ground))
        elif block.text == NOT_SURE:
            self._write_on_plate(painter, area, block.text)

    def _paint_unscored(self, painter: QPainter, area: QRectF, text: str) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        self._write(painter, area, text, QColor(self._theme.muted))

    def _outline(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.play_head), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.75, 0.75, -1.75, -0.75))

    def _write(self, painter: QPainter, area: QRectF, text: str, ink: QColor) -> None:
        metrics = QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(text) + 8 <= area.width() and metrics.height() <= area.height():
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _write_on_plate(self, painter: QPainter, area: QRectF, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text) + 10
        if width + 4 > area.width() or metrics.height() > area.height():
            return
        plate = QRectF(0, 0, width, metrics.height() + 2)
        plate.moveCenter(area.center())
        ground = QColor(self._theme.window)
        ground.setAlpha(205)
        painter.fillRect(plate, ground)
        self._write(painter, plate, text, QColor(self._theme.text))

    def _repaint(self) -> None:
        self._painted = None
        self.update()


def _stack(area: QRectF, block: Block) -> Iterator[tuple[Emotion, QRectF]]:
    """Where each emotion lies in the block, from the bottom up; what is too thin to see is left out."""
    bottom = area.bottom()
    for emotion, share in zip(EMOTIONS, block.probabilities, strict=True):
        height = share * area.height()
        bottom -= height
        if height >= FAINT_LINE or emotion is block.label:
            yield emotion, QRectF(area.left(), bottom, area.width(), height)


def _corners(start: float, end: float) -> QRectF:
    return QRectF(start, 0, end - start, 1)
