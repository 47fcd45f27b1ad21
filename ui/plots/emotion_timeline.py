"""A row of emotion: where somebody speaks, the probabilities stacked; the fainter, the less sure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTransform

from mmemotion.types import EMOTIONS, Emotion, Utterance
from ui import emotions
from ui.plots.pixel_row import PixelRow, Pixels, View, draw_pixels, premultiplied
from ui.state.blocks import Block, Blocks, Timeline, block_of
from ui.state.verdict import NOT_SURE
from ui.theme import Theme, small

FAINTEST = 0.3
FAINT_LINE = 0.4
NARROWEST_AVERAGE = 3.0
"""Pixels; what is narrower is averaged with its neighbours."""

NARROWEST_BLOCK = 8.0
"""Pixels; what is narrower has no room for patterns."""

UNSCORED_STRENGTH = 0.25
SHORT = 3
"""So many letters of a label where there is no room for all, as in a short legend."""


class EmotionRow(PixelRow):
    """The utterances of one channel."""

    def __init__(self, box: pg.ViewBox, theme: Theme) -> None:
        super().__init__(box)
        self._timeline = Timeline()
        self._utterances: tuple[Utterance, ...] = ()
        self._current: Utterance | None = None
        self._theme = theme

    def show_utterances(self, utterances: tuple[Utterance, ...], duration: float) -> None:
        """Takes the utterances of the channel, in order of start."""
        self.set_length(duration)
        if utterances is not self._utterances:
            self._utterances = utterances
            self._timeline = self._timeline if utterances else Timeline()
            self.repaint()

    def set_current(self, utterance: Utterance | None) -> None:
        """Outlines the utterance under the play head."""
        current = utterance if utterance in self._utterances else None
        if current is not self._current:
            self._current = current
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.repaint()

    def draw(self, painter: QPainter, view: View) -> None:
        """Narrow ones as pixels, the others with patterns and words."""
        known = len(self._timeline.utterances)
        self._timeline = self._timeline.with_utterances(self.next_of(self._utterances, known))
        draw_emotions(painter, self._timeline, view, self._theme)
        painter.setFont(small(painter.font()))
        pixel = view.column * view.ratio
        seen = self._timeline.between(view.start, view.end)
        for utterance in self._timeline.utterances[seen]:
            if utterance.span.duration >= NARROWEST_BLOCK * pixel:
                left = (utterance.span.start - view.start) / pixel
                width = max(2.0, utterance.span.duration / pixel - 1)
                self._paint_block(painter, QRectF(left, 0, width, view.height / view.ratio), block_of(utterance))

    def paint_over(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Outlines the current utterance."""
        if self._current is not None:
            area = to_pixels.mapRect(QRectF(self._current.span.start, 0, self._current.span.duration, 1))
            painter.setPen(QPen(QColor(self._theme.play_head), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.75, 0.75, -1.75, -0.75))

    def _paint_block(self, painter: QPainter, area: QRectF, block: Block) -> None:
        if block.probabilities:
            self._paint_stack(painter, area, block)
        else:
            self._paint_unscored(painter, area, block.text)

    def _paint_stack(self, painter: QPainter, area: QRectF, block: Block) -> None:
        strength = _strength(block.confidence)
        parts = dict(_stack(area, block))
        painter.setOpacity(strength)
        for emotion, part in parts.items():
            emotions.fill(painter, part, emotion)
        painter.setOpacity(1)
        if block.label is not None:
            ground = emotions.blend(emotions.colour(block.label), QColor(self._theme.panel), strength)
            self._write(painter, parts[block.label], block.text, emotions.ink(ground), block.label[:SHORT])
        elif block.text == NOT_SURE:
            self._write_on_plate(painter, area, block.text)

    def _paint_unscored(self, painter: QPainter, area: QRectF, text: str) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        self._write(painter, area, text, QColor(self._theme.muted))

    def _write(self, painter: QPainter, area: QRectF, text: str, ink: QColor, short: str = "") -> None:
        metrics = QFontMetricsF(painter.font())
        fitting = (shown for shown in (text, short) if metrics.horizontalAdvance(shown) + 8 <= area.width())
        if metrics.height() <= area.height():
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, next(fitting, ""))

    def _write_on_plate(self, painter: QPainter, area: QRectF, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text) + 10
        if width + 4 > area.width() or metrics.height() > area.height():
            return
        plate = QRectF(0, 0, width, metrics.height() + 2)
        plate.moveCenter(area.center())
        ground = QColor(self._theme.window)
        ground.setAlpha(205)
        painter.fillRect(plate, ground)
        self._write(painter, plate, text, QColor(self._theme.text))


def draw_emotions(
    painter: QPainter, timeline: Timeline, view: View, theme: Theme, widest: float = NARROWEST_BLOCK
) -> None:
    """Paints what is narrower than so many pixels, and has no room for patterns, a column of pixels at a time."""
    pixel = view.column * view.ratio
    blocks = timeline.blocks[timeline.between(view.start, view.end)].averaged(NARROWEST_AVERAGE * pixel)
    blocks = blocks[blocks.ends - blocks.starts < widest * pixel]
    shown = blocks.at((view.edges[:-1] + view.edges[1:]) / 2)
    if (shown >= 0).any():
        stacks = np.vstack([_stacks(blocks, view.height, theme), np.zeros((1, view.height), np.uint32)])
        draw_pixels(painter, stacks[shown].T, view)


def _stacks(blocks: Blocks, height: int, theme: Theme) -> Pixels:
    """[block, height]: each from the top down, the emotions in their order from the bottom up."""
    tops = np.cumsum(blocks.probabilities, axis=1) * height
    middles = height - 0.5 - np.arange(height)
    which = (middles[np.newaxis, :, np.newaxis] >= tops[:, np.newaxis, :-1]).sum(axis=2)
    palette = np.array([[emotions.colour(each).getRgb() for each in EMOTIONS]], dtype=np.float64)
    scored = blocks.probabilities.sum(axis=1) > 0
    strength = FAINTEST + (1 - FAINTEST) * np.clip(blocks.confidences, 0, 1)
    parts = (palette * strength[:, np.newaxis, np.newaxis]).round().astype(np.uint32)
    red, green, blue, alpha = parts.transpose(2, 0, 1)
    colours = alpha << 24 | red << 16 | green << 8 | blue
    colours[~scored] = premultiplied(QColor(theme.muted), UNSCORED_STRENGTH)
    return np.take_along_axis(colours, which, axis=1)


def _strength(confidence: float) -> float:
    return FAINTEST + (1 - FAINTEST) * max(0.0, min(1.0, confidence))


def _stack(area: QRectF, block: Block) -> Iterator[tuple[Emotion, QRectF]]:
    """Where each emotion lies in the block, from the bottom up; what is too thin to see is left out."""
    bottom = area.bottom()
    for emotion, share in zip(EMOTIONS, block.probabilities, strict=True):
        height = share * area.height()
        bottom -= height
        if height >= FAINT_LINE or emotion is block.label:
            yield emotion, QRectF(area.left(), bottom, area.width(), height)
