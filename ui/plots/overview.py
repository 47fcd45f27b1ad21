"""The whole recording in a thin row above the time axis: where the stretch in view lies, and a way to go elsewhere."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import Utterance
from ui.plots.emotion_timeline import draw_emotions
from ui.plots.pixel_row import View, bars, draw_pixels
from ui.plots.row_grid import LABEL_GAP, LABEL_WIDTH, MARGIN
from ui.plots.waveform import QUIETEST_SCALE
from ui.roles import Painted
from ui.state.blocks import Timeline
from ui.state.peaks import Outline, Peaks
from ui.state.session import Session
from ui.theme import Theme, small

HEIGHT = 48
TOP, BOTTOM, STRIP, GAP = 8, 4, 8, 2
LEFT = MARGIN + LABEL_WIDTH + LABEL_GAP
NARROWEST_WINDOW = 8.0
VEIL = 150
DRAW_AFTER_MS = 30
"""The rows are painted first, and what changes often is not drawn more often than this."""

ALL = 0.999
"""Of this share of the recording on it is all in view."""


class Overview(Painted, QWidget):
    """moved carries the stretch (s) that is to come into view, seek_requested a time (s), zoomed steps and a time."""

    moved = Signal(float, float)
    seek_requested = Signal(float)
    zoomed = Signal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._outline: Outline = Peaks()
        self._utterances: tuple[Utterance, ...] = ()
        self._timeline = Timeline()
        self._duration, self._time = 0.0, 0.0
        self._start, self._end = 0.0, 0.0
        self._held: float | None = None
        self._picture = QPixmap()
        self._drawing = QTimer(self, interval=DRAW_AFTER_MS, singleShot=True)
        self._drawing.timeout.connect(self._draw)
        self.setAccessibleName("Overview of the whole recording")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(0, HEIGHT)

    def show_session(self, session: Session) -> None:
        """Shows what is known of the session."""
        known = (self._outline, self._utterances, self._duration)
        if known != (session.outline, session.utterances, session.duration):
            self._outline, self._utterances, self._duration = session.outline, session.utterances, session.duration
            self._timeline = self._timeline if session.utterances else Timeline()
            self._repaint()

    def show_stretch(self, start: float, end: float) -> None:
        """Which stretch (s) is in view."""
        self._start, self._end = start, end
        self.setToolTip("" if self._all else "Drag to move along the recording, click to go there")
        self.update()

    def set_cursor(self, time: float) -> None:
        """Moves the play head to time (s)."""
        if round(self._x(time)) != round(self._x(self._time)):
            self.update()
        self._time = time

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Until it is drawn anew the picture is stretched."""
        super().resizeEvent(event)
        self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, a veil over what is not in view, and the play head."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setFont(small(self.font()))
        painter.setPen(QColor(self._theme.muted))
        label = QRectF(MARGIN + 4, TOP, LABEL_WIDTH, self._area.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "overview")
        if self._duration <= 0 or self._area.width() < 1:
            return
        painter.drawPixmap(self._area, self._picture, QRectF(self._picture.rect()))
        if not self._all:
            self._paint_window(painter)
        painter.setPen(QPen(QColor(self._theme.play_head), 1.5))
        x = self._x(self._time)
        painter.drawLine(QPointF(x, self._area.top()), QPointF(x, self._area.bottom()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Takes hold of the window, or brings it here."""
        if event.button() is not Qt.MouseButton.LeftButton or self._duration <= 0:
            return
        time = self._time_at(event.position().x())
        if self._all:
            self.seek_requested.emit(time)
            return
        inside = self._window.contains(event.position())
        self._held = time - self._start if inside else (self._end - self._start) / 2
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._move_to(time)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Moves the window along."""
        if self._held is not None:
            self._move_to(self._time_at(event.position().x()))
        elif not self._all and self._window.contains(event.position()):
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Lets it go."""
        self._held = None
        self.unsetCursor()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zooms around the pointer."""
        event.accept()
        if event.angleDelta().y():
            self.zoomed.emit(event.angleDelta().y() / 120, self._time_at(event.position().x()))

    @property
    def _area(self) -> QRectF:
        return QRectF(LEFT, TOP, self.width() - LEFT - MARGIN, HEIGHT - TOP - BOTTOM)

    @property
    def _all(self) -> bool:
        return self._end - self._start >= ALL * self._duration

    @property
    def _window(self) -> QRectF:
        """Around what is in view; never too narrow to be seen and taken hold of."""
        left, right, area = self._x(self._start), self._x(self._end), self._area
        lacking = max(0.0, NARROWEST_WINDOW - (right - left)) / 2
        return QRectF(left - lacking, area.top() - 3, right - left + 2 * lacking, area.height() + 5)

    def _x(self, time: float) -> float:
        return self._area.left() + time / max(self._duration, 1e-3) * self._area.width()

    def _time_at(self, x: float) -> float:
        share = (x - self._area.left()) / max(1.0, self._area.width())
        return min(1.0, max(0.0, share)) * self._duration

    def _move_to(self, time: float) -> None:
        length = self._end - self._start
        start = max(0.0, min(time - (self._held or 0.0), self._duration - length))
        self.moved.emit(start, start + length)

    def _repaint(self) -> None:
        if not self._drawing.isActive():
            self._drawing.start()

    def _draw(self) -> None:
        """The picture of sound and emotions."""
        ratio, area = self.devicePixelRatioF(), self._area
        if area.width() < 1:
            return
        self._timeline = self._timeline.with_utterances(self._utterances)
        self._picture = QPixmap(round(area.width() * ratio), round(area.height() * ratio))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor(self._theme.panel))
        painter = QPainter(self._picture)
        self._paint_sound(painter, View(0.0, self._duration, *self._pixels(area.height() - STRIP - GAP), ratio))
        painter.translate(0, area.height() - STRIP)
        strip = View(0.0, self._duration, *self._pixels(STRIP), ratio)
        draw_emotions(painter, self._timeline, strip, self._theme, widest=math.inf)
        painter.end()
        self.update()

    def _pixels(self, height: float) -> tuple[int, int]:
        """Width and height of a row of the picture."""
        return self._picture.width(), round(height * self.devicePixelRatioF())

    def _paint_sound(self, painter: QPainter, view: View) -> None:
        channels = [self._outline.bars(channel, view.edges) for channel in range(self._outline.channel_count)]
        if channels:
            low = np.fmin.reduce([low for low, _ in channels])
            high = np.fmax.reduce([high for _, high in channels])
            scale = 2 * max(QUIETEST_SCALE, self._outline.loudest)
            colour = QColor(self._theme.muted)
            draw_pixels(painter, bars(0.5 + low / scale, 0.5 + high / scale, view.height, view.ratio, colour), view)

    def _paint_window(self, painter: QPainter) -> None:
        window, area, veil = self._window, self._area, QColor(self._theme.panel)
        veil.setAlpha(VEIL)
        painter.fillRect(QRectF(area.left(), area.top(), window.left() - area.left(), area.height()), veil)
        painter.fillRect(QRectF(window.right(), area.top(), area.right() - window.right(), area.height()), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.text), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(window.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
