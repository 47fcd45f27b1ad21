"""Paints a line of what is said: time, speaker, words (muted while they may change), the emotion when sure."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from mmemotion.types import Emotion
from ui import emotions
from ui.state.live_words import Line
from ui.state.wording import clock
from ui.theme import BASE_PX, Theme, tabular
from ui.views.wrapped import wrapped

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
PRESENTED_WORDS, PRESENTED_CHIP = 40, 24
TIME, SPEAKER, GAP, MARGIN = 56, 92, 12, 16
LONGEST_LINE = 820
ROOM_FOR_TIME = 420
MOST_HEIGHTS = 400


class LiveWordsDelegate(QStyledItemDelegate):
    """Rows are as high as their words need."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.speakers = 1
        self._presenting = False
        self._heights: dict[tuple[str, str, int], int] = {}

    def set_presenting(self, presenting: bool) -> None:
        """Larger or smaller words."""
        self._presenting = presenting
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """The height of the wrapped words and the padding."""
        line: Line = index.data(LINE)
        view = option.widget
        width = self._words(view.viewport().width() if isinstance(view, QAbstractItemView) else 0).width()
        key = (line.settled, line.tentative, round(width))
        if key not in self._heights:
            if len(self._heights) > MOST_HEIGHTS:
                self._heights.clear()
            height = self._wrapped(line, option.font, width).boundingRect().height()
            self._heights[key] = round(height) + 2 * self._padding
        return QSize(0, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints the columns side by side, all on the first line of the words."""
        line: Line = index.data(LINE)
        row = QRectF(option.rect)
        if self._presenting and row.top() < 0 and index.row() < index.model().rowCount() - 1:
            return  # from a distance, half a line is only noise
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self._words(round(row.width())).translated(0, row.top() + self._padding)
        first = QRectF(row.left(), words.top(), row.width(), QFontMetrics(self._font(option.font)).height())
        if self._presenting:
            self._paint_speaker_bar(painter, row, line)
        else:
            self._paint_who(painter, first, line, option.font)
        painter.setPen(QColor(self.theme.text))
        self._wrapped(line, option.font, words.width()).draw(painter, words.topLeft())
        verdict = QRectF(words.right() + GAP, first.top(), self._verdict, first.height())
        self._paint_verdict(painter, verdict, line, option.font)
        painter.restore()

    @property
    def _padding(self) -> int:
        return 12 if self._presenting else 7

    @property
    def _verdict(self) -> int:
        return 176 if self._presenting else 112

    def _words(self, width: int) -> QRectF:
        """Where the words lie in a row of this width."""
        who = (TIME + GAP if width >= ROOM_FOR_TIME else 0) + (SPEAKER + GAP if self.speakers > 1 else 0)
        left = MARGIN + (12 if self._presenting else who)
        room = max(80, width - left - GAP - self._verdict - MARGIN)
        return QRectF(left, 0, room if self._presenting else min(room, LONGEST_LINE), 0)

    def _font(self, base: QFont) -> QFont:
        font = QFont(base)
        font.setPixelSize(PRESENTED_WORDS if self._presenting else BASE_PX)
        return font

    def _wrapped(self, line: Line, base: QFont, width: float) -> QTextLayout:
        text = f"{line.settled} {line.tentative}".strip()
        look = QTextCharFormat()
        look.setForeground(QColor(self.theme.muted))
        muted = QTextLayout.FormatRange()
        muted.start, muted.length, muted.format = len(text) - len(line.tentative), len(line.tentative), look
        return wrapped(text, self._font(base), width, [muted] if line.tentative else [])

    def _paint_who(self, painter: QPainter, area: QRectF, line: Line, base: QFont) -> None:
        painter.setFont(tabular(self._font(base)))
        painter.setPen(QColor(self.theme.muted))
        time = QRectF(area.left() + MARGIN, area.top(), TIME, area.height())
        if area.width() < ROOM_FOR_TIME:
            time.setRight(MARGIN - GAP)
        else:
            painter.drawText(time, Qt.AlignmentFlag.AlignRight, clock(line.start, 1))
        if self.speakers < 2:
            return
        bold = self._font(base)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.speaker(line.channel)))
        name = QFontMetrics(bold).elidedText(line.speaker, Qt.TextElideMode.ElideRight, SPEAKER)
        where = QRectF(time.right() + GAP, area.top(), SPEAKER, area.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft, name)

    def _paint_speaker_bar(self, painter: QPainter, row: QRectF, line: Line) -> None:
        if self.speakers > 1:
            bar = QRectF(MARGIN - 8, row.top() + self._padding, 6, row.height() - 2 * self._padding)
            painter.fillRect(bar, QColor(self.theme.speaker(line.channel)))

    def _paint_verdict(self, painter: QPainter, area: QRectF, line: Line, base: QFont) -> None:
        font = self._font(base)
        if self._presenting:
            font.setPixelSize(PRESENTED_CHIP)
        painter.setFont(font)
        if line.label is not None:
            self._paint_chip(painter, area, line.label)
            return
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line.verdict)

    def _paint_chip(self, painter: QPainter, area: QRectF, label: Emotion) -> None:
        metrics = painter.fontMetrics()
        chip = QRectF(area.left(), 0, metrics.horizontalAdvance(label) + metrics.height(), metrics.height() + 4)
        chip.moveCenter(QPointF(chip.center().x(), area.center().y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(emotions.colour(label))
        painter.drawRoundedRect(chip, 7, 7)
        painter.setPen(emotions.ink(emotions.colour(label)))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(label))
