"""Paints a row of the transcript: time, speaker, words, the three strongest emotions, and the label when sure."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextLine
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmemotion.types import Utterance
from ui.state.verdict import is_reworded
from ui.state.wording import clock
from ui.theme import Theme, icon, tabular
from ui.views.row_heights import RowHeights
from ui.views.transcript_columns import MARGIN, PADDING, Columns, columns, line
from ui.views.transcript_model import UTTERANCE
from ui.views.transcript_result import ResultPainter, result_lines
from ui.views.words_editor import INSET, WordsEditor
from ui.views.wrapped import wrapped

Index = QModelIndex | QPersistentModelIndex
NO_WORDS = "no words recognised"
ATTENTION_ALPHA = 170
PENCIL = 10


class TranscriptDelegate(QStyledItemDelegate):
    """Rows are as high as their words need at the width for which heights were measured last."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: Utterance | None = None
        self.spoken: int | None = None
        """Place of the word of the current utterance that the play head is at."""
        self.editor: WordsEditor | None = None
        self.font = QFont()
        self.heights = RowHeights(self._height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """The height of the wrapped words, and of what is said of them, with the padding."""
        utterance: Utterance = index.data(UTTERANCE)
        height = self.heights.of(utterance)
        if self.editor is not None and self._is_edited(utterance):
            height = max(height, self.editor.text_height + 2 * PADDING)
        return QSize(0, height)

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
        ResultPainter(painter, row, places, font, self.theme).paint(utterance)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """The words, to be corrected."""
        utterance: Utterance = index.data(UTTERANCE)
        self.editor = WordsEditor(utterance.segment, utterance.transcript.text, parent)
        self.editor.setFont(option.font)
        return self.editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """What is typed stays when the utterance changes meanwhile."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        """The words stay where they were painted."""
        row, (left, width) = option.rect, columns(option.rect.width()).words
        height = row.height() - 2 * PADDING + 2 * INSET
        editor.setGeometry(row.x() + left - INSET, row.y() + PADDING - INSET, width + 2 * INSET, height)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """It is gone."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: object) -> bool:  # noqa: N802
        """The editor knows its keys itself."""
        return False

    def word_at(self, row: QRect, font: QFont, said: Utterance, at: QPoint) -> int | None:
        """Which word of a row is painted at a point."""
        left, width = columns(row.width()).words
        layout = wrapped(said.transcript.text, font, width)
        x, y = at.x() - row.x() - left, at.y() - row.y() - PADDING
        for number in range(layout.lineCount()):
            shown = layout.lineAt(number)
            if shown.y() <= y < shown.y() + shown.height() and 0 <= x <= shown.naturalTextWidth():
                place = shown.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
                return len(said.transcript.text[: place + 1].split()) - 1
        return None

    def is_name(self, row: QRect, at: QPoint) -> bool:
        """Whether the speaker's name is there."""
        left, width = columns(row.width()).speaker
        return left <= at.x() - row.x() < left + width

    def _paint_time(self, painter: QPainter, row: QRectF, places: Columns, said: Utterance, font: QFont) -> None:
        painter.setFont(tabular(font))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(line(row, places.time, font), Qt.AlignmentFlag.AlignRight, clock(said.span.start, 1))
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.speaker(said.channel)))
        name = QFontMetrics(bold).elidedText(said.speaker, Qt.TextElideMode.ElideRight, places.speaker[1])
        painter.drawText(line(row, places.speaker, font), Qt.AlignmentFlag.AlignLeft, name)

    def _paint_words(self, painter: QPainter, row: QRectF, places: Columns, said: Utterance, font: QFont) -> None:
        has_words = bool(said.transcript.text)
        tints = [*self._attention(said), *self._spoken(said)] if said is self.current and has_words else []
        layout = wrapped(said.transcript.text or NO_WORDS, font, places.words[1], tints)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text if has_words else self.theme.muted))
        layout.draw(painter, QPointF(places.words[0], row.top() + PADDING))
        if is_reworded(said) and not self._is_edited(said):
            first = line(row, places.words, font).toRect()
            mark = QRect(first.left() - PENCIL - 4, first.center().y() - PENCIL // 2, PENCIL, PENCIL)
            icon("pencil", self.theme.muted).paint(painter, mark)

    def _attention(self, said: Utterance) -> list[QTextLayout.FormatRange]:
        """A tint behind each word, the stronger the more the fusion looked at it."""
        attention = said.estimate.word_attention if said.estimate is not None else ()
        if len(attention) != len(said.transcript.words) or not any(attention):
            return []
        pairs = zip(_places(said), attention, strict=True)
        return [self._tint(start, length, weight / max(attention)) for (start, length), weight in pairs]

    def _spoken(self, said: Utterance) -> list[QTextLayout.FormatRange]:
        """A line under the word that is heard now."""
        places = _places(said)
        if self.spoken is None or self.spoken >= len(places):
            return []
        look = QTextCharFormat()
        look.setFontUnderline(True)
        look.setUnderlineColor(QColor(self.theme.play_head))
        result = QTextLayout.FormatRange()
        (result.start, result.length), result.format = places[self.spoken], look
        return [result]

    def _tint(self, start: int, length: int, strength: float) -> QTextLayout.FormatRange:
        tint = QColor(self.theme.words)
        tint.setAlpha(round(ATTENTION_ALPHA * strength**2))
        look = QTextCharFormat()
        look.setBackground(tint)
        result = QTextLayout.FormatRange()
        result.start, result.length, result.format = start, length, look
        return result

    def _is_edited(self, said: Utterance) -> bool:
        return self.editor is not None and said.segment == self.editor.segment

    def _height(self, said: Utterance, row_width: int) -> int:
        font, width = self.font, columns(row_width).words[1]
        metrics = QFontMetrics(font)
        text = said.transcript.text or NO_WORDS
        least = result_lines(said) * metrics.height() + 2 * PADDING
        if text.isascii() and metrics.horizontalAdvance(text) < width:
            return max(least, metrics.height() + 2 * PADDING)
        return max(least, round(wrapped(text, font, width).boundingRect().height()) + 2 * PADDING)


def _places(said: Utterance) -> list[tuple[int, int]]:
    """Where each word begins in the text of the utterance, and its length."""
    words = [word.text for word in said.transcript.words]
    position, places = len("".join(words).lstrip()) - len("".join(words)), []
    for word in words:
        places.append((position + len(word) - len(word.lstrip()), len(word.strip())))
        position += len(word)
    return places
