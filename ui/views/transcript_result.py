"""Paints what is said of an utterance: what the program makes of it, and under that what the user hears and what the
program said before a correction."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from mmemotion.types import Emotion, Estimate, Utterance
from ui import emotions
from ui.state.inspection import strongest
from ui.state.verdict import earlier, heard, result
from ui.theme import Theme, small, tabular
from ui.views.transcript_columns import Columns, line

BAR_HEIGHT = 9.0
SWATCH, SWATCH_GAP = 9.0, 6.0


def result_lines(said: Utterance) -> int:
    """How many lines it takes."""
    return 1 + bool(heard(said)) + bool(earlier(said))


class ResultPainter:
    """Paints into one row."""

    def __init__(self, painter: QPainter, row: QRectF, places: Columns, font: QFont, theme: Theme) -> None:
        self._painter, self._row, self._places, self._font, self._theme = painter, row, places, font, theme

    def paint(self, said: Utterance) -> None:
        """Bars and verdict on the first line of the words."""
        estimate = said.estimate
        if estimate is not None:
            self._paint_bars(line(self._row, self._places.bars, self._font), estimate)
        pending = said.correction is not None and said.correction.pending
        certain = estimate is not None and not estimate.abstained
        slanted = QFont(tabular(self._font))
        slanted.setItalic(not certain)
        self._write(0, result(said), slanted, self._theme.text if certain else self._theme.muted, wide=pending)
        self._paint_corrections(said)

    def _paint_corrections(self, said: Utterance) -> None:
        under = 1
        label = said.correction.label if said.correction is not None else None
        if label is not None:
            self._swatch(under, label)
            self._write(under, heard(said), self._font, self._theme.text, SWATCH + SWATCH_GAP, wide=True)
            under += 1
        if earlier(said):
            self._write(under, f"before: {earlier(said)}", small(tabular(self._font)), self._theme.muted, wide=True)

    def _write(
        self, number: int, text: str, font: QFont, colour: str, indent: float = 0.0, *, wide: bool = False
    ) -> None:
        area = self._wide(number) if wide else line(self._row, self._places.verdict, self._font, number)
        area.setLeft(area.left() + indent)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(area.width()))
        self._painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _wide(self, number: int) -> QRectF:
        """Under or in place of the bars, as far as the verdict reaches."""
        bars, verdict = self._places.bars, self._places.verdict
        left = bars[0] if bars[1] else verdict[0]
        return line(self._row, (left, verdict[0] + verdict[1] - left + 8), self._font, number)

    def _swatch(self, number: int, emotion: Emotion) -> None:
        area = self._wide(number)
        emotions.fill(self._painter, QRectF(area.left(), area.center().y() - SWATCH / 2, SWATCH, SWATCH), emotion)

    def _paint_bars(self, area: QRectF, estimate: Estimate) -> None:
        x, top = area.left(), area.center().y() - BAR_HEIGHT / 2
        self._painter.setOpacity(0.55 if estimate.abstained else 1.0)
        for emotion, share in strongest(estimate):
            width = share * area.width()
            if width >= 2:
                emotions.fill(self._painter, QRectF(x, top, width - 1, BAR_HEIGHT), emotion)
            x += width + 1
        self._painter.setOpacity(1)
