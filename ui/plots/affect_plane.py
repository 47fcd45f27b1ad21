"""The plane between unpleasant and pleasant, calm and excited: where the voice is perceived, and where it was."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import EMOTIONS, Emotion
from ui import emotions
from ui.roles import Painted
from ui.state.affect import HOW, PLACES, Place
from ui.state.mood import TRAIL_LASTS, Mood
from ui.theme import SMALL_PX, Theme

RIGHT, LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
ABOVE, BELOW = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
REACH_X, REACH_Y = 0.95, 0.85
"""The part of the plane that is shown: no emotion lies farther out."""

ROOM_FOR_NAMES = 150
SIDES = {Emotion.FEARFUL: (-1, 0), Emotion.ANGRY: (1, 0), Emotion.DISGUST: (-1, 1)}
"""On which side of its mark a name stands (x, y); under it where nothing else is said."""

SHORT = 3
LOW_SIDES = {
    Emotion.FEARFUL: (-1, -1),
    Emotion.ANGRY: (1, 0),
    Emotion.DISGUST: (-1, 1),
    Emotion.SAD: (-1, 0),
    Emotion.HAPPY: (1, 0),
    Emotion.SURPRISED: (1, 0),
}
"""Where so many letters of the names stand in a plane too low for the whole names."""

ENDS = (("excited", ABOVE), ("calm", BELOW), ("unpleasant", LEFT), ("pleasant", RIGHT))


class AffectPlane(Painted, QWidget):
    """Shows the place of a Mood and its trail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mood = Mood()
        self._now = 0.0
        self._pixel = SMALL_PX
        self._ground: QPixmap | None = None
        self._shown: tuple[object, ...] = ()
        self.setToolTip(HOW)
        self.setMinimumHeight(88)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_mood(self, mood: Mood, now: float) -> None:
        """Takes the mood as it is at now (monotonic clock, s). Painted only when a pixel moves."""
        shown = (self._point(mood.place).toPoint(), len(mood.trail), mood.trail[-1:], mood.named, mood.is_stale(now))
        if shown != self._shown:
            self._mood, self._now, self._shown = mood, now, shown
            self.setAccessibleName(f"Valence {mood.place.valence:.1f}, arousal {mood.place.arousal:.1f}")
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._ground = None
        self.update()

    def set_text_size(self, pixels: int) -> None:
        """Changes the size of the names."""
        self._pixel = pixels
        self._ground = None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wider than high, as the sketch of emotions is."""
        return QSize(300, 200)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, trail, place."""
        painter = QPainter(self)
        if self._ground is None or self._ground.deviceIndependentSize().toSize() != self.size():
            self._ground = self._paint_ground()
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        scale = self._pixel / SMALL_PX
        for time, place in self._mood.trail:
            left = max(0.0, 1 - (self._now - time) / TRAIL_LASTS)
            self._dot(painter, place, 3.0 * scale * (0.4 + 0.6 * left), 0.55 * left)
        if self._mood.shown:
            stale = self._mood.is_stale(self._now)
            self._dot(painter, self._mood.place, 6.0 * scale, 0.45 if stale else 1.0)

    def _dot(self, painter: QPainter, place: Place, radius: float, opacity: float) -> None:
        colour = QColor(self._theme.text)
        colour.setAlphaF(opacity)
        painter.setBrush(colour)
        painter.drawEllipse(self._point(place), radius, radius)

    def _point(self, place: Place) -> QPointF:
        half_x, half_y = self.width() / 2, self.height() / 2
        return QPointF(half_x * (1 + place.valence / REACH_X * 0.9), half_y * (1 - place.arousal / REACH_Y * 0.9))

    def _paint_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        self._paint_axes(painter)
        for emotion in EMOTIONS:
            self._paint_emotion(painter, emotion)
        painter.end()
        return ground

    def _paint_axes(self, painter: QPainter) -> None:
        centre = self._point(Place(0, 0))
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(QPointF(8, centre.y()), QPointF(self.width() - 8, centre.y()))
        painter.drawLine(QPointF(centre.x(), 8), QPointF(centre.x(), self.height() - 8))
        font = QFont(self.font())
        font.setPixelSize(self._pixel)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        gap = painter.fontMetrics().height() / 2 + 2
        low = self.height() < ROOM_FOR_NAMES
        for text, end in ENDS:
            area = QRectF(self.rect()).adjusted(8, 4, -8, -4)
            if end in (LEFT, RIGHT) and low:
                painter.drawText(area, end | ABOVE, f"← {text}" if end is LEFT else f"{text} →")
            elif end in (LEFT, RIGHT):
                painter.drawText(area.translated(0, gap), end | Qt.AlignmentFlag.AlignVCenter, text)
            else:
                side = BELOW if end is ABOVE else ABOVE
                painter.drawText(area.translated(area.width() / 2 + 6, 0), LEFT | side, text)

    def _paint_emotion(self, painter: QPainter, emotion: Emotion) -> None:
        point, size = self._point(PLACES[emotion]), 4.0 * self._pixel / SMALL_PX
        emotions.fill(painter, QRectF(point.x() - size, point.y() - size, 2 * size, 2 * size), emotion)
        if emotion is Emotion.NEUTRAL:
            return
        low = self.height() < ROOM_FOR_NAMES
        name = emotion[:SHORT] if low else str(emotion)
        painter.setPen(QColor(self._theme.muted))
        width, height = painter.fontMetrics().horizontalAdvance(name), painter.fontMetrics().height()
        x, y = LOW_SIDES[emotion] if low else SIDES.get(emotion, (0, 1))
        left = point.x() + (size + 4 if x > 0 else -size - 4 - width if x < 0 else -width / 2)
        top = point.y() + (size if y else -height / 2) if not x else point.y() - height / 2 + y * height / 3
        left = min(max(4.0, left), self.width() - width - 4.0)
        painter.drawText(QPointF(left, top + painter.fontMetrics().ascent()), name)
