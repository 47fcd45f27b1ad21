"""A tile of the rolling axis: two seconds of all rows as a picture, and what it was painted from."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from ui.plots.rolling_rows import (
    UNBROKEN,
    Stretch,
    octaves,
    paint_emotions,
    paint_line,
    paint_ticks,
    paint_waveform,
    pen,
)
from ui.state.live import Channel, Live
from ui.state.rolling import Points
from ui.state.session import Session
from ui.theme import SMALL_PX, Theme, tabular

SHARES = {"waveform": 6, "emotion": 7, "pitch": 5, "loudness": 3}
"""How the rows share the height."""

PITCH = (math.log2(65.0), math.log2(500.0))
LOUDNESS = (-60.0, 0.0)
TOP, GAP, AXIS = 8, 6, 24
LOUDEST = (0.0625, 0.125, 0.25, 0.5, 1.0)
"""Amplitudes that may fill the row: few, so that the waveform seldom changes its size."""

TileKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the axis, in pixels from the top; channel is 0 where it shows all."""

    kind: str
    channel: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Tile:
    """The number-th stretch of so many seconds; size, and that of its text, in pixels."""

    number: int
    size: tuple[int, int]
    seconds: float
    text: int = SMALL_PX

    @property
    def stretch(self) -> Stretch:
        """Its place in time."""
        return Stretch(self.number * self.seconds, (self.number + 1) * self.seconds, self.size[0])


def rows(height: int, channels: int) -> list[Row]:
    """Per channel a waveform and its emotions, then pitch and loudness of all, then the time."""
    kinds = [(kind, channel) for channel in range(channels) for kind in ("waveform", "emotion")]
    kinds += [("pitch", 0), ("loudness", 0)]
    room = height - TOP - AXIS - GAP * len(kinds)
    unit = max(1.0, room / sum(SHARES[kind] for kind, _ in kinds))
    result, y = [], float(TOP)
    for kind, channel in kinds:
        result.append(Row(kind, channel, y, unit * SHARES[kind]))
        y += unit * SHARES[kind] + GAP
    return [*result, Row("time", 0, y, AXIS)]


def key(tile: Tile, session: Session, live: Live, ratio: float) -> TileKey:
    """Everything the picture depends on, but for the colours."""
    start, end = tile.number * tile.seconds, (tile.number + 1) * tile.seconds
    known = min(session.peaks.length, math.ceil((end + 0.1) / session.peaks.hop))
    return (
        tile.size,
        tile.text,
        ratio,
        known,
        _scale(session),
        *(_known(channel, start, end) for channel in live.channels),
    )


def _known(channel: Channel, start: float, end: float) -> TileKey:
    previews = channel.previews
    until = bisect.bisect_right(previews, end + UNBROKEN, key=lambda preview: preview.end)
    latest = previews[until - 1].end if until else 0.0
    lines = (_latest(points, end) for points in (channel.f0, channel.loudness))
    return (latest if latest >= start - UNBROKEN else 0.0, *lines)


def _latest(points: Points, end: float) -> float:
    at = int(np.searchsorted(points.times, end, side="right"))
    return float(points.times[min(at, len(points.times) - 1)]) if len(points.times) else 0.0


def _scale(session: Session) -> float:
    return next((scale for scale in LOUDEST if session.peaks.loudest <= scale), LOUDEST[-1])


def picture(tile: Tile, ratio: float, theme: Theme) -> QPixmap:
    """An empty picture for it."""
    width, height = tile.size
    result = QPixmap(round(width * ratio), round(height * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(QColor(theme.panel))
    return result


def paint(target: QPixmap, tile: Tile, session: Session, live: Live, theme: Theme) -> None:
    """Paints all rows of a tile."""
    painter = QPainter(target)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_font(tile.text))
    for row in rows(tile.size[1], len(live.channels)):
        area = QRectF(0, row.top, tile.size[0], row.height)
        _paint_row(painter, row, area, tile.stretch, (session, live, theme))
    painter.end()


@lru_cache
def _font(pixels: int) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    return tabular(font)


def _paint_row(painter: QPainter, row: Row, area: QRectF, stretch: Stretch, shown: tuple[Session, Live, Theme]) -> None:
    session, live, theme = shown
    painter.setPen(Qt.PenStyle.NoPen)
    match row.kind:
        case "waveform":
            painter.setBrush(QColor(theme.speaker(row.channel)))
            paint_waveform(painter, area, stretch, session.peaks, row.channel, _scale(session))
        case "emotion":
            paint_emotions(painter, area, stretch, live.channels[row.channel].previews)
        case "pitch" | "loudness":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for number, channel in enumerate(live.channels):
                painter.setPen(pen(theme.speaker(number)))
                if row.kind == "pitch":
                    paint_line(painter, area, stretch, octaves(channel.f0), PITCH)
                else:
                    paint_line(painter, area, stretch, channel.loudness, LOUDNESS)
        case _:
            paint_ticks(painter, area, stretch, theme)
