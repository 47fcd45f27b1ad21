"""A row of emotion: where somebody speaks, the probabilities stacked; the fainter, the less sure."""

from __future__ import annotations

import bisect

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmemotion.types import EMOTIONS, Estimate, Utterance
from ui import emotions
from ui.state.inspection import NOT_SCORED, NOT_SURE
from ui.theme import Theme, small

FAINTEST = 0.3
LONGEST_UTTERANCE = 60.0


class EmotionRow(QGraphicsItem):
    """The utterances of one channel in a view box: x in seconds, y from 0 to 1."""

    def __init__(self, box: pg.ViewBox, theme: Theme) -> None:
        super().__init__()
        self._utterances: tuple[Utterance, ...] = ()
        self._current: Utterance | None = None
        self._duration = 1.0
        self._theme = theme
        box.setYRange(0, 1, padding=0)
        box.addItem(self, ignoreBounds=True)

    def show_utterances(self, utterances: tuple[Utterance, ...], duration: float) -> None:
        """Takes the utterances of the channel, in order of start."""
        if utterances != self._utterances or duration != self._duration:
            self.prepareGeometryChange()
            self._utterances, self._duration = utterances, duration
            self.update()

    def set_current(self, utterance: Utterance | None) -> None:
        """Outlines the utterance under the play head."""
        current = utterance if utterance in self._utterances else None
        if current is not self._current:
            self._current = current
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The whole recording."""
        return QRectF(0, 0, self._duration, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paints in pixels, so that patterns and text keep their size at any zoom."""
        to_pixels = painter.worldTransform()
        inverse, invertible = to_pixels.inverted()
        if not invertible or widget is None:
            return
        start, end = (inverse.map(QPointF(x, 0)).x() for x in (0, widget.width()))
        painter.save()
        painter.resetTransform()
        painter.setFont(small(widget.font()))
        for utterance in self._between(start, end):
            corners = QRectF(utterance.span.start, 0, utterance.span.duration, 1)
            self._paint_block(painter, to_pixels.mapRect(corners), utterance)
        painter.restore()

    def _between(self, start: float, end: float) -> tuple[Utterance, ...]:
        first = bisect.bisect_left(self._utterances, start - LONGEST_UTTERANCE, key=lambda u: u.span.start)
        last = bisect.bisect_right(self._utterances, end, key=lambda u: u.span.start)
        return self._utterances[first:last]

    def _paint_block(self, painter: QPainter, area: QRectF, utterance: Utterance) -> None:
        area = QRectF(area.left(), area.top(), max(2.0, area.width() - 1), area.height())
        estimate = utterance.estimate
        if estimate is None:
            self._paint_unscored(painter, area)
        else:
            self._paint_stack(painter, area, estimate)
        if utterance is self._current:
            painter.setPen(QPen(QColor(self._theme.play_head), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.75, 0.75, -0.75, -0.75))

    def _paint_stack(self, painter: QPainter, area: QRectF, estimate: Estimate) -> None:
        strength = FAINTEST + (1 - FAINTEST) * max(0.0, min(1.0, estimate.confidence))
        bottom = area.bottom()
        for emotion in EMOTIONS:
            height = estimate.probabilities.get(emotion, 0.0) * area.height()
            part = QRectF(area.left(), bottom - height, area.width(), height)
            bottom -= height
            painter.setOpacity(strength)
            emotions.fill(painter, part, emotion)
            painter.setOpacity(1)
            if emotion is estimate.label and not estimate.abstained:
                ground = emotions.blend(emotions.colour(emotion), QColor(self._theme.panel), strength)
                self._write(painter, part, str(emotion), emotions.ink(ground))
        if estimate.abstained:
            self._write_on_plate(painter, area, NOT_SURE)

    def _paint_unscored(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        self._write(painter, area, NOT_SCORED, QColor(self._theme.muted))

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
