"""All rows over one time axis: waveform and emotion per speaker, then pitch, and one play head."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QGraphicsLineItem, QToolTip, QWidget

from mmemotion.types import Utterance
from ui.plots.emotion_timeline import EmotionRow
from ui.plots.pitch import PitchRow
from ui.plots.time_axis import TimeAxis
from ui.plots.waveform import WaveformRow
from ui.state.inspection import summary
from ui.state.session import Lane, Session
from ui.theme import Theme

LABEL_WIDTH = 96
SHORTEST_VIEW = 0.5
ZOOM_STEP = 0.8
LANE_GAP = 10


@dataclass(slots=True)
class LaneRows:
    """The rows of one speaker."""

    lane: Lane
    name: pg.LabelItem
    hint: pg.LabelItem
    waveform: WaveformRow
    emotion: EmotionRow
    box: pg.ViewBox
    utterances: tuple[Utterance, ...] = ()


class TimeRows(pg.GraphicsView):  # type: ignore[misc]
    """The time axis and its rows. seek_requested carries the time (s) that was clicked."""

    seek_requested = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lanes: list[LaneRows] = []
        self._boxes: list[pg.ViewBox] = []
        self._pitch: PitchRow | None = None
        self._utterances: tuple[Utterance, ...] | None = None
        self._duration = 0.0
        self._time = 0.0
        self._fitted = True
        self._moving = False
        self._prepare()

    def _prepare(self) -> None:
        self.setAccessibleName("Waveform, perceived emotion and pitch over time")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setMinimumHeight(180)
        self._head = QGraphicsLineItem()
        self._head.setZValue(1000)
        self.scene().addItem(self._head)
        self.scene().sigMouseClicked.connect(self._clicked)
        self.set_theme(self._theme)

    def show_session(self, session: Session | None) -> None:
        """Shows what is known of the session; rows are made anew only when the speakers change."""
        lanes = session.lanes if session is not None else ()
        if len(lanes) != len(self._lanes):
            self._build(lanes)
        if session is None:
            return
        self._set_duration(session.duration)
        peaks = session.drawn_peaks
        for rows, lane in zip(self._lanes, lanes, strict=True):
            if session.utterances is not self._utterances:
                rows.utterances = tuple(u for u in session.utterances if u.channel == lane.channel)
            rows.waveform.show_peaks(peaks, lane.channel)
            rows.emotion.show_utterances(rows.utterances, max(self._duration, 1e-3))
            self._name(rows, lane)
        self._utterances = session.utterances
        if self._pitch is not None:
            self._pitch.show_utterances(session.utterances)

    def set_cursor(self, time: float, current: Utterance | None, follow: bool) -> None:
        """Moves the play head to time (s); with follow, turns the page when it leaves the view."""
        self._time = time
        for rows in self._lanes:
            rows.emotion.set_current(current)
        if follow:
            self._turn_page()
        self._place_head()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        self._head.setPen(QPen(QColor(theme.play_head), 1.5))
        lanes = tuple(rows.lane for rows in self._lanes)
        if lanes:
            self._build(lanes)

    def zoom(self, steps: float, at: float | None = None) -> None:
        """Zooms in (steps > 0) or out around a time (s), or around the play head."""
        if not self._boxes:
            return
        start, end = self._boxes[0].viewRange()[0]
        centre = at if at is not None else self._time
        centre = centre if start <= centre <= end else (start + end) / 2
        factor = ZOOM_STEP**steps
        self._fitted = factor * (end - start) >= self._duration
        self._show_range(centre - (centre - start) * factor, centre + (end - centre) * factor)

    def fit(self) -> None:
        """Shows the whole recording."""
        self._fitted = True
        self._show_range(0, self._duration)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zooms around the pointer; sideways, or with Shift, moves along the axis."""
        turn = event.angleDelta()
        event.accept()
        if not self._boxes:
            return
        if abs(turn.x()) > abs(turn.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(-(turn.x() or turn.y()) / 120 / 8)
        else:
            self.zoom(turn.y() / 120, self._time_at(event.position()))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tells in a tool tip what the utterance under the pointer is."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            utterance = self._utterance_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), summary(utterance) if utterance is not None else "", self)
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Keeps the play head where its time is."""
        super().resizeEvent(event)
        if hasattr(self, "_head"):
            self._redraw()

    def _build(self, lanes: tuple[Lane, ...]) -> None:
        self._lanes, self._boxes, self._pitch = [], [], None
        self._utterances = None
        self._grid = pg.GraphicsLayout()
        self._grid.setContentsMargins(16, 10, 16, 2)
        self._grid.layout.setHorizontalSpacing(8)
        self._grid.layout.setVerticalSpacing(2)
        self.setCentralItem(self._grid)
        for lane in lanes:
            self._lanes.append(self._build_lane(lane))
        if lanes:
            self._build_pitch(2 * len(lanes))
            self._grid.layout.setColumnFixedWidth(0, LABEL_WIDTH)
            self._grid.setGeometry(QRectF(self.viewport().rect()))
            self._limit()

    def _build_lane(self, lane: Lane) -> LaneRows:
        row = 2 * lane.channel
        name, box = self._label(row), self._box(row, 6)
        waveform = WaveformRow(box)
        waveform.set_colour(self._theme.speaker(lane.channel))
        hint, box = self._label(row + 1), self._box(row + 1, 5)
        self._grid.layout.setRowSpacing(row + 1, LANE_GAP)
        hint.setText("emotion", color=self._theme.muted, size="11px")
        rows = LaneRows(lane, name, hint, waveform, EmotionRow(box, self._theme), box)
        self._name(rows, lane)
        return rows

    def _build_pitch(self, row: int) -> None:
        self._label(row).setText("pitch", color=self._theme.muted, size="11px")
        self._pitch = PitchRow(self._box(row, 4), self._theme)
        axis = TimeAxis()
        axis.setPen(pg.mkPen(self._theme.line))
        axis.setTextPen(pg.mkPen(self._theme.muted))
        axis.linkToView(self._boxes[0])
        self._grid.addItem(axis, row=row + 1, col=1)

    def _label(self, row: int) -> pg.LabelItem:
        label = pg.LabelItem(justify="left")
        self._grid.addItem(label, row=row, col=0)
        return label

    def _box(self, row: int, stretch: int) -> pg.ViewBox:
        box = pg.ViewBox(enableMenu=False, defaultPadding=0)
        box.setMouseEnabled(x=True, y=False)
        box.sigRangeChangedManually.connect(self._moved_by_hand)
        self._grid.addItem(box, row=row, col=1)
        self._grid.layout.setRowStretchFactor(row, stretch)
        box.sigXRangeChanged.connect(self._move_together)
        self._boxes.append(box)
        return box

    def _name(self, rows: LaneRows, lane: Lane) -> None:
        rows.lane = lane
        text = QFontMetrics(self.font()).elidedText(lane.name, Qt.TextElideMode.ElideRight, LABEL_WIDTH - 6)
        rows.name.setText(html.escape(text), color=self._theme.speaker(lane.channel), size="13px", bold=True)
        rows.name.setToolTip(lane.name)

    def _set_duration(self, duration: float) -> None:
        if duration <= 0 or duration == self._duration:
            return
        self._duration = duration
        self._limit()

    def _limit(self) -> None:
        longest = max(self._duration, SHORTEST_VIEW)
        for box in self._boxes:
            box.setLimits(xMin=0, xMax=longest, minXRange=SHORTEST_VIEW, maxXRange=longest)
        if self._fitted:
            self.fit()

    def _show_range(self, start: float, end: float) -> None:
        if self._boxes and self._duration > 0:
            start = max(0.0, min(start, self._duration - (end - start)))
            self._boxes[0].setXRange(start, min(self._duration, max(end, start + SHORTEST_VIEW)), padding=0)
            self._move_together(self._boxes[0], self._boxes[0].viewRange()[0])

    def _move_together(self, moved: pg.ViewBox, limits: Sequence[float]) -> None:
        if self._moving:
            return
        self._moving = True
        for box in self._boxes:
            if box is not moved:
                box.setXRange(*limits, padding=0)
        self._moving = False
        self._redraw()

    def _pan(self, share: float) -> None:
        start, end = self._boxes[0].viewRange()[0]
        shift = share * (end - start)
        self._show_range(start + shift, end + shift)

    def _turn_page(self) -> None:
        if not self._boxes:
            return
        start, end = self._boxes[0].viewRange()[0]
        if not start <= self._time <= end:
            lead = 0.05 * (end - start)
            self._show_range(self._time - lead, self._time - lead + (end - start))

    def _moved_by_hand(self) -> None:
        start, end = self._boxes[0].viewRange()[0]
        self._fitted = end - start >= self._duration * 0.999

    def _redraw(self) -> None:
        for rows in self._lanes:
            rows.waveform.redraw()
        if self._pitch is not None:
            self._pitch.redraw()
        self._place_head()

    def _place_head(self) -> None:
        if not self._boxes:
            self._head.hide()
            return
        first, last = self._boxes[0], self._boxes[-1]
        start, end = first.viewRange()[0]
        self._head.setVisible(start <= self._time <= end and self._duration > 0)
        x = first.mapViewToScene(QPointF(self._time, 0)).x()
        self._head.setLine(x, first.sceneBoundingRect().top(), x, last.sceneBoundingRect().bottom())

    def _time_at(self, position: QPointF) -> float:
        return float(self._boxes[0].mapSceneToView(self.mapToScene(position.toPoint())).x())

    def _utterance_at(self, position: QPointF) -> Utterance | None:
        scene = self.mapToScene(position.toPoint())
        for rows in self._lanes:
            if rows.box.sceneBoundingRect().contains(scene):
                time = self._time_at(position)
                return next((u for u in rows.utterances if u.span.contains(time)), None)
        return None

    def _clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._boxes:
            return
        time = float(self._boxes[0].mapSceneToView(event.scenePos()).x())
        if 0 <= time <= self._duration:
            self.seek_requested.emit(time)
