"""Paints a row of the transcript: time, speaker, words, the three strongest emotions, and the label when sure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from mmemotion.types import Estimate, Utterance
from ui import emotions
from ui.state.inspection import strongest, verdict
from ui.state.wording import clock
from ui.theme import Theme, tabular
from ui.views.transcript_model import UTTERANCE
from ui.views.wrapped import wrapped

Index = QModelIndex | QPersistentModelIndex
PADDING = 9
GAP = 12
MARGIN = 8
NO_WORDS = "no words recognised"
BAR_HEIGHT = 9.0
VERDICT_WIDTH = 112
LONGEST_LINE = 820
ATTENTION_ALPHA = 170


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges and widths in pixels."""

    time: tuple[int, int]
    speaker: tuple[int, int]
    words: tuple[int, int]
    bars: tuple[int, int]
    verdict: tuple[int, int]


def columns(width: int) -> Columns:
    """Where the columns of a row of this width lie; the words get what the others leave, up to a readable line."""
    bars = 130 if width >= 760 else 84 if width >= 540 else 0
    left = MARGIN + 8
    speaker = left + 56 + GAP
    words = speaker + 92 + GAP
    left_over = width - MARGIN - 8 - words - 2 * GAP - bars - VERDICT_WIDTH
    bar = words + min(max(80, left_over), LONGEST_LINE) + GAP
    return Columns(
        (left, 56), (speaker, 92), (words, bar - GAP - words), (bar, bars), (bar + bars + GAP, VERDICT_WIDTH)
    )


class TranscriptDelegate(QStyledItemDelegate):
    """Rows are as high as their words need; heights are remembered for the width they were measured at."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: Utterance | None = None
        self._heights: dict[Utterance, int] = {}
        self._width = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """The height of the wrapped words and the padding."""
        width = self._row_width(option)
        if width != self._width:
            self._heights.clear()
            self._width = width
        utterance: Utterance = index.data(UTTERANCE)
        if utterance not in self._heights:
            self._heights[utterance] = self._height(option, utterance, columns(width).words[1])
        return QSize(0, self._heights[utterance])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints the columns side by side, all on the first line of the words."""
        utterance: Utterance = index.data(UTTERANCE)
        row = QRectF(option.rect)
        places = columns(round(row.width()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if utterance is self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.selection))
            painter.drawRoundedRect(row.adjusted(MARGIN, 1, -MARGIN, -1), 7, 7)
        font: QFont = option.font
        self._paint_time(painter, row, places, utterance, font)
        self._paint_words(painter, row, places, utterance, font)
        self._paint_result(painter, row, places, utterance.estimate, font)
        painter.restore()

    def _paint_time(self, painter: QPainter, row: QRectF, places: Columns, said: Utterance, font: QFont) -> None:
        painter.setFont(tabular(font))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(_line(row, places.time, font), Qt.AlignmentFlag.AlignRight, clock(said.span.start, 1))
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.speaker(said.channel)))
        name = QFontMetrics(bold).elidedText(said.speaker, Qt.TextElideMode.ElideRight, places.speaker[1])
        painter.drawText(_line(row, places.speaker, font), Qt.AlignmentFlag.AlignLeft, name)

    def _paint_words(self, painter: QPainter, row: QRectF, places: Columns, said: Utterance, font: QFont) -> None:
        has_words = bool(said.transcript.text)
        tints = self._attention(said) if said is self.current and has_words else []
        layout = wrapped(said.transcript.text or NO_WORDS, font, places.words[1], tints)
        painter.setPen(QColor(self.theme.text if has_words else self.theme.muted))
        layout.draw(painter, QPointF(places.words[0], row.top() + PADDING))

    def _attention(self, said: Utterance) -> list[QTextLayout.FormatRange]:
        """A tint behind each word, the stronger the more the fusion looked at it."""
        attention = said.estimate.word_attention if said.estimate is not None else ()
        words = said.transcript.words
        if len(attention) != len(words) or not any(attention):
            return []
        position = -(len("".join(w.text for w in words)) - len("".join(w.text for w in words).lstrip()))
        ranges = []
        for word, weight in zip(words, attention, strict=True):
            lead = len(word.text) - len(word.text.lstrip())
            ranges.append(self._tint(position + lead, len(word.text.strip()), weight / max(attention)))
            position += len(word.text)
        return ranges

    def _tint(self, start: int, length: int, strength: float) -> QTextLayout.FormatRange:
        tint = QColor(self.theme.words)
        tint.setAlpha(round(ATTENTION_ALPHA * strength**2))
        look = QTextCharFormat()
        look.setBackground(tint)
        result = QTextLayout.FormatRange()
        result.start, result.length, result.format = start, length, look
        return result

    def _paint_result(
        self, painter: QPainter, row: QRectF, places: Columns, estimate: Estimate | None, font: QFont
    ) -> None:
        if estimate is not None:
            self._paint_bars(painter, _line(row, places.bars, font), estimate)
        certain = estimate is not None and not estimate.abstained
        slanted = QFont(tabular(font))
        slanted.setItalic(not certain)
        painter.setFont(slanted)
        painter.setPen(QColor(self.theme.text if certain else self.theme.muted))
        painter.drawText(_line(row, places.verdict, font), Qt.AlignmentFlag.AlignLeft, verdict(estimate))

    def _paint_bars(self, painter: QPainter, area: QRectF, estimate: Estimate) -> None:
        x, top = area.left(), area.center().y() - BAR_HEIGHT / 2
        painter.setOpacity(0.55 if estimate.abstained else 1.0)
        for emotion, share in strongest(estimate):
            width = share * area.width()
            if width >= 2:
                emotions.fill(painter, QRectF(x, top, width - 1, BAR_HEIGHT), emotion)
            x += width + 1
        painter.setOpacity(1)

    def _height(self, option: QStyleOptionViewItem, said: Utterance, width: int) -> int:
        font: QFont = option.font
        metrics = QFontMetrics(font)
        text = said.transcript.text or NO_WORDS
        if text.isascii() and metrics.horizontalAdvance(text) < width:
            return metrics.height() + 2 * PADDING
        return round(wrapped(text, font, width).boundingRect().height()) + 2 * PADDING

    def _row_width(self, option: QStyleOptionViewItem) -> int:
        view = option.widget
        return view.viewport().width() if isinstance(view, QAbstractItemView) else 0


def _line(row: QRectF, place: tuple[int, int], font: QFont) -> QRectF:
    return QRectF(row.left() + place[0], row.top() + PADDING, place[1], QFontMetrics(font).height())
