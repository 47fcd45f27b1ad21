"""Emotions are told apart by more than colour, stand out from their ground, and text on them can be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from mmemotion.types import EMOTIONS, Emotion
from ui import emotions
from ui.theme import DARK, LIGHT, Theme

GRAPHICS = 3.0
"""Contrast of graphics, WCAG 2.2, 1.4.11."""


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((emotions.luminance(one), emotions.luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def painted(emotion: Emotion, ground: str, opacity: float = 1.0) -> QImage:
    """A mark of 24 x 12 pixels with 4 of the ground around it."""
    image = QImage(32, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setOpacity(opacity)
    emotions.fill(painter, QRectF(4, 4, 24, 12), emotion)
    painter.end()
    return image


def grounds(theme: Theme) -> tuple[str, ...]:
    return theme.window, theme.panel, theme.raised


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("opacity", [1.0, 0.3], ids=["sure", "faint"])
def test_a_mark_stands_out_from_its_ground(qapp: QApplication, theme: Theme, opacity: float) -> None:
    for emotion in EMOTIONS:
        for ground in grounds(theme):
            image = painted(emotion, ground, opacity)
            rim = [(x, y) for x in range(4, 28) for y in (4, 15)] + [(x, y) for x in (4, 27) for y in range(4, 16)]
            assert min(contrast(image.pixelColor(x, y), QColor(ground)) for x, y in rim) >= GRAPHICS, (emotion, ground)


def test_without_colour_the_patterns_still_differ(qapp: QApplication) -> None:
    shapes = set()
    for emotion in EMOTIONS:
        image = painted(emotion, "#000000")
        inside = [image.pixelColor(x, y) for y in range(6, 14) for x in range(6, 26)]
        plain = emotions.colour(emotion)
        marked = tuple(contrast(colour, plain) > 1.3 for colour in inside)
        assert any(marked) is bool(emotions.PATTERNS[emotion]), emotion
        shapes.add(marked)
    assert len(shapes) == len(EMOTIONS)


def test_a_pattern_is_as_coarse_at_any_scaling(qapp: QApplication) -> None:
    for emotion in EMOTIONS:
        tile = emotions.pattern(emotion, 2.0).texture()
        assert tile.deviceIndependentSize().width() == emotions.TILE
        assert tile.width() == 2 * emotions.TILE


def test_every_emotion_has_its_own_pattern() -> None:
    assert len({emotions.PATTERNS[emotion] for emotion in EMOTIONS}) == len(EMOTIONS)


def test_labels_can_be_read_on_their_colour() -> None:
    for emotion in EMOTIONS:
        ground = emotions.luminance(emotions.colour(emotion))
        ink = emotions.luminance(emotions.ink(emotions.colour(emotion)))
        light, dark = max(ground, ink), min(ground, ink)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, emotion
