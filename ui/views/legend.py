"""Which colour and pattern stands for which emotion."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmemotion.types import EMOTIONS
from ui import emotions
from ui.roles import Painted, Role
from ui.theme import Theme, small

SWATCH = 14
GAP = 6
BETWEEN = 14
SHORT, LONGEST = 3, 12


class Legend(Painted, QWidget):
    """All emotions in the order of the stacks, in one line; shortened names where there is little room."""

    accessible_role = Role.StaticText

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._letters = LONGEST
        self.setFont(small(self.font()))
        self.setAccessibleName("Legend: " + ", ".join(EMOTIONS))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_short(self, short: bool) -> None:
        """Writes the first letters of the names only."""
        self._letters = SHORT if short else LONGEST
        self.setToolTip(", ".join(EMOTIONS) if short else "")
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The line."""
        metrics = QFontMetrics(small(self.font()))
        names = sum(metrics.horizontalAdvance(emotion[: self._letters]) for emotion in EMOTIONS)
        return QSize(names + len(EMOTIONS) * (SWATCH + GAP + BETWEEN) - BETWEEN + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Swatch and name, one after the other."""
        painter = QPainter(self)
        painter.setFont(small(self.font()))
        metrics = painter.fontMetrics()
        x = 0.0
        for emotion in EMOTIONS:
            emotions.fill(painter, QRectF(x, 3, SWATCH, SWATCH), emotion)
            x += SWATCH + GAP
            name = emotion[: self._letters]
            width = metrics.horizontalAdvance(name)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(x, 0, width + 2, 20), Qt.AlignmentFlag.AlignVCenter, name)
            x += width + BETWEEN
