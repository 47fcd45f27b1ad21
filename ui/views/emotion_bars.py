"""The probabilities of one utterance as labelled bars, and the shares of words and voice as one bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import Emotion
from ui import emotions
from ui.roles import Painted
from ui.state.wording import percent
from ui.theme import Theme, tabular

LINE_HEIGHT, LOWEST_LINE = 24, 18
LABEL_WIDTH = 76
VALUE_WIDTH = 44
FAINT = 0.28


class EmotionBars(Painted, QWidget):
    """One line per emotion, always in the same order, so that the eye learns where each is.

    chosen carries the emotion whose line was clicked, where that means something.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[tuple[Emotion, float], ...] = ()
        self._certain = True
        self._supposed: tuple[tuple[Emotion, float], ...] = ()
        self._supposed_certain = False
        self._clickable = False
        self._ticks: tuple[float, ...] = ()
        self._live: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[tuple[Emotion, float], ...], certain: bool) -> None:
        """Takes the probabilities; certain tells whether the strongest is named."""
        self._bars, self._certain = bars, certain
        self._supposed = ()
        self.setAccessibleName(_listed(bars))
        self.updateGeometry()
        self.update()

    def show_supposed(self, bars: tuple[tuple[Emotion, float], ...], certain: bool) -> None:
        """Shows what the probabilities would be over what they are, which becomes faint; empty: only what they are."""
        self._supposed, self._supposed_certain = bars, certain
        both = f"Supposed: {_listed(bars)}. As it was said: {_listed(self._bars)}"
        self.setAccessibleName(both if bars else _listed(self._bars))
        self.update()

    def set_clickable(self, tip: str) -> None:
        """From now on a click chooses an emotion."""
        self._clickable = True
        self.setToolTip(tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_flexible(self) -> None:
        """Lets the lines come closer where there is little room."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(LOWEST_LINE * len(Emotion))
        self.setMaximumHeight(LINE_HEIGHT * len(Emotion))

    def show_live(
        self, bars: tuple[tuple[Emotion, float], ...], ticks: tuple[float, ...], named: Emotion | None, stale: bool
    ) -> None:
        """Takes bars that move, each with a tick at where it moves to. Painted only when a pixel moves."""
        room = self.width() - LABEL_WIDTH - VALUE_WIDTH
        live = (*(round(room * share) for _, share in bars), *(round(room * tick) for tick in ticks), named, stale)
        if live == self._live:
            return
        self._live, self._bars, self._ticks = live, bars, ticks
        self._certain = named is not None and not stale
        self.setAccessibleName(_listed(bars))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line per emotion."""
        return QSize(220, LINE_HEIGHT * len(Emotion))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a line."""
        line = int(event.position().y() * len(Emotion) / max(1, self.height()))
        if self._clickable and 0 <= line < len(self._bars):
            self.chosen.emit(self._bars[line][0])
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Label, bar, percentage."""
        painter = QPainter(self)
        height = self.height() / len(Emotion)
        bars = self._supposed or self._bars
        certain = self._supposed_certain if self._supposed else self._certain
        first = max((share for _, share in bars), default=0.0)
        for line, (emotion, share) in enumerate(bars):
            area = QRectF(0, line * height, self.width(), height)
            if self._supposed:
                self._paint_faint(painter, area, emotion, self._bars[line][1])
            self._paint_line(painter, area, (emotion, share), certain, certain and share == first)
        painter.setPen(QPen(QColor(self._theme.text), 1.5))
        room = self.width() - LABEL_WIDTH - VALUE_WIDTH
        for line, tick in enumerate(self._ticks):
            x, y = LABEL_WIDTH + max(2.0, room * tick), (line + 0.5) * height
            painter.drawLine(QPointF(x, y - 8), QPointF(x, y + 8))

    def _paint_faint(self, painter: QPainter, area: QRectF, emotion: Emotion, share: float) -> None:
        """Behind what is supposed, higher than that, so that it shows also where it is shorter."""
        ground = emotions.colour(emotion)
        ground.setAlphaF(FAINT)
        painter.fillRect(self._bar(area, share, 20), ground)

    def _bar(self, area: QRectF, share: float, height: float) -> QRectF:
        room = area.width() - LABEL_WIDTH - VALUE_WIDTH
        return QRectF(area.left() + LABEL_WIDTH, area.center().y() - height / 2, max(2.0, room * share), height)

    def _paint_line(
        self, painter: QPainter, area: QRectF, told: tuple[Emotion, float], certain: bool, named: bool
    ) -> None:
        emotion, share = told
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if named else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text if named else self._theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, str(emotion))
        bar = self._bar(area, share, 12)
        painter.setOpacity(1.0 if certain else 0.6)
        emotions.fill(painter, bar, emotion)
        painter.setOpacity(1.0)
        painter.setFont(tabular(font))
        if self._live:  # a number that moves sideways cannot be read
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, percent(share))
            return
        value = QRectF(bar.right() + 6, area.top(), VALUE_WIDTH, area.height())
        painter.drawText(value, Qt.AlignmentFlag.AlignVCenter, percent(share))


def _listed(bars: tuple[tuple[Emotion, float], ...]) -> str:
    return ", ".join(f"{emotion} {percent(share)}" for emotion, share in bars)


class ShareBar(Painted, QWidget):
    """How much of the result came from the words and how much from the voice."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, words: float) -> None:
        """Takes the share of the words; the rest is the voice."""
        self._words = words
        self.setAccessibleName(f"words {percent(words)}, voice {percent(1 - words)}")
        self.setToolTip(f"{self.accessibleName()}: how much weight they had in this result")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line."""
        return QSize(220, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Two parts with their names in them, where they fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect())
        split = round(self.width() * self._words)
        self._paint_part(painter, QRectF(0, 0, split - 1, self.height()), self._theme.words, "words", self._words)
        rest = QRectF(split + 1, 0, self.width() - split - 1, self.height())
        self._paint_part(painter, rest, self._theme.voice, "voice", 1 - self._words)

    def _paint_part(self, painter: QPainter, area: QRectF, colour: str, name: str, share: float) -> None:
        if area.width() < 1:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area, 5, 5)
        painter.setPen(QPen(QColor("#ffffff")))
        metrics = QFontMetrics(painter.font())
        for text in (f"{name} {percent(share)}", name, percent(share)):
            if metrics.horizontalAdvance(text) + 8 <= area.width():
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
                break
