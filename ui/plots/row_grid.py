"""The rows: per speaker a waveform and the emotion under it, then pitch and the time axis; labels on the left."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics

from mmemotion.types import Utterance
from ui.plots.emotion_timeline import EmotionRow
from ui.plots.pitch import PitchRow
from ui.plots.row_label import RowLabel
from ui.plots.time_axis import TimeAxis
from ui.plots.waveform import WaveformRow
from ui.state.session import Lane, Session
from ui.theme import SMALL_PX, Theme

LABEL_WIDTH, LABEL_GAP, MARGIN = 96, 8, 16
LANE_GAP = 10
FEW = 4
"""With more lanes there is no room to keep them apart."""

WAVEFORM, EMOTION, PITCH = 6, 5, 4
"""How the rows share the height."""


@dataclass(slots=True)
class LaneRows:
    """The rows of one speaker."""

    lane: Lane
    name: RowLabel
    waveform: WaveformRow
    emotion: EmotionRow
    box: pg.ViewBox
    utterances: tuple[Utterance, ...] = ()


class RowGrid:
    """Rows for these lanes in item, a layout for the scene; boxes are their view boxes from top to bottom."""

    def __init__(self, lanes: tuple[Lane, ...], theme: Theme, font: QFont) -> None:
        self.item = pg.GraphicsLayout()
        self.boxes: list[pg.ViewBox] = []
        self._theme = theme
        self._metrics = QFontMetrics(font)
        self._hints: list[tuple[RowLabel, str]] = []
        self._utterances: tuple[Utterance, ...] | None = None
        self.item.setContentsMargins(MARGIN, 10, MARGIN, 2)
        self.item.layout.setHorizontalSpacing(LABEL_GAP)
        self._few = len(lanes) <= FEW
        self.item.layout.setVerticalSpacing(2 if self._few else 0)
        self.lanes = [self._build_lane(lane) for lane in lanes]
        self._pitch = self._build_pitch(2 * len(lanes))
        self._axis = self._build_axis(2 * len(lanes) + 1)
        # An empty layout with a fixed column would be no wider than that column for good, hence last.
        self.item.layout.setColumnFixedWidth(0, LABEL_WIDTH)
        self.set_theme(theme)

    def show_session(self, session: Session, lanes: tuple[Lane, ...]) -> None:
        """Shows what is known of a session, and its lanes, as many as there are here."""
        peaks, duration = session.drawn_peaks, max(session.duration, 1e-3)
        for rows, lane in zip(self.lanes, lanes, strict=True):
            if session.utterances is not self._utterances:
                rows.utterances = tuple(u for u in session.utterances if u.channel == lane.channel)
            rows.waveform.set_length(duration)
            rows.waveform.show_peaks(peaks, lane.channel)
            rows.emotion.show_utterances(rows.utterances, duration)
            self._name(rows, lane)
        self._utterances = session.utterances
        self._pitch.show_utterances(session.utterances, duration)

    def set_current(self, utterance: Utterance | None) -> None:
        """Outlines an utterance."""
        for rows in self.lanes:
            rows.emotion.set_current(utterance)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        for rows in self.lanes:
            rows.waveform.set_colour(theme.speaker(rows.lane.channel))
            rows.emotion.set_theme(theme)
            self._name(rows, rows.lane)
        for hint, text in self._hints:
            hint.setText(text, color=theme.muted, size=f"{SMALL_PX}px")
        self._pitch.set_theme(theme)
        self._axis.setPen(pg.mkPen(theme.line))
        self._axis.setTextPen(pg.mkPen(theme.muted))

    def name_at(self, scene: QPointF) -> int | None:
        """The channel whose speaker's name is painted at a point of the scene."""
        return next((rows.lane.channel for rows in self.lanes if rows.name.sceneBoundingRect().contains(scene)), None)

    def utterance_at(self, scene: QPointF, time: float) -> Utterance | None:
        """The utterance whose block is painted at a point of the scene."""
        rows = next((rows for rows in self.lanes if rows.box.sceneBoundingRect().contains(scene)), None)
        return next((u for u in rows.utterances if u.span.contains(time)), None) if rows is not None else None

    def _build_lane(self, lane: Lane) -> LaneRows:
        row = 2 * lane.channel
        name, upper = self._label(row), self._box(row, WAVEFORM)
        hint, lower = self._label(row + 1), self._box(row + 1, EMOTION)
        self.item.layout.setRowSpacing(row + 1, LANE_GAP if self._few else 1)
        self._hints.append((hint, "emotion"))
        return LaneRows(lane, name, WaveformRow(upper), EmotionRow(lower, self._theme), lower)

    def _build_pitch(self, row: int) -> PitchRow:
        self._hints.append((self._label(row), "pitch"))
        return PitchRow(self._box(row, PITCH), self._theme)

    def _build_axis(self, row: int) -> TimeAxis:
        axis = TimeAxis()
        axis.linkToView(self.boxes[0])
        self.item.addItem(axis, row=row, col=1)
        return axis

    def _label(self, row: int) -> RowLabel:
        label = RowLabel()
        self.item.addItem(label, row=row, col=0)
        return label

    def _box(self, row: int, stretch: int) -> pg.ViewBox:
        box = pg.ViewBox(enableMenu=False, defaultPadding=0)
        box.setMouseEnabled(x=True, y=False)
        self.item.addItem(box, row=row, col=1)
        self.item.layout.setRowStretchFactor(row, stretch)
        self.boxes.append(box)
        return box

    def _name(self, rows: LaneRows, lane: Lane) -> None:
        rows.lane = lane
        text = self._metrics.elidedText(lane.name, Qt.TextElideMode.ElideRight, LABEL_WIDTH - 6)
        rows.name.setText(html.escape(text), color=self._theme.speaker(lane.channel), size="13px", bold=True)
        rows.name.setToolTip(lane.name)
