"""Moves the play head: by the clock of the player, by a click, or by the keys."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.controllers.desk import DeskController
from ui.player import Player
from ui.state.cursor import Cursor, go_to
from ui.state.session import Session
from ui.views import dialogs
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

PAINT_EVERY_MS = 33
STEP_SECONDS = 2.0


class PlaybackController(QObject):
    """Holds the Cursor. Clicks on waveform, timeline and transcript all end in go()."""

    def __init__(self, window: MainWindow, review: ReviewView, desk: DeskController, player: Player) -> None:
        super().__init__(window)
        self._window, self._review, self._desk, self._player = window, review, desk, player
        self._cursor = Cursor()
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

    def go(self, cursor: Cursor) -> None:
        """Moves the play head by hand."""
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
        self._review.seek_requested.connect(self.seek)
        self._review.utterance_chosen.connect(self.choose)
        self._review.rate_chosen.connect(self._player.set_rate)
        self._player.playing_changed.connect(self._play_or_pause)
        self._player.failed.connect(lambda why: dialogs.show_error(self._window, "Playback without sound", why))
        self._desk.painted.connect(self._session_moved)

    def _session_moved(self) -> None:
        session = self._desk.visible
        if session is None:
            if self._view:
                self._view = ""
                self._player.load("")
            return
        if session.view != self._view:
            self._view = session.view
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

    def _tick(self) -> None:
        session = self._desk.visible
        self._cursor = self._cursor.moved(self._player.position)
        if session is not None and self._player.position >= session.duration:
            self._player.pause()
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
