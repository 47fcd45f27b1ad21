"""A recording under review: header, time axis, transcript, inspector and player in one."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from mmemotion.types import Span
from ui.plots.overview import Overview
from ui.plots.time_rows import TimeRows
from ui.state.desk import Desk
from ui.state.inspection import inspect
from ui.state.selection_summary import inspect_selection
from ui.state.session import Session
from ui.theme import Theme
from ui.views.actions import Actions
from ui.views.banner import Banner
from ui.views.header import Header
from ui.views.inspector import Inspector
from ui.views.player_bar import PlayerBar
from ui.views.reading_order import read_through, tab_through
from ui.views.recordings import RecordingsView
from ui.views.side import Side
from ui.views.transcript import TranscriptView


class ReviewView(QWidget):
    """Everything about the session in view; says where the user wants to go.

    moment_shown carries the session and the row of the utterance that the inspector is about, None when there is none.
    """

    seek_requested = Signal(float)
    selected = Signal(float, float)
    name_wanted = Signal(int)
    utterance_chosen = Signal(int)
    moment_shown = Signal(object, object)
    recording_chosen = Signal(str)
    rate_chosen = Signal(float)
    again_requested = Signal()
    folder_requested = Signal()
    recording_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._session: Session | None = None
        self._selection: Span | None = None
        self._header = Header(actions)
        self._banner = Banner()
        self._recordings = RecordingsView(theme)
        self._side = Side(self._recordings)
        self._overview = Overview(theme)
        self._rows = TimeRows(theme)
        self._transcript = TranscriptView(theme)
        self._inspector = Inspector(theme)
        self._player = PlayerBar(actions, theme)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._arrange()
        self._connect(actions)
        self._header.set_theme(theme)
        self._order()

    @property
    def inspector(self) -> Inspector:
        """The inspector, in which the user asks what if, and why."""
        return self._inspector

    @property
    def transcript(self) -> TranscriptView:
        """The transcript, in which words are corrected."""
        return self._transcript

    def show_desk(self, desk: Desk) -> None:
        """Shows the list of recordings, when there is a choice, and the session in view."""
        session = desk.session
        self._side.show_desk(desk)
        if session is None:
            self._let_go()
            return
        ahead = sum(other.busy for other in desk.sessions[: desk.sessions.index(session)])
        self._header.show_session(session, ahead, desk.models)
        self._banner.show_session(session, desk.models)
        if session is not self._session:  # while another one is being recorded, the desk changes all the time
            self._session = session
            self._overview.show_session(session.visible)
            self._rows.show_session(session.visible)
            self._transcript.show_session(session.visible)
            self._inspect_selection()

    def _let_go(self) -> None:
        """Of what was in view: it may be large."""
        if self._session is not None:
            self._session = None
            self._overview.show_session(Session("", ""))
            self._rows.show_session(Session("", ""))
            self._transcript.show_session(Session("", ""))

    def hold(self, library: QWidget) -> None:
        """Takes the library in."""
        self._side.hold(library)
        self._order()

    def show_library(self, width: int, crowded: bool) -> None:
        """How many pixels of the library are in view, 0 for none; crowded: the inspector makes room for it."""
        shown, pane = width > 0, self._inspector.width()
        self._inspector.setVisible(not (shown and crowded))
        if self._side.show_library(shown):
            self._columns.setSizes([width, max(1, self.width() - width - pane), pane])

    def show_recording(self, text: str) -> None:
        """What is being recorded meanwhile; empty while nothing is."""
        self._header.show_recording(text)

    def show_stretch(self, start: float, end: float) -> None:
        """Shows the recording from start to end (s)."""
        self._rows.show_stretch(start, end)

    def show_cursor(self, session: Session, time: float, index: int | None, playing: bool) -> None:
        """Moves the play head to time (s); index is the utterance it is about."""
        current = session.utterances[index] if index is not None else None
        self._overview.set_cursor(time)
        self._rows.set_cursor(time, current, playing)
        self._transcript.set_current(index)
        self._transcript.set_time(time)
        self._player.show_time(time, session.duration)

    def show_selection(self, selection: Span | None) -> None:
        """Marks what is selected."""
        self._selection = selection
        self._rows.show_selection(selection)
        self._inspect_selection()

    def show_moment(self, session: Session, index: int | None) -> None:
        """Shows what is known of an utterance in the inspector."""
        self._inspector.show_inspection(inspect(session, index) if index is not None else None)
        self.moment_shown.emit(session, index)

    def show_playing(self, playing: bool) -> None:
        """Whether the play head moves."""
        self._player.show_playing(playing)

    def follow(self) -> None:
        """Brings the row under the play head back into view."""
        self._transcript.follow()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for part in (
            self._header,
            self._recordings,
            self._overview,
            self._rows,
            self._transcript,
            self._inspector,
            self._player,
        ):
            part.set_theme(theme)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Gives it to the transcript. A focus proxy would lead Tab round without ever coming to the header."""
        self._transcript.setFocus(event.reason())

    def layouts(self) -> dict[str, QByteArray]:
        """The places of the splitters, to be remembered."""
        return {"columns": self._columns.saveState(), "halves": self._halves.saveState()}

    def restore_layouts(self, columns: QByteArray | None, halves: QByteArray | None) -> None:
        """Puts the splitters back where they were."""
        if columns is not None:
            self._columns.restoreState(columns)
        if halves is not None:
            self._halves.restoreState(halves)

    def _inspect_selection(self) -> None:
        session, span = self._session, self._selection
        summary = inspect_selection(session.visible, span) if session is not None and span is not None else None
        self._inspector.show_selection(summary)

    def _order(self) -> None:
        tab_through(self._header, self._banner, self._side, self._transcript, self._inspector, self._player)
        read_through(self._columns, self._halves)

    def _connect(self, actions: Actions) -> None:
        self._rows.seek_requested.connect(self.seek_requested)
        self._rows.stretch_changed.connect(self._overview.show_stretch)
        self._overview.moved.connect(self._rows.show_stretch)
        self._overview.zoomed.connect(self._rows.zoom)
        self._overview.seek_requested.connect(self.seek_requested)
        self._rows.selected.connect(self.selected)
        self._rows.name_wanted.connect(self.name_wanted)
        self._transcript.utterance_chosen.connect(self.utterance_chosen)
        self._recordings.chosen.connect(self.recording_chosen)
        self._player.rate_chosen.connect(self.rate_chosen)
        self._banner.again_requested.connect(self.again_requested)
        self._banner.folder_requested.connect(self.folder_requested)
        self._banner.file_wanted.connect(self.file_wanted)
        self._header.recording_wanted.connect(self.recording_wanted)
        actions.zoom_in.triggered.connect(lambda: self._rows.zoom(1))
        actions.zoom_out.triggered.connect(lambda: self._rows.zoom(-1))
        actions.fit.triggered.connect(self._rows.fit)
        actions.slower.triggered.connect(lambda: self._player.step_rate(-1))
        actions.faster.triggered.connect(lambda: self._player.step_rate(1))

    def _arrange(self) -> None:
        self._halves.addWidget(_stacked(self._overview, self._rows))
        self._halves.addWidget(self._transcript)
        self._halves.setSizes([380, 340])
        for widget, stretch in ((self._side, 0), (self._halves, 1), (self._inspector, 0)):
            self._columns.addWidget(widget)
            self._columns.setStretchFactor(self._columns.count() - 1, stretch)
        self._columns.setSizes([240, 830, 340])
        for splitter in (self._columns, self._halves):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addWidget(self._columns, 1)
        layout.addWidget(self._player)


def _stacked(upper: QWidget, lower: QWidget) -> QWidget:
    result = QWidget()
    layout = QVBoxLayout(result)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(upper)
    layout.addWidget(lower, 1)
    return result
