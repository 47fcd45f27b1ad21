"""The left button on the time axis: a click, a drag that selects, an edge that is moved."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mmemotion.types import Span

STILL_A_CLICK = 4.0
"""Pixels that a hand moves in a click without meaning to select."""

GRIP = 5.0
"""Pixels around an edge in which it is taken hold of."""


class SelectingHand(QObject):
    """Places are x in pixels and a time (s). marked is sent while the hand moves, selected when it is lifted.

    Each carries the end that stays and the one that moves. clicked: it was lifted where it was pressed.
    """

    clicked = Signal(float)
    marked = Signal(float, float)
    selected = Signal(float, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pressed: float | None = None
        self._anchor = 0.0
        self._edge: float | None = None
        self._holds_edge = False

    @property
    def down(self) -> bool:
        """True while the button is."""
        return self._pressed is not None

    @property
    def dragging(self) -> bool:
        """True while something is being selected."""
        return self._edge is not None

    def press(self, x: float, time: float, anchor: float | None = None) -> None:
        """The button goes down; anchor: the other end of a selection, when an edge of it was taken hold of."""
        self._pressed, self._edge = x, None
        self._anchor, self._holds_edge = (time, False) if anchor is None else (anchor, True)

    def reach(self, x: float, time: float, anchor: float) -> None:
        """The button goes down with Shift: what lies between anchor and here is selected, and may be drawn on."""
        self.press(x, time, anchor)
        self._mark(time)

    def move(self, x: float, time: float) -> None:
        """The hand moves."""
        if self._pressed is not None and (self.dragging or abs(x - self._pressed) >= STILL_A_CLICK):
            self._mark(time)

    def lift(self, time: float) -> None:
        """The button goes up."""
        edge, click = self._edge, self.down and not self._holds_edge
        self._pressed = self._edge = None
        if edge is not None:
            self.selected.emit(self._anchor, edge)
        elif click:
            self.clicked.emit(time)

    def _mark(self, time: float) -> None:
        self._edge = time
        self.marked.emit(self._anchor, time)


def grabbed(x: float, edges: tuple[float, float], span: Span) -> float | None:
    """The end that stays when the nearer of two edges (pixels) is taken hold of at x; None when neither is near."""
    left, right = edges
    if min(abs(x - left), abs(x - right)) > GRIP:
        return None
    return span.end if abs(x - left) < abs(x - right) else span.start
