"""The left of the review: the recordings open in this window, when there is a choice, and under them the library."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.state.desk import Desk
from ui.views.labels import section
from ui.views.recordings import ROW_HEIGHT, RecordingsView

WIDTH = (200, 420)
MOST_OPEN = 4
"""So many open recordings are in view before their list scrolls, while the library needs the room."""


class Side(QFrame):
    """Hidden while it holds nothing to be seen."""

    def __init__(self, recordings: RecordingsView) -> None:
        super().__init__()
        self.setObjectName("side")
        self._recordings = recordings
        self._count, self._library_shown = 0, False
        recordings.setMaximumWidth(WIDTH[1])
        self._open = QWidget()
        inner = QVBoxLayout(self._open)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        head = section("Open now")
        head.setContentsMargins(16, 12, 16, 0)
        inner.addWidget(head)
        inner.addWidget(recordings, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._open)
        self.setMinimumWidth(WIDTH[0])
        self.setMaximumWidth(WIDTH[1])
        self._fit()

    def show_desk(self, desk: Desk) -> None:
        """Shows which recordings are open, when there is a choice."""
        self._recordings.show_sessions(desk.sessions, desk.shown)
        if len(desk.sessions) != self._count:
            self._count = len(desk.sessions)
            self._fit()

    def hold(self, library: QWidget) -> None:
        """Takes the library in."""
        if library.parent() is not self:
            self._layout.addWidget(library, 1)

    def show_library(self, shown: bool) -> bool:
        """Whether the library is in view; true when it has just come."""
        changed, self._library_shown = shown is not self._library_shown, shown
        if changed:
            self._fit()
        return changed and shown

    def _fit(self) -> None:
        choice = self._count > 1
        self._open.setVisible(choice)
        self.setVisible(choice or self._library_shown)
        rows = min(self._count, MOST_OPEN) if self._library_shown else 1000
        self._recordings.setMaximumHeight(rows * ROW_HEIGHT)
