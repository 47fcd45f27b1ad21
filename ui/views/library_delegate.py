"""Paints a row of the library: a recording, a moment found in one, or the place of one that is not loaded yet."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractItemModel, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmemotion.messages import Kept, Moment
from ui.state.library import Row
from ui.state.library_wording import day, facts
from ui.theme import Theme, small, tabular
from ui.views.emotion_strip import paint_strip
from ui.views.library_model import ROW, Index
from ui.views.moment_painter import MOMENT_HEIGHT, paint_moment

ROW_HEIGHT = 64
INDENT = 12
STRIP_HEIGHT = 6.0
EDITOR_HEIGHT = 24
MOST_TAGS_SHARE = 0.5
TAG_MARGIN, TAG_GAP = 10, 4


class LibraryDelegate(QStyledItemDelegate):
    """current: number and path of the recording in view. renamed carries a number and the title the user gave."""

    renamed = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: tuple[int | None, str] = (None, "")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Recordings are equally high, and moments are."""
        row: Row = index.data(ROW)
        return QSize(0, MOMENT_HEIGHT if isinstance(row, Moment) else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one row."""
        row: Row = index.data(ROW)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.selection))
            painter.drawRoundedRect(area.adjusted(6, 1, -6, -1), 7, 7)
        inner = area.adjusted(16, 8, -16, -8)
        if isinstance(row, Kept):
            self._paint_kept(painter, inner, row, option.font)
        elif isinstance(row, Moment):
            paint_moment(painter, inner.adjusted(INDENT, -4, 0, 0), row, option.font, self.theme)
        else:
            self._paint_place(painter, inner)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """A field in the place of the title."""
        field = QLineEdit(parent)
        field.setObjectName("rename")
        field.setAccessibleName("Title")
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        """Covers the first line."""
        row = option.rect
        editor.setGeometry(row.x() + 10, row.y() + 2, row.width() - 20, EDITOR_HEIGHT)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        """Tells of the new title; whoever keeps the library changes it."""
        row: Row = index.data(ROW)
        if isinstance(editor, QLineEdit) and isinstance(row, Kept):
            title = editor.text().strip()
            if title and title != row.title:
                self.renamed.emit(row.number, title)

    def _paint_kept(self, painter: QPainter, area: QRectF, kept: Kept, font: QFont) -> None:
        if self._is_current(kept):
            bar = QRectF(area.left() - 10, area.top() + 1, 3, area.height() - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.accent))
            painter.drawRoundedRect(bar, 1.5, 1.5)
        self._paint_title(painter, area, kept, font)
        self._paint_facts(painter, area, kept, small(font))
        strip = QRectF(area.left(), area.bottom() - STRIP_HEIGHT, area.width(), STRIP_HEIGHT)
        paint_strip(painter, strip, kept, QColor(self.theme.line))

    def _is_current(self, kept: Kept) -> bool:
        return kept.number == self.current[0] or kept.path == self.current[1]

    def _paint_title(self, painter: QPainter, area: QRectF, kept: Kept, font: QFont) -> None:
        when = day(kept.began, date.today())
        painter.setFont(tabular(small(font)))
        painter.setPen(QColor(self.theme.muted))
        width = QFontMetricsF(painter.font()).horizontalAdvance(when)
        painter.drawText(QPointF(area.right() - width, area.top() + 13), when)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold if self._is_current(kept) else QFont.Weight.Normal)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(area.topLeft() + QPointF(0, 13), _middle(painter, kept.title, area.width() - width - 8))

    def _paint_facts(self, painter: QPainter, area: QRectF, kept: Kept, font: QFont) -> None:
        left = self._paint_tags(painter, area, kept.tags, font)
        slanted = QFont(tabular(font))
        slanted.setItalic(kept.missing)
        painter.setFont(slanted)
        painter.setPen(QColor(self.theme.muted))
        text = painter.fontMetrics().elidedText(facts(kept), Qt.TextElideMode.ElideRight, int(left - area.left() - 6))
        painter.drawText(area.topLeft() + QPointF(0, 31), text)

    def _paint_tags(self, painter: QPainter, area: QRectF, tags: tuple[str, ...], font: QFont) -> float:
        """On the right, as many as have room, and how many more there are; the left edge."""
        x, metrics = area.right(), QFontMetricsF(font)
        painter.setFont(font)
        for text in reversed(_fitting(tags, metrics, MOST_TAGS_SHARE * area.width())):
            width = metrics.horizontalAdvance(text) + TAG_MARGIN
            pill = QRectF(x - width, area.top() + 20, width, 16)
            painter.setPen(QColor(self.theme.line))
            painter.setBrush(QColor(self.theme.raised))
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
            x -= width + TAG_GAP
        return x

    def _paint_place(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.line))
        for top, share, height in ((3, 0.6, 10), (23, 0.4, 8)):
            painter.drawRoundedRect(QRectF(area.left(), area.top() + top, share * area.width(), height), 4, 4)
        bottom = QRectF(area.left(), area.bottom() - STRIP_HEIGHT, area.width(), STRIP_HEIGHT)
        painter.fillRect(bottom, QColor(self.theme.line))


def _middle(painter: QPainter, text: str, room: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(room))


def _fitting(tags: tuple[str, ...], metrics: QFontMetricsF, room: float) -> list[str]:
    """The first tags that have room, and how many others there are."""
    shown: list[str] = []
    for tag in tags:
        room -= metrics.horizontalAdvance(tag) + TAG_MARGIN + TAG_GAP
        if room < 0:
            return [*shown, f"+{len(tags) - len(shown)}"]
        shown.append(tag)
    return shown
