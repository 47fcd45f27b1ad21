"""How each emotion looks: a colour, a pattern and an edge, so that colour is never the only cue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from mmemotion.palette import COLOURS
from mmemotion.types import Emotion

Line = tuple[float, float, float, float]
TILE = 6
_RISING = ((0, 6, 6, 0), (-1, 1, 1, -1), (5, 7, 7, 5))
_FALLING = ((0, 0, 6, 6), (-1, 5, 1, 7), (5, -1, 7, 1))
PATTERNS: Mapping[Emotion, tuple[Line, ...]] = {
    Emotion.NEUTRAL: (),
    Emotion.HAPPY: ((1, 1.5, 2, 1.5), (4, 4.5, 5, 4.5)),
    Emotion.SAD: ((0, 3, 6, 3),),
    Emotion.ANGRY: _RISING,
    Emotion.FEARFUL: _FALLING,
    Emotion.DISGUST: (*_RISING, *_FALLING),
    Emotion.SURPRISED: ((3, 0, 3, 6),),
}
"""Lines (x, y, x, y) in a tile of 6 x 6 pixels; none, dots, flat, rising, falling, crossed, upright."""

PATTERN_ALPHA = 105
NARROWEST_PATTERN, NARROWEST_EDGE = 6, 4
EDGE_LUMINANCE = 0.27
"""The lightest that stands out from the lightest ground, #ffffff or #f6f7f9, by 3:1 (WCAG 2.2, 1.4.11)."""


def colour(emotion: Emotion) -> QColor:
    """The colour of an emotion."""
    return QColor(COLOURS[emotion])


@cache
def edge(emotion: Emotion) -> QColor:
    """Its colour, or as much darker as it must be to stand out from a light ground; from a dark one both do."""
    filled = colour(emotion)
    share = min(1.0, EDGE_LUMINANCE / luminance(filled))
    return QColor.fromRgbF(*(_coded(share * part) for part in _linear(filled)))


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """What is seen when a colour of opacity share lies over another."""
    mixed = (share * a + (1 - share) * b for a, b in zip(_parts(over), _parts(under), strict=True))
    return QColor.fromRgbF(*mixed)


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def luminance(ground: QColor) -> float:
    """Relative luminance in [0, 1] as WCAG 2.2 defines it."""
    red, green, blue = _linear(ground)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: QColor) -> tuple[float, ...]:
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))


def _coded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def ink(ground: QColor) -> QColor:
    """Black or white, whichever is easier to read on the ground: both contrast alike at luminance 0.18."""
    return QColor("#0b0d10") if luminance(ground) > 0.18 else QColor("#ffffff")


def fill(painter: QPainter, area: QRectF, emotion: Emotion) -> None:
    """Fills the area with the colour and the pattern of the emotion, inside its edge."""
    painter.fillRect(area, colour(emotion))
    if area.width() >= NARROWEST_PATTERN:
        painter.fillRect(area, pattern(emotion, painter.device().devicePixelRatio()))
    if min(area.width(), area.height()) >= NARROWEST_EDGE:
        _outline(painter, area, edge(emotion))


@lru_cache(maxsize=64)
def pattern(emotion: Emotion, ratio: float) -> QBrush:
    """The pattern alone; ratio is pixels of the screen per pixel, so that it is as coarse at any scaling."""
    tile = QPixmap(round(TILE * ratio), round(TILE * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    shade = ink(colour(emotion))
    shade.setAlpha(PATTERN_ALPHA)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(shade, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLines([QLineF(*line) for line in PATTERNS[emotion]])
    painter.end()
    return QBrush(tile)


def _outline(painter: QPainter, area: QRectF, shade: QColor) -> None:
    """As strong where the area is faint: what is not sure is to be seen, too."""
    opacity = painter.opacity()
    painter.setOpacity(1.0)
    for side in _sides(area):
        painter.fillRect(side, shade)
    painter.setOpacity(opacity)


def _sides(area: QRectF) -> tuple[QRectF, ...]:
    return (
        QRectF(area.left(), area.top(), area.width(), 1),
        QRectF(area.left(), area.bottom() - 1, area.width(), 1),
        QRectF(area.left(), area.top() + 1, 1, area.height() - 2),
        QRectF(area.right() - 1, area.top() + 1, 1, area.height() - 2),
    )
