"""Parts ranked: a name, a bar to the right (for the emotion) or to the left (against it), and a pale one of
attention."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import Emotion
from ui import emotions
from ui.roles import Painted
from ui.state.reasons import Part
from ui.state.wording import percent
from ui.theme import Theme, small, tabular

LINE, HEAD = 20, 16
NAME, VALUE, ATTENTION, GAP = 0.34, 36, 56, 10
THICK, PALE = 10.0, 70
RIGHT, MIDDLE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter


class PartBars(Painted, QWidget):
    """Always as many lines as it was made for."""

    def __init__(self, theme: Theme, title: str, lines: int) -> None:
        super().__init__()
        self._theme, self._title, self._lines = theme, title, lines
        self._parts: tuple[Part, ...] = ()
        self._emotion = Emotion.NEUTRAL
        self._scale = 1.0
        self._most_looked = 0.0
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEAD + LINE * lines)

    def show_parts(self, parts: tuple[Part, ...], emotion: Emotion, scale: float, most_looked: float = 0.0) -> None:
        """Takes the parts; scale: the fall of a bar of full length; most_looked: the attention of one, if that is not
        the largest here."""
        self._parts, self._emotion, self._scale = parts, emotion, max(scale, 1e-6)
        self._most_looked = max([most_looked, *(part.attention or 0.0 for part in parts)])
        told = (f"{part.name} {part.points}" for part in parts)
        self.setAccessibleName(f"{self._title}, in percentage points for {emotion}: {', '.join(told) or 'none'}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Head, then a line per part."""
        painter = QPainter(self)
        self._paint_head(painter)
        for line, part in enumerate(self._parts[: self._lines]):
            area = QRectF(0, HEAD + line * LINE, self.width(), LINE)
            self._paint_part(painter, area, part)
            if part.attention is not None and self._most_looked > 0:
                self._paint_attention(painter, area, part.attention)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(small(self.font()))
        painter.setPen(QColor(self._theme.muted))
        area = QRectF(0, 0, self.width(), HEAD)
        painter.drawText(area, MIDDLE, self._title)
        if any(part.attention is not None for part in self._parts):
            painter.drawText(area, MIDDLE | RIGHT, "attention")
        painter.drawText(area.adjusted(0, 0, -ATTENTION - GAP, 0), MIDDLE | RIGHT, "points")
        axis, _ = self._axis()
        painter.drawText(QRectF(0, 0, axis - 5, HEAD), MIDDLE | RIGHT, "against")
        painter.drawText(QRectF(axis + 5, 0, 40, HEAD), MIDDLE, "for")

    def _axis(self) -> tuple[float, float]:
        """Where nothing changes (x), and how far a bar may go from there."""
        half = (self.width() * (1 - NAME) - VALUE - ATTENTION - 2 * GAP) / 2
        return self.width() * NAME + half, half

    def _paint_part(self, painter: QPainter, area: QRectF, part: Part) -> None:
        counts = part.points != "0"
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.text if counts else self._theme.muted))
        room = round(area.width() * NAME) - GAP
        name = painter.fontMetrics().elidedText(part.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, MIDDLE, name)
        painter.setFont(tabular(QFont(self.font())))
        painter.drawText(area.adjusted(0, 0, -ATTENTION - GAP, 0), MIDDLE | RIGHT, part.points)
        axis, half = self._axis()
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(round(axis), round(area.top()), round(axis), round(area.bottom()))
        length = min(half, half * abs(part.fall) / self._scale)
        left = axis if part.fall > 0 else axis - length
        bar = QRectF(left, area.center().y() - THICK / 2, max(1.0, length), THICK)
        if part.fall > 0:
            emotions.fill(painter, bar, self._emotion)
        else:
            painter.fillRect(bar, QColor(self._theme.muted))

    def _paint_attention(self, painter: QPainter, area: QRectF, share: float) -> None:
        pale = QColor(self._theme.words)
        pale.setAlpha(PALE)
        length = ATTENTION * share / self._most_looked
        painter.fillRect(QRectF(area.right() - ATTENTION, area.center().y() - 7, length, 14), pale)
        painter.setFont(tabular(small(self.font())))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(area, MIDDLE | RIGHT, percent(share))
