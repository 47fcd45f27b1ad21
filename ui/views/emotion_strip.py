"""A thin strip of the emotions of a recording, over its time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from mmemotion.messages import Kept
from mmemotion.types import EMOTIONS, Emotion
from ui import emotions


def paint_strip(painter: QPainter, area: QRectF, kept: Kept, ground: QColor) -> None:
    """Paints colour and pattern where an emotion was perceived, and the ground where none was."""
    painter.fillRect(area, ground)
    x = area.left()
    for emotion, share in _parts(kept):
        width = share * area.width()
        if emotion is not None:
            emotions.fill(painter, QRectF(x, area.top(), width, area.height()), emotion)
        x += width


def _parts(kept: Kept) -> Iterator[tuple[Emotion | None, float]]:
    """Runs of one emotion over time; where that is not known, how much there is of each in all."""
    for emotion, run in groupby(kept.strip):
        yield emotion, len(list(run)) / len(kept.strip)
    if not kept.strip:
        yield from ((emotion, kept.emotions.get(emotion, 0.0)) for emotion in EMOTIONS)
