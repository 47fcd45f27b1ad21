"""Which colour and pattern stands for which emotion."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import EMOTIONS
from ui import emotions
from ui.theme import Theme, small

SWATCH = 14
GAP = 6
BETWEEN = 14


class Legend(QWidget):
    """All emotions in the order of the stacks, in one line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(small(self.font()))
        self.setAccessibleName("Legend: " + ", ".join(EMOTIONS))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The line."""
        metrics = QFontMetrics(small(self.font()))
        words = sum(metrics.horizontalAdvance(emotion) for emotion in EMOTIONS)
        return QSize(words + len(EMOTIONS) * (SWATCH + GAP) + (len(EMOTIONS) - 1) * BETWEEN + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Swatch and name, one after the other."""
        painter = QPainter(self)
        painter.setFont(small(self.font()))
        metrics = painter.fontMetrics()
        x = 0.0
        for emotion in EMOTIONS:
            emotions.fill(painter, QRectF(x, 3, SWATCH, SWATCH), emotion)
            x += SWATCH + GAP
            width = metrics.horizontalAdvance(emotion)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(x, 0, width + 2, 20), Qt.AlignmentFlag.AlignVCenter, emotion)
            x += width + BETWEEN
