"""The sound of an utterance from left to right: which stretches speak for an emotion (up) or against it (down), and
under them, pale, what the model looked at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import FloatArray
from ui import emotions
from ui.roles import Painted
from ui.state.reasons import Carried
from ui.state.wording import clock, signed
from ui.theme import Theme, small, tabular

HEAD, PLOT, LOOKED, FOOT = 16, 40, 12, 16
LOOKED_ALPHA = 150
TITLE = "Sound"
RIGHT, MIDDLE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter


class StretchStrip(Painted, QWidget):
    """Shows the frames of what carried an emotion."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._carried: Carried | None = None
        self.setAccessibleName(TITLE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEAD + PLOT + LOOKED + FOOT)

    def show_carried(self, carried: Carried | None) -> None:
        """Takes the stretches; None while they are not known."""
        self._carried = carried if carried is not None and len(carried.frames) else None
        self.setAccessibleName(_told(self._carried))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A bar per stretch about the line where nothing changes, attention, and times."""
        painter = QPainter(self)
        middle = HEAD + PLOT / 2
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(0, round(middle), self.width(), round(middle))
        if self._carried is not None:
            self._paint_bars(painter, self._carried, middle)
            self._paint_looked(painter, self._carried.looked)
        self._write(painter, self._carried)

    def _paint_bars(self, painter: QPainter, carried: Carried, middle: float) -> None:
        most = max(float(np.abs(carried.frames).max()), 1e-6)
        for place, fall in enumerate(carried.frames):
            left, right = self._edges(place, len(carried.frames))
            height = PLOT / 2 * abs(float(fall)) / most
            if fall > 0:
                painter.fillRect(QRectF(left, middle - height, right - left, height), emotions.edge(carried.emotion))
            else:
                painter.fillRect(QRectF(left, middle, right - left, height), QColor(self._theme.muted))

    def _paint_looked(self, painter: QPainter, looked: FloatArray) -> None:
        most = float(looked.max(initial=0.0))
        for place, share in enumerate(looked):
            pale = QColor(self._theme.words)
            pale.setAlpha(round(LOOKED_ALPHA * float(share) / most) if most > 0 else 0)
            left, right = self._edges(place, len(looked))
            painter.fillRect(QRectF(left, HEAD + PLOT + 2, right - left, LOOKED - 2), pale)

    def _write(self, painter: QPainter, carried: Carried | None) -> None:
        painter.setFont(tabular(small(self.font())))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(0, 0, self.width(), HEAD), MIDDLE, TITLE)
        if carried is None:
            return
        most, least = float(carried.frames.max()), float(carried.frames.min())
        told = f"{signed(100 * min(0.0, least), 1)} to {signed(100 * max(0.0, most), 1)} points"
        painter.drawText(QRectF(0, 0, self.width(), HEAD), MIDDLE | RIGHT, told)
        foot = QRectF(0, HEAD + PLOT + LOOKED, self.width(), FOOT)
        painter.drawText(foot, MIDDLE, clock(carried.start, 1))
        painter.drawText(foot, MIDDLE | RIGHT, clock(carried.start + len(carried.frames) * carried.hop, 1))

    def _edges(self, place: int, count: int) -> tuple[float, float]:
        wide = self.width() / count
        return place * wide, (place + 1) * wide - (1.0 if wide > 4 else 0.0)


def _told(carried: Carried | None) -> str:
    """Where the sound speaks for the emotion most."""
    if carried is None:
        return TITLE
    most = int(carried.frames.argmax())
    at = carried.start + most * carried.hop
    points = signed(100 * float(carried.frames[most]), 1)
    return f"{TITLE}: most for {carried.emotion} at {clock(at, 1)}, {points} percentage points"
