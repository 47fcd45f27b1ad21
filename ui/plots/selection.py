"""What is selected, on the time axis: a tint across all rows, an edge at either end, and its length."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.theme import Theme, small, tabular

TINT, EDGE, PLATE = 44, 190, 225
"""How opaque the tint, its edges and the plate under the length are, of 255."""

PADDING = 5.0


class SelectionMark(QGraphicsItem):
    """Lies over the rows, in the pixels of the scene."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = QRectF()
        self._left = self._right = 0.0
        self._text = ""
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def place(self, rows: QRectF, left: float, right: float, text: str) -> None:
        """rows: where all rows lie; left and right: the edges, perhaps outside of them; text: how long it is."""
        self.prepareGeometryChange()
        self._rows, self._left, self._right, self._text = rows, left, right, text
        self.setVisible(left <= rows.right() and right >= rows.left())

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """The rows: the length may stand beside a narrow selection."""
        return self._rows

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paints what is in view of it."""
        area = QRectF(QPointF(self._left, self._rows.top()), QPointF(self._right, self._rows.bottom()))
        seen = area.intersected(self._rows)
        painter.fillRect(seen, self._colour(TINT))
        painter.setPen(QPen(self._colour(EDGE), 1))
        for x in (self._left, self._right):
            if self._rows.left() <= x <= self._rows.right():
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        self._write(painter, seen, widget)

    def _write(self, painter: QPainter, seen: QRectF, widget: QWidget | None) -> None:
        painter.setFont(tabular(small(widget.font() if widget is not None else painter.font())))
        metrics = QFontMetricsF(painter.font())
        plate = QRectF(0, self._rows.top(), metrics.horizontalAdvance(self._text) + 2 * PADDING, metrics.height() + 2)
        plate.moveCenter(QPointF(seen.center().x(), plate.center().y()))
        if plate.width() > seen.width():  # beside it, on the side where there is room
            plate.moveLeft(seen.right() + 1)
            if plate.right() > self._rows.right():
                plate.moveRight(seen.left() - 1)
        ground = QColor(self._theme.accent)
        ground.setAlpha(PLATE)
        painter.fillRect(plate, ground)
        painter.setPen(QColor(self._theme.on_accent))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._text)

    def _colour(self, alpha: int) -> QColor:
        colour = QColor(self._theme.accent)
        colour.setAlpha(alpha)
        return colour
