"""Moves the play head and selects: by the clock of the player, by the mouse, or by the keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from mmemotion.types import Span
from ui.controllers.desk import DeskController
from ui.player import Player
from ui.state.cursor import Cursor, go_to
from ui.state.quote import quote
from ui.state.selection import Selection, grow, grow_by_utterance, select
from ui.state.session import Session
from ui.views import dialogs
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

PAINT_EVERY_MS = 33
STEP_SECONDS = 2.0
GROW_SECONDS = 0.5


class PlaybackController(QObject):
    """Holds the Cursor and the Selection. Clicks on waveform, timeline and transcript all end in go().

    selection_changed carries what is selected, a Span or None. A selection is left when the play head is moved out of
    it by hand. While there is one, it is what is played.
    """

    selection_changed = Signal(object)

    def __init__(self, window: MainWindow, review: ReviewView, desk: DeskController, player: Player) -> None:
        super().__init__(window)
        self._window, self._review, self._desk, self._player = window, review, desk, player
        self._cursor = Cursor()
        self._selection: Selection | None = None
        self._view = ""
        self._sound = ""
        self._shown: tuple[Session, int | None] | None = None
        self._timer = QTimer(self, interval=PAINT_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self._connect()

    @property
    def cursor(self) -> Cursor:
        """Where the play head is."""
        return self._cursor

    @property
    def selection(self) -> Span | None:
        """What is selected."""
        return self._selection.span if self._selection is not None else None

    def select(self, selection: Selection | None) -> None:
        """Selects something else, or nothing; what is outside of the recording is cut off."""
        session = self._desk.visible
        if selection is not None and session is not None:
            selection = select(selection.anchor, selection.edge, session.duration)
        if selection == self._selection:
            return
        self._selection = selection
        self._keep_to()
        self._review.show_selection(self.selection)
        self._window.actions_.unselect.setEnabled(selection is not None)
        self.selection_changed.emit(self.selection)

    def select_utterance(self) -> None:
        """Selects the utterance that the play head is about, and goes to its beginning."""
        session = self._desk.visible
        index = self._cursor.index(session) if session is not None else None
        if session is not None and index is not None:
            span = session.utterances[index].span
            self.choose(index)
            self.select(Selection(span.start, span.end))

    def copy(self) -> None:
        """Puts times and words of the selection, or else of the utterance in view, on the clipboard."""
        session = self._desk.visible
        index = self._cursor.index(session) if session is not None else None
        if session is not None and index is not None:
            span = self.selection or session.utterances[index].span
            QGuiApplication.clipboard().setText(quote(session, span))

    def go(self, cursor: Cursor) -> None:
        """Moves the play head by hand."""
        if self.selection is not None and not self.selection.contains(cursor.time):
            self.select(None)
        self._cursor = cursor
        self._player.seek(cursor.time)
        self._review.follow()
        self._paint(follow=True)

    def seek(self, time: float) -> None:
        """Moves the play head to a time (s), kept inside the recording."""
        session = self._desk.visible
        if session is not None:
            self.go(Cursor(min(max(0.0, time), session.duration)))

    def choose(self, row: int) -> None:
        """Moves the play head to the beginning of an utterance."""
        session = self._desk.visible
        if session is not None and 0 <= row < len(session.utterances):
            self.go(go_to(session, row))

    def step(self, rows: int) -> None:
        """Moves to the next (1) or previous (-1) utterance."""
        session = self._desk.visible
        if session is not None:
            index = self._cursor.index(session)
            self.choose(0 if index is None else index + rows)

    def stop(self) -> None:
        """Falls silent."""
        self._player.pause()

    def _connect(self) -> None:
        do = self._window.actions_
        do.play.triggered.connect(self._player.toggle)
        do.back.triggered.connect(lambda: self.seek(self._cursor.time - STEP_SECONDS))
        do.forward.triggered.connect(lambda: self.seek(self._cursor.time + STEP_SECONDS))
        do.previous.triggered.connect(lambda: self.step(-1))
        do.next.triggered.connect(lambda: self.step(1))
        do.begin.triggered.connect(lambda: self.seek(0.0))
        do.end.triggered.connect(lambda: self.seek(math.inf))
        do.loop.toggled.connect(self._keep_to)
        do.copy.triggered.connect(self.copy)
        self._connect_selecting()
        self._review.seek_requested.connect(self._clicked)
        self._review.utterance_chosen.connect(self.choose)
        self._review.rate_chosen.connect(self._player.set_rate)
        self._player.playing_changed.connect(self._play_or_pause)
        self._player.failed.connect(lambda why: dialogs.show_error(self._window, "Playback without sound", why))
        self._desk.painted.connect(self._session_moved)

    def _connect_selecting(self) -> None:
        do = self._window.actions_
        do.unselect.triggered.connect(lambda: self.select(None))
        do.select_utterance.triggered.connect(self.select_utterance)
        do.grow_back.triggered.connect(lambda: self._grow(-GROW_SECONDS))
        do.grow_forward.triggered.connect(lambda: self._grow(GROW_SECONDS))
        do.grow_begin.triggered.connect(lambda: self._grow(-math.inf))
        do.grow_end.triggered.connect(lambda: self._grow(math.inf))
        do.grow_previous.triggered.connect(lambda: self._grow_by_utterance(-1))
        do.grow_next.triggered.connect(lambda: self._grow_by_utterance(1))
        self._review.selected.connect(self._drawn)

    def _clicked(self, time: float) -> None:
        self.select(None)
        self.seek(time)

    def _drawn(self, anchor: float, edge: float) -> None:
        """Selected by the mouse: the play head waits at its beginning, unless something is being played."""
        self.select(Selection(anchor, edge))
        if not self._player.playing:
            self.seek(min(anchor, edge))

    def _grow(self, seconds: float) -> None:
        self.select(grow(self._selection, self._cursor.time, seconds))

    def _grow_by_utterance(self, steps: int) -> None:
        session = self._desk.visible
        if session is not None:
            self.select(grow_by_utterance(self._selection, self._cursor.time, session.utterances, steps))

    def _keep_to(self) -> None:
        """The player plays what is selected, and over and over if that is wanted."""
        self._player.keep_to(self.selection, again=self._window.actions_.loop.isChecked())

    def _session_moved(self) -> None:
        session = self._desk.visible
        self._window.actions_.copy.setEnabled(session is not None and bool(session.utterances))
        if session is None:
            if self._view:
                self._view, self._shown = "", None
                self.select(None)
                self._player.load("")
            return
        if session.view != self._view:
            self._view = session.view
            self._player.pause()
            self.select(None)
            self._cursor = Cursor()
            self._load(session)
        elif session.sound != self._sound:  # it was found again
            self._load(session)
        self._player.set_duration(session.duration)
        self._paint(follow=False)

    def _load(self, session: Session) -> None:
        self._sound = session.sound
        self._player.load(session.path, self._cursor.time, silent=session.missing)

    def _play_or_pause(self, playing: bool) -> None:
        self._review.show_playing(playing)
        if playing:
            self._timer.start()
        else:
            self._timer.stop()
            self._tick()  # it may have stopped by itself

    def _tick(self) -> None:
        self._cursor = self._cursor.moved(self._player.position)
        self._paint(follow=True)

    def _paint(self, follow: bool) -> None:
        session = self._desk.visible
        if session is None:
            return
        index = self._cursor.index(session)
        self._review.show_cursor(session, self._cursor.time, index, follow)
        if self._shown != (session, index):
            self._shown = (session, index)
            self._review.show_moment(session, index)
