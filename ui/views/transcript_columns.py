"""Where the columns of a transcript row lie."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics

PADDING = 9
GAP = 12
MARGIN = 8
VERDICT_WIDTH = 112
LONGEST_LINE = 820


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


def line(row: QRectF, place: tuple[int, int], font: QFont, number: int = 0) -> QRectF:
    """A line of a column, the first first."""
    height = QFontMetrics(font).height()
    return QRectF(row.left() + place[0], row.top() + PADDING + number * height, place[1], height)
