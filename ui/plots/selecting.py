"""Selecting on the time axis with the mouse: drag, edges that can be moved, Shift+click, and what is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from mmemotion.types import Span
from ui.plots.selecting_hand import SelectingHand, grabbed
from ui.plots.selection import SelectionMark
from ui.state.selection import Selection, reach
from ui.state.wording import brief
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.plots.time_rows import TimeRows

PULL_EVERY_MS, PULL_STEP = 30, 0.02
"""While something is selected beyond what is in view, the view moves so often, and by this share of itself."""

OVER_THE_ROWS = 900
LEFT = Qt.MouseButton.LeftButton


class Selecting(QObject):
    """clicked carries a time (s); selected two: the end that stays, and the one that was moved.

    Each event is answered with whether it was about selecting.
    """

    clicked = Signal(float)
    selected = Signal(float, float)

    def __init__(self, rows: TimeRows, theme: Theme) -> None:
        super().__init__(rows)
        self._rows = rows
        self._selection: Span | None = None
        self._marked: Span | None = None
        self._hand = SelectingHand(self)
        self._hand_x = 0.0
        self._pull = QTimer(self, interval=PULL_EVERY_MS)
        self.mark = SelectionMark(theme)
        self.mark.setZValue(OVER_THE_ROWS)
        self._hand.clicked.connect(self.clicked)
        self._hand.marked.connect(self._draw)
        self._hand.selected.connect(self._lifted)
        self._pull.timeout.connect(self._pull_along)

    def show(self, selection: Span | None) -> None:
        """Marks what is selected."""
        self._selection = self._marked = selection
        self.place()

    def place(self) -> None:
        """Puts the mark where its times are now."""
        span = self._marked
        if span is None:
            self.mark.hide()
        else:
            left, right = self._rows.x_at(span.start), self._rows.x_at(span.end)
            self.mark.place(self._rows.area, left, right, brief(span.duration))

    def press(self, event: QMouseEvent) -> bool:
        """A button goes down."""
        x, time = self._place_of(event)
        if event.button() is not LEFT or not self._is_over_rows(x):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            span = self._selection
            known = Selection(span.start, span.end) if span is not None else None
            self._hand.reach(x, time, reach(known, self._rows.head, time).anchor)
        else:
            self._hand.press(x, time, self._grabbed(x))
        return True

    def move(self, event: QMouseEvent) -> bool:
        """The pointer moves; beyond the rows it pulls the view along."""
        x, time = self._place_of(event)
        if not self._hand.down:
            self._show_grip(x)
            return False
        self._hand_x = x
        self._hand.move(x, time)
        if not self._hand.dragging or self._is_over_rows(x):
            self._pull.stop()
        elif not self._pull.isActive():
            self._pull.start()
        return True

    def release(self, event: QMouseEvent) -> bool:
        """A button goes up."""
        if event.button() is not LEFT or not self._hand.down:
            return False
        self._pull.stop()
        self._hand.lift(self._place_of(event)[1])
        return True

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.mark.set_theme(theme)

    def _place_of(self, event: QMouseEvent) -> tuple[float, float]:
        """x in the scene, and the time (s) there, inside the recording."""
        x = self._rows.mapToScene(event.position().toPoint()).x()
        return x, min(max(0.0, self._rows.time_at(x)), self._rows.duration)

    def _is_over_rows(self, x: float) -> bool:
        return bool(self._rows.duration > 0 and self._rows.area.left() <= x <= self._rows.area.right())

    def _grabbed(self, x: float) -> float | None:
        """The end of the selection that stays when its other edge is taken hold of at x."""
        span = self._selection
        edges = (self._rows.x_at(span.start), self._rows.x_at(span.end)) if span is not None else (0.0, 0.0)
        return grabbed(x, edges, span) if span is not None else None

    def _show_grip(self, x: float) -> None:
        near = self._grabbed(x) is not None
        self._rows.viewport().setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)

    def _draw(self, anchor: float, edge: float) -> None:
        self._marked = Span(min(anchor, edge), max(anchor, edge))
        self.place()

    def _lifted(self, anchor: float, edge: float) -> None:
        self.selected.emit(anchor, edge)
        self.show(self._selection)  # what became of it, if it was nothing

    def _pull_along(self) -> None:
        area, earlier = self._rows.area, self._hand_x < self._rows.area.left()
        self._rows.move_along(-PULL_STEP if earlier else PULL_STEP)
        self._hand.move(self._hand_x, self._rows.time_at(area.left() if earlier else area.right()))
