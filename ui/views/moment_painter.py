"""Paints a moment that was found: time, speaker, emotion, and the words with those that were looked for in bold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QTextCharFormat, QTextLayout

from mmemotion.messages import Moment
from mmemotion.types import Emotion
from ui import emotions
from ui.state.excerpt import Excerpt, cut, excerpt
from ui.state.verdict import NOT_SURE
from ui.state.wording import clock
from ui.theme import Theme, small, tabular
from ui.views.wrapped import wrapped

MOMENT_HEIGHT = 64
LINES = 2
CHIP_HEIGHT = 15.0
NO_WORDS = "no words recognised"


def paint_moment(painter: QPainter, area: QRectF, moment: Moment, font: QFont, theme: Theme) -> None:
    """Paints inside the area, which is the row without its margins."""
    right = _paint_label(painter, area, moment.label, small(font), theme)
    painter.setFont(tabular(small(font)))
    painter.setPen(QColor(theme.muted))
    about = f"{clock(moment.span.start)} · {moment.speaker}"
    room = right - area.left() - 8
    painter.drawText(area.topLeft() + QPointF(0, 12), _shortened(painter, about, room))
    _paint_words(painter, area, moment, font, theme)


def _paint_label(painter: QPainter, area: QRectF, label: Emotion | None, font: QFont, theme: Theme) -> float:
    """A chip on the right, or the words that it is not sure; its left edge."""
    text = label or NOT_SURE
    width = QFontMetricsF(font).horizontalAdvance(text) + 12
    chip = QRectF(area.right() - width, area.top() + 1, width, CHIP_HEIGHT)
    painter.setFont(font)
    if label is None:
        painter.setPen(QColor(theme.muted))
        painter.drawText(chip, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return chip.left()
    rounded = QPainterPath()
    rounded.addRoundedRect(chip, 4, 4)
    painter.save()
    painter.setClipPath(rounded)
    emotions.fill(painter, chip, label)
    painter.restore()
    painter.setPen(emotions.ink(emotions.colour(label)))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
    return chip.left()


def _paint_words(painter: QPainter, area: QRectF, moment: Moment, font: QFont, theme: Theme) -> None:
    letters = max(12, int(LINES * area.width() / QFontMetricsF(font).averageCharWidth() * 0.92))
    shown = excerpt(moment.text, moment.marked, letters) if moment.text else Excerpt(NO_WORDS)
    layout = _laid_out(shown, font, area.width())
    if layout.lineCount() > LINES:
        last = layout.lineAt(LINES - 1)
        layout = _laid_out(cut(shown, last.textStart() + last.textLength() - 1), font, area.width())
    painter.setPen(QColor(theme.text if moment.text else theme.muted))
    top = area.top() + 19
    for line in range(min(LINES, layout.lineCount())):
        layout.lineAt(line).draw(painter, QPointF(area.left(), top))


def _laid_out(shown: Excerpt, font: QFont, width: float) -> QTextLayout:
    return wrapped(shown.text, font, width, [_bold(*mark) for mark in shown.marked])


def _bold(start: int, end: int) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    result = QTextLayout.FormatRange()
    result.start, result.length, result.format = start, end - start, look
    return result


def _shortened(painter: QPainter, text: str, room: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
