"""How each emotion looks: a colour and a pattern, so that colour is never the only cue."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from mmemotion.palette import COLOURS
from mmemotion.types import Emotion

PATTERNS: Mapping[Emotion, Qt.BrushStyle] = {
    Emotion.NEUTRAL: Qt.BrushStyle.NoBrush,
    Emotion.HAPPY: Qt.BrushStyle.Dense6Pattern,
    Emotion.SAD: Qt.BrushStyle.HorPattern,
    Emotion.ANGRY: Qt.BrushStyle.BDiagPattern,
    Emotion.FEARFUL: Qt.BrushStyle.FDiagPattern,
    Emotion.DISGUST: Qt.BrushStyle.DiagCrossPattern,
    Emotion.SURPRISED: Qt.BrushStyle.VerPattern,
}
PATTERN_ALPHA = 60
NARROWEST_PATTERN = 6


def colour(emotion: Emotion) -> QColor:
    """The colour of an emotion."""
    return QColor(COLOURS[emotion])


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """What is seen when a colour of opacity share lies over another."""
    mixed = (share * a + (1 - share) * b for a, b in zip(_parts(over), _parts(under), strict=True))
    return QColor.fromRgbF(*mixed)


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def luminance(ground: QColor) -> float:
    """Relative luminance in [0, 1] as WCAG 2.2 defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(ground)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink(ground: QColor) -> QColor:
    """Black or white, whichever is easier to read on the ground: both contrast alike at luminance 0.18."""
    return QColor("#0b0d10") if luminance(ground) > 0.18 else QColor("#ffffff")


def fill(painter: QPainter, area: QRectF, emotion: Emotion) -> None:
    """Fills the area with the colour and the pattern of the emotion."""
    painter.fillRect(area, colour(emotion))
    pattern = PATTERNS[emotion]
    if pattern is not Qt.BrushStyle.NoBrush and area.width() >= NARROWEST_PATTERN:
        shade = ink(colour(emotion))
        shade.setAlpha(PATTERN_ALPHA)
        painter.fillRect(area, QBrush(shade, pattern))
