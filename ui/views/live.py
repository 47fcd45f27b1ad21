"""A recording being made: what is heard now and in the last seconds, its words, and the emotion perceived in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSplitter, QVBoxLayout, QWidget

from ui.plots.rolling_axis import RollingAxis
from ui.state.desk import Desk
from ui.state.live import Live
from ui.state.live_words import Line
from ui.state.session import Session
from ui.theme import Theme
from ui.views.actions import Actions
from ui.views.law import law_label
from ui.views.legend import Legend
from ui.views.live_header import LiveHeader
from ui.views.live_words import LiveWords
from ui.views.now_pane import NowPane
from ui.views.reading_order import read_through, tab_through
from ui.views.recordings import RecordingsView
from ui.views.status_line import StatusLine

ROOM_FOR_NAMES = 700
ROOM_FOR_ALL = 1200
PLACES, NARROW = [200, 870, 340], (160, 336)
PRESENTED_SHARE = 0.38


class LiveView(QWidget):
    """Everything about the recording; says which other one the user wants to see."""

    recording_chosen = Signal(str)
    clip_clicked = Signal()

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._header = LiveHeader(actions, theme)
        self._status = StatusLine()
        self._recordings = RecordingsView(theme)
        self._axis = RollingAxis(theme)
        self._words = LiveWords(theme)
        self._pane = NowPane(theme)
        self._legend = Legend(theme)
        self._footer = QFrame()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._choice, self._presenting, self._narrow = False, False, False
        self._arrange()
        self._recordings.chosen.connect(self.recording_chosen)
        self._header.clip_clicked.connect(self.clip_clicked)
        tab_through(self._header, self._recordings, self._words)
        read_through(self._columns, self._halves)

    def show_desk(self, desk: Desk) -> None:
        """Shows the list of recordings, when there is a choice."""
        self._choice = len(desk.sessions) > 1
        self._recordings.setVisible(self._choice and not self._presenting)
        if self._choice:
            self._recordings.show_sessions(desk.sessions, desk.shown)

    def show_words(self, lines: tuple[Line, ...], speakers: int) -> None:
        """Shows what is said."""
        self._words.show_lines(lines, speakers)

    def show_sentence(self, sentence: str, bad: bool) -> None:
        """Shows what the user should know; a presentation is only disturbed by what is bad."""
        self._status.show_sentence(sentence, bad)
        self._status.setVisible(bad or not self._presenting)

    def show_frame(self, session: Session, live: Live, head: float, now: float) -> None:
        """Shows one moment: head is the time (s) at the edge of the axis, now the monotonic clock."""
        self._header.show_live(live, head, now, session.title)
        self._axis.show_frame(session, live, head)
        self._pane.show_live(live, now)

    @property
    def stretch(self) -> tuple[float, float]:
        """The times (s) in view."""
        return self._axis.stretch

    def set_presenting(self, presenting: bool) -> None:
        """Shows only what matters from a distance, and that larger."""
        self._presenting = presenting
        self._recordings.setVisible(self._choice and not presenting)
        self._footer.setVisible(not presenting)
        self._status.setVisible(self._status.bad or not presenting)
        for part in (self._header, self._axis, self._pane, self._words):
            part.set_presenting(presenting)
        self._columns.setSizes(PLACES)
        self._share_width()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for part in (self._header, self._recordings, self._axis, self._words, self._pane, self._legend):
            part.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shortens the legend in a narrow window."""
        super().resizeEvent(event)
        self._legend.set_short(self.width() < ROOM_FOR_NAMES)
        if (self.width() < ROOM_FOR_ALL) is not self._narrow:
            self._narrow = not self._narrow
            self._columns.setSizes([NARROW[0], self.width() - sum(NARROW), NARROW[1]] if self._narrow else PLACES)
        self._share_width()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Gives it to the words. A focus proxy would lead Tab round without ever coming to the header."""
        self._words.setFocus(event.reason())

    def _share_width(self) -> None:
        if self._presenting:
            pane = round(PRESENTED_SHARE * self.width())
            self._columns.setSizes([0, self.width() - pane, pane])

    def _arrange(self) -> None:
        self._halves.addWidget(self._axis)
        self._halves.addWidget(self._words)
        self._halves.setSizes([400, 320])
        for widget, stretch in ((self._recordings, 0), (self._halves, 1), (self._pane, 0)):
            self._columns.addWidget(widget)
            self._columns.setStretchFactor(self._columns.count() - 1, stretch)
        self._columns.setSizes(PLACES)
        for splitter in (self._columns, self._halves):
            splitter.setChildrenCollapsible(False)
        self._fill_footer()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._status)
        layout.addWidget(self._columns, 1)
        layout.addWidget(self._footer)

    def _fill_footer(self) -> None:
        self._footer.setObjectName("player")
        layout = QGridLayout(self._footer)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setVerticalSpacing(4)
        layout.addWidget(self._legend, 0, 0)
        layout.addWidget(law_label(), 1, 0, 1, 2)
        layout.setColumnStretch(1, 1)
