"""The emotion perceived now, as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import Emotion
from ui import emotions
from ui.roles import Painted, Role
from ui.theme import Theme

NORMAL, PRESENTED = 40, 96


class BigEmotion(Painted, QWidget):
    """Its colour and pattern as a stripe, and its name."""

    accessible_role = Role.StaticText

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._emotion: Emotion | None = None
        self._stale = False
        self._pixel = NORMAL
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_emotion(self, text: str, emotion: Emotion | None, stale: bool) -> None:
        """text names it; stale: nobody is speaking any more."""
        if (text, emotion, stale) != (self._text, self._emotion, self._stale):
            self._text, self._emotion, self._stale = text, emotion, stale
            self.setAccessibleName(f"Perceived emotion: {text}")
            self.update()

    def set_presenting(self, presenting: bool) -> None:
        """Larger or smaller."""
        self._pixel = PRESENTED if presenting else NORMAL
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line."""
        return QSize(240, round(self._pixel * 1.2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A stripe and the name."""
        painter = QPainter(self)
        painter.setOpacity(0.5 if self._stale else 1.0)
        width = max(6.0, self._pixel / 6)
        if self._emotion is not None:
            emotions.fill(painter, QRectF(0, self.height() * 0.12, width, self.height() * 0.76), self._emotion)
        left = width + self._pixel / 4 if self._emotion is not None else 0.0
        painter.setFont(self._fitting(self.width() - left))
        painter.setPen(QColor(self._theme.text if self._emotion is not None else self._theme.muted))
        area = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._text)

    def _fitting(self, room: float) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setItalic(self._emotion is None)
        font.setPixelSize(self._pixel)
        wide = QFontMetrics(font).horizontalAdvance(self._text + " ")
        if wide > room:
            font.setPixelSize(max(12, int(self._pixel * room / wide)))
        return font
