"""The time axis with its rows and one play head across all of them: zoom, move, click, tool tips."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QGraphicsLineItem, QToolTip, QWidget

from mmemotion.types import Utterance
from ui.plots.row_grid import RowGrid
from ui.state.inspection import summary
from ui.state.session import Lane, Session
from ui.theme import Theme

SHORTEST_VIEW = 0.5
ZOOM_STEP = 0.8
PAN_STEP = 0.125
PAGE_LEAD = 0.05


class TimeRows(pg.GraphicsView):  # type: ignore[misc]
    """Shows a session over time. seek_requested carries the time (s) that was clicked."""

    seek_requested = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._grid: RowGrid | None = None
        super().__init__(parent)
        self._theme = theme
        self._view = ""
        self._duration = 0.0
        self._time = 0.0
        self._fitted = True
        self._moving = False
        self._head = QGraphicsLineItem()
        self._prepare()

    def show_session(self, session: Session) -> None:
        """Shows what is known of the session; rows are made anew only when the number of speakers changes."""
        lanes = session.lanes
        if self._grid is None or len(lanes) != len(self._grid.lanes):
            self._grid = self._build(lanes)
        if session.view != self._view or session.duration != self._duration:
            self._fitted = self._fitted or session.view != self._view
            self._view, self._duration = session.view, session.duration
            self._limit()
        self._grid.show_session(session)

    def set_cursor(self, time: float, current: Utterance | None, follow: bool) -> None:
        """Moves the play head to time (s); with follow, turns the page when it leaves the view."""
        self._time = time
        if self._grid is not None:
            self._grid.set_current(current)
        if follow:
            self._turn_page()
        self._place_head()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        self._head.setPen(QPen(QColor(theme.play_head), 1.5))
        if self._grid is not None:
            self._grid.set_theme(theme)

    def zoom(self, steps: float, at: float | None = None) -> None:
        """Zooms in (steps > 0) or out around a time (s), or around the play head."""
        start, end = self._range()
        centre = at if at is not None else self._time
        centre = centre if start <= centre <= end else (start + end) / 2
        factor = ZOOM_STEP**steps
        self._fitted = factor * (end - start) >= self._duration
        self._show_range(centre - (centre - start) * factor, centre + (end - centre) * factor)

    def fit(self) -> None:
        """Shows the whole recording."""
        self._fitted = True
        self._show_range(0, self._duration)

    def show_stretch(self, start: float, end: float) -> None:
        """Shows the recording from start to end (s)."""
        self._fitted = end - start >= self._duration * 0.999
        self._show_range(start, end)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zooms around the pointer; sideways, or with Shift, moves along the axis."""
        turn = event.angleDelta()
        event.accept()
        if abs(turn.x()) > abs(turn.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start, end = self._range()
            shift = -(turn.x() or turn.y()) / 120 * PAN_STEP * (end - start)
            self._show_range(start + shift, end + shift)
        else:
            self.zoom(turn.y() / 120, self._time_at(self.mapToScene(event.position().toPoint())))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tells in a tool tip what the utterance under the pointer is."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._grid is not None:
            scene = self.mapToScene(event.pos())
            utterance = self._grid.utterance_at(scene, self._time_at(scene))
            QToolTip.showText(event.globalPos(), summary(utterance) if utterance is not None else "", self)
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Keeps the play head where its time is."""
        super().resizeEvent(event)
        if self._grid is not None:
            self._redraw()

    def _prepare(self) -> None:
        self.setAccessibleName("Waveform, perceived emotion and pitch over time")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setMinimumHeight(180)
        self._head.setZValue(1000)
        self._head.hide()
        self.scene().addItem(self._head)
        self.scene().sigMouseClicked.connect(self._clicked)
        self.set_theme(self._theme)

    def _build(self, lanes: tuple[Lane, ...]) -> RowGrid:
        grid = RowGrid(lanes, self._theme, self.font())
        self._grid = grid
        self.setCentralItem(grid.item)
        grid.item.setGeometry(QRectF(self.viewport().rect()))
        for box in grid.boxes:
            box.sigXRangeChanged.connect(self._move_together)
            box.sigRangeChangedManually.connect(self._moved_by_hand)
        self._limit()
        return grid

    def _range(self) -> tuple[float, float]:
        if self._grid is None:
            return 0.0, 1.0
        start, end = self._grid.boxes[0].viewRange()[0]
        return float(start), float(end)

    def _limit(self) -> None:
        longest = max(self._duration, SHORTEST_VIEW)
        for box in self._grid.boxes if self._grid is not None else ():
            box.setLimits(xMin=0, xMax=longest, minXRange=SHORTEST_VIEW, maxXRange=longest)
        if self._fitted:
            self.fit()

    def _show_range(self, start: float, end: float) -> None:
        if self._duration > 0:
            start = max(0.0, min(start, self._duration - (end - start)))
            self._share_range(start, min(self._duration, max(end, start + SHORTEST_VIEW)))

    def _move_together(self, moved: pg.ViewBox, limits: Sequence[float]) -> None:
        if not self._moving:
            self._share_range(*limits)

    def _share_range(self, start: float, end: float) -> None:
        self._moving = True
        for box in self._grid.boxes if self._grid is not None else ():
            box.setXRange(start, end, padding=0)
        self._moving = False
        self._redraw()

    def _moved_by_hand(self) -> None:
        start, end = self._range()
        self._fitted = end - start >= self._duration * 0.999

    def _turn_page(self) -> None:
        start, end = self._range()
        if not start <= self._time <= end:
            first = self._time - PAGE_LEAD * (end - start)
            self._show_range(first, first + (end - start))

    def _redraw(self) -> None:
        if self._grid is not None:
            self._grid.redraw()
        self._place_head()

    def _place_head(self) -> None:
        if self._grid is None:
            return
        first, last = self._grid.boxes[0], self._grid.boxes[-1]
        start, end = self._range()
        self._head.setVisible(start <= self._time <= end and self._duration > 0)
        x = first.mapViewToScene(QPointF(self._time, 0)).x()
        self._head.setLine(x, first.sceneBoundingRect().top(), x, last.sceneBoundingRect().bottom())

    def _time_at(self, scene: QPointF) -> float:
        return float(self._grid.boxes[0].mapSceneToView(scene).x()) if self._grid is not None else 0.0

    def _clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        time = self._time_at(event.scenePos())
        if event.button() is Qt.MouseButton.LeftButton and self._grid is not None and 0 <= time <= self._duration:
            self.seek_requested.emit(time)
