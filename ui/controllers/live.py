"""Shows a recording being made, frame by frame, and a chip that tells of it while another recording is in view."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from mmemotion.heap import GIVE_BACK_EVERY, give_back
from ui.controllers.desk import DeskController
from ui.controllers.record import RecordController
from ui.state.live import Live
from ui.state.live_lines import LiveLines
from ui.state.session import Phase, Session
from ui.state.wording import clock
from ui.views.live import LiveView
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

FRAME_MS, UNSEEN_MS = 16, 200


class LiveController(QObject):
    """Runs only while something is recorded. ended carries the time (s) at which the recording in view has ended."""

    ended = Signal(float)

    def __init__(
        self, window: MainWindow, view: LiveView, review: ReviewView, record: RecordController, desk: DeskController
    ) -> None:
        super().__init__(window)
        self._window, self._view, self._review = window, view, review
        self._record, self._desk = record, desk
        self._lines = LiveLines()
        self._shown = ""
        self._presenting = False
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.frame)
        self._tidy = QTimer(self, interval=round(1000 * GIVE_BACK_EVERY))
        self._tidy.timeout.connect(give_back)
        self._connect()

    def frame(self) -> None:
        """Paints one moment, if it can be seen."""
        now = time.monotonic()
        live, session = self._record.move(now), self._recorded
        seen = session is not None and self._window.is_shown(self._view)
        self._tick_every(FRAME_MS if seen else UNSEEN_MS)
        if live is None or session is None or not seen:
            return
        self._view.show_frame(session, live, self._head(live, now), now)
        self._view.show_sentence(*live.sentence(now))

    def present(self, on: bool) -> None:
        """Presentation mode, for a recording in view."""
        on = on and self._window.is_shown(self._view)
        if on is not self._presenting:
            self._presenting = on
            self._window.present(on)
            self._view.set_presenting(on)
            self._allow()

    def _tick_every(self, milliseconds: int) -> None:
        if self._timer.interval() != milliseconds:  # a running timer begins anew
            self._timer.setInterval(milliseconds)

    @property
    def _recorded(self) -> Session | None:
        """The session being recorded, while it is in view."""
        session = self._desk.session
        return session if session is not None and session.phase is Phase.RECORDING else None

    def _head(self, live: Live, now: float) -> float:
        return live.seconds if live.paused else live.head.at(now)

    def _connect(self) -> None:
        do = self._window.actions_
        do.present.triggered.connect(lambda: self.present(not self._presenting))
        do.leave.triggered.connect(lambda: self.present(False))
        self._view.recording_chosen.connect(self._desk.show)
        self._view.clip_clicked.connect(self._record.forgive)
        self._review.recording_wanted.connect(self._show_recording)
        self._record.changed.connect(self._changed)
        self._desk.painted.connect(self._painted)

    def _show_recording(self) -> None:
        if self._record.live is not None:
            self._desk.show(self._record.live.job)

    def _changed(self) -> None:
        live = self._record.live
        if live is None:
            self._timer.stop()
            self._tidy.stop()
            self._review.show_recording("")
        else:
            self._review.show_recording(f"Recording {clock(live.seconds)}")
            if not self._timer.isActive():
                self._timer.start()
                self._tidy.start()
        self._allow()

    def _allow(self) -> None:
        live = self._record.live
        do = self._window.actions_
        paused, stopping = live is not None and live.paused, live is not None and live.stopping
        do.set_recording(live is not None, paused, stopping)
        do.set_presentation(possible=self._window.is_shown(self._view), on=self._presenting)

    def _painted(self) -> None:
        """The desk is on the screen, or what is recorded is to be put there."""
        session, live = self._recorded, self._record.live
        if session is None:
            self._leave()
            return
        if self._shown != session.job:
            self._window.show_live(self._view, session.title)
            self._tick_every(FRAME_MS)
        self._shown = session.job
        if live is not None:
            self._view.show_words(self._lines.of(session, live), len(live.channels))
        self._view.show_desk(self._desk.desk)
        self._allow()

    def _leave(self) -> None:
        """Another recording is in view, or this one has ended: its review begins where the axis was."""
        job, self._shown = self._shown, ""
        if not job:
            return
        self.present(False)
        session = self._desk.session
        if session is not None and job in (session.job, session.view):
            start, end = self._view.stretch
            self.ended.emit(end)
            self._review.show_stretch(start, end)
        self._allow()
