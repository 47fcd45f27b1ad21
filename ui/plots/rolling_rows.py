"""Paints a stretch of time of each row of the rolling axis: sound, emotions, pitch and loudness, ticks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPolygonF

from mmemotion.types import EMOTIONS, Emotion
from ui import emotions
from ui.state.live import Preview
from ui.state.peaks import Peaks
from ui.state.rolling import Points
from ui.state.wording import clock
from ui.theme import Theme

SECONDS_PER_TICK = 2.0
UNBROKEN = 0.6
"""Seconds between two previews of one stretch of speech, at most."""

LEAD = 0.25
"""Seconds before the first preview of a stretch that are painted like it."""

FAINTEST = 0.25
LINE_WIDTH = 1.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """From start to end (s) over so many pixels, painted into the rows from top down."""

    start: float
    end: float
    width: float

    def x(self, time: float) -> float:
        """Where a time lies."""
        return (time - self.start) / (self.end - self.start) * self.width


def paint_waveform(painter: QPainter, row: QRectF, stretch: Stretch, peaks: Peaks, channel: int, scale: float) -> None:
    """The outline of the sound; scale is the amplitude that fills the row. The painter has the colour as its brush."""
    times, low, high = peaks.columns(channel, stretch.start - 0.1, stretch.end + 0.1, int(stretch.width) + 12)
    if not len(times):
        return
    middle, half = row.center().y(), row.height() / 2
    x = [stretch.x(float(time)) for time in times]
    upper = middle - np.clip(high / scale, 0.01, 1.0) * half
    lower = middle - np.clip(low / scale, -1.0, -0.01) * half
    outline = [QPointF(at, float(y)) for at, y in zip(x, upper, strict=True)]
    outline += [QPointF(at, float(y)) for at, y in zip(reversed(x), lower[::-1], strict=True)]
    painter.drawPolygon(QPolygonF(outline))


def paint_emotions(painter: QPainter, row: QRectF, stretch: Stretch, previews: Sequence[Preview]) -> None:
    """The shares stacked, where somebody speaks; the fainter, the more even they are."""
    near = [p for p in previews if stretch.start - UNBROKEN <= p.end <= stretch.end + UNBROKEN]
    for run in _runs(near):
        x = [stretch.x(preview.end) for preview in run]
        strengths = [FAINTEST + (1 - FAINTEST) * max(preview.shares) for preview in run]
        heights = [[0.0, *accumulate(preview.shares)] for preview in run]
        for index, emotion in enumerate(EMOTIONS):
            upper = [QPointF(at, row.bottom() - h[index + 1] * row.height()) for at, h in zip(x, heights, strict=True)]
            lower = [QPointF(at, row.bottom() - h[index] * row.height()) for at, h in zip(x, heights, strict=True)]
            _fill(painter, QPolygonF(upper + lower[::-1]), emotion, x, strengths)
            _line_above(painter, upper, emotion)


def paint_line(painter: QPainter, row: QRectF, stretch: Stretch, points: Points, limits: tuple[float, float]) -> None:
    """A measure as a line, broken where it is not defined or below the limits, which are bottom and top of the row."""
    times, values = points.between(stretch.start, stretch.end)
    step = max(1, math.ceil(len(times) / max(1.0, 1.25 * stretch.width)))
    heights = np.minimum((values[::step] - limits[0]) / (limits[1] - limits[0]), 1.0)
    for run in _defined(times[::step], heights):
        line = [QPointF(stretch.x(time), row.bottom() - height * row.height()) for time, height in run]
        painter.drawPolyline(QPolygonF(line))


def paint_ticks(painter: QPainter, row: QRectF, stretch: Stretch, theme: Theme) -> None:
    """A tick and its time at the beginning of the stretch."""
    painter.setPen(QPen(QColor(theme.line)))
    painter.drawLine(QPointF(0.5, row.top()), QPointF(0.5, row.top() + 5))
    half = stretch.width / 2 + 0.5
    painter.drawLine(QPointF(half, row.top()), QPointF(half, row.top() + 3))
    painter.setPen(QColor(theme.muted))
    painter.drawText(row.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, clock(stretch.start))


def octaves(points: Points) -> Points:
    """Hz as octaves, so that equal steps of the voice are equally high."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return Points(points.times, np.log2(points.values))


def pen(colour: str) -> QPen:
    """The pen of a line."""
    return QPen(QColor(colour), LINE_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.BevelJoin)


def _fill(painter: QPainter, area: QPolygonF, emotion: Emotion, x: Sequence[float], strengths: Sequence[float]) -> None:
    """Colour and pattern, as strong at each x as is given for it."""
    gradient = QLinearGradient(x[0], 0, x[-1], 0)
    for at, strength in zip(x, strengths, strict=True):
        colour = emotions.colour(emotion)
        colour.setAlphaF(strength)
        gradient.setColorAt((at - x[0]) / (x[-1] - x[0]), colour)
    painter.setBrush(QBrush(gradient))
    painter.drawPolygon(area)
    painter.setBrush(emotions.pattern(emotion, painter.device().devicePixelRatio()))
    painter.drawPolygon(area)


def _line_above(painter: QPainter, upper: Sequence[QPointF], emotion: Emotion) -> None:
    """As strong where the fill is faint."""
    painter.setPen(QPen(emotions.edge(emotion), 1))
    painter.drawPolyline(upper)
    painter.setPen(Qt.PenStyle.NoPen)


def _runs(previews: Sequence[Preview]) -> Iterator[list[Preview]]:
    """Those that follow each other without a pause, each run with a short lead."""
    run: list[Preview] = []
    for preview in previews:
        if run and preview.end - run[-1].end > UNBROKEN:
            yield run
            run = []
        run = run or [Preview(preview.end - LEAD, preview.shares)]
        run.append(preview)
    if run:
        yield run


def _defined(times: npt.NDArray[np.float64], heights: npt.NDArray[np.float64]) -> Iterator[list[tuple[float, float]]]:
    """Runs of points with a value."""
    run: list[tuple[float, float]] = []
    for time, height in zip(times.tolist(), heights.tolist(), strict=True):
        if height >= 0:
            run.append((time, height))
        elif run:
            yield run
            run = []
    if run:
        yield run
