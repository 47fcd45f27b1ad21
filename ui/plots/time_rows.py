"""The time axis with its rows and one play head across all of them: zoom, move, click, select, tool tips."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QGraphicsLineItem, QToolTip, QWidget

from mmemotion.types import Span, Utterance
from ui.plots.row_grid import RowGrid
from ui.plots.selecting import Selecting
from ui.roles import Painted
from ui.state.inspection import summary
from ui.state.session import Lane, Session
from ui.state.wording import clock
from ui.theme import Theme

SHORTEST_VIEW = 0.5
ZOOM_STEP = 0.8
PAN_STEP = 0.125
PAGE_LEAD = 0.05


class TimeRows(Painted, pg.GraphicsView):  # type: ignore[misc]
    """Shows a session over time. seek_requested carries the time (s) that was clicked.

    selected carries two times (s) that were selected: the end that stays, and the one that was moved last. name_wanted
    carries a channel whose speaker is to be called otherwise.
    """

    seek_requested = Signal(float)
    stretch_changed = Signal(float, float)
    selected = Signal(float, float)
    name_wanted = Signal(int)

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
        self._selecting = Selecting(self, theme)
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
        self._grid.show_session(session, lanes)

    @property
    def head(self) -> float:
        """Where the play head is (s)."""
        return self._time

    @property
    def duration(self) -> float:
        """How long the recording is (s)."""
        return self._duration

    @property
    def area(self) -> QRectF:
        """Where the rows lie in the scene."""
        if self._grid is None:
            return QRectF()
        boxes = self._grid.boxes
        return QRectF(boxes[0].sceneBoundingRect()).united(boxes[-1].sceneBoundingRect())

    def time_at(self, x: float) -> float:
        """The time (s) at a place in the scene."""
        return float(self._grid.boxes[0].mapSceneToView(QPointF(x, 0)).x()) if self._grid is not None else 0.0

    def x_at(self, time: float) -> float:
        """The place in the scene of a time (s)."""
        return float(self._grid.boxes[0].mapViewToScene(QPointF(time, 0)).x()) if self._grid is not None else 0.0

    def move_along(self, share: float) -> None:
        """Moves along the axis by a share of what is in view."""
        start, end = self._range()
        step = share * (end - start)
        self._show_range(start + step, end + step)

    def set_cursor(self, time: float, current: Utterance | None, follow: bool) -> None:
        """Moves the play head to time (s); with follow, turns the page when it leaves the view."""
        self._time = time
        if self._grid is not None:
            self._grid.set_current(current)
        if follow:
            self._turn_page()
        self._place_head()

    def show_selection(self, selection: Span | None) -> None:
        """Marks what is selected."""
        self._selecting.show(selection)
        times = f"Selected: {clock(selection.start, 1)} to {clock(selection.end, 1)}" if selection is not None else ""
        self.setAccessibleDescription(times)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        self._head.setPen(QPen(QColor(theme.play_head), 1.5))
        self._selecting.set_theme(theme)
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
            self.move_along(-(turn.x() or turn.y()) / 120 * PAN_STEP)
        else:
            self.zoom(turn.y() / 120, self.time_at(self.mapToScene(event.position().toPoint()).x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The left button selects; the others are for the rows."""
        if not self._selecting.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Selects while the left button is down."""
        if not self._selecting.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """What was dragged over is selected."""
        if not self._selecting.release(event):
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Selects the utterance under the pointer, or asks for another name where there is one."""
        scene = self.mapToScene(event.position().toPoint())
        channel, utterance = self._grid.name_at(scene) if self._grid is not None else None, self._utterance_near(scene)
        if channel is not None:
            self.name_wanted.emit(channel)
        elif event.button() is Qt.MouseButton.LeftButton and utterance is not None:
            self.selected.emit(utterance.span.start, utterance.span.end)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tells in a tool tip what the utterance under the pointer is."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._grid is not None:
            scene = self.mapToScene(event.pos())
            utterance = self._grid.utterance_at(scene, self.time_at(scene.x()))
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
        self.scene().addItem(self._selecting.mark)
        self._selecting.clicked.connect(self.seek_requested)
        self._selecting.selected.connect(self.selected)
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
        self.stretch_changed.emit(*self._range())
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
        self._place_head()
        self._selecting.place()

    def _place_head(self) -> None:
        if self._grid is None:
            return
        first, last = self._grid.boxes[0], self._grid.boxes[-1]
        start, end = self._range()
        self._head.setVisible(start <= self._time <= end and self._duration > 0)
        x = self.x_at(self._time)
        self._head.setLine(x, first.sceneBoundingRect().top(), x, last.sceneBoundingRect().bottom())

    def _utterance_near(self, scene: QPointF) -> Utterance | None:
        """What was said at this time by the speaker whose rows these are; under the last of them, by anybody."""
        if self._grid is None:
            return None
        lanes = [rows for rows in self._grid.lanes if rows.box.sceneBoundingRect().bottom() >= scene.y()]
        said = [u for rows in lanes[:1] or self._grid.lanes for u in rows.utterances]
        return next((u for u in said if u.span.contains(self.time_at(scene.x()))), None)
