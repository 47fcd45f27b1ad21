"""Opens, analyses and closes recordings: commands down, events up, and a timer that paints what has moved."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from mmemotion.config import Config
from mmemotion.messages import Analyze, Cancel, Event, JobFailed, JobFinished
from ui.bridge import Bridge
from ui.controllers.models import ModelController
from ui.settings import Settings
from ui.state.desk import Desk
from ui.state.session import Session
from ui.views import dialogs
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

PAINT_EVERY_MS = 40
PAINTING_SHARE = 4
"""Painting a very long recording takes at most one part in this many of the time, so the window stays quick."""


class DeskController(QObject):
    """Holds the Desk; painted is sent after a new state is on the screen."""

    painted = Signal()

    def __init__(
        self, window: MainWindow, review: ReviewView, bridge: Bridge, settings: Settings, models: ModelController
    ) -> None:
        super().__init__(window)
        self._window, self._review, self._bridge, self._settings = window, review, bridge, settings
        self._models = models
        self._desk = Desk(models=models.models)
        self._painted = self._desk
        self._timer = QTimer(self, interval=PAINT_EVERY_MS)
        self._timer.timeout.connect(self.paint)
        self._timer.start()
        bridge.event_arrived.connect(self._apply)
        review.recording_chosen.connect(self.show)
        review.again_requested.connect(self.again)
        models.changed.connect(self._take_models)

    @property
    def session(self) -> Session | None:
        """The session in view."""
        return self._desk.session

    @property
    def visible(self) -> Session | None:
        """The session whose result is in view."""
        return self.session.visible if self.session is not None else None

    def open(self, paths: Sequence[str]) -> None:
        """Opens files; the first comes into view, and they are analysed one after the other."""
        wanted = [str(Path(path).absolute()) for path in paths]
        if not wanted:
            return
        for path in reversed(wanted):
            self._settings.add_recent(path)
        self._settings.last_folder = str(Path(wanted[0]).parent)
        self._window.show_recent(self._settings.recent)
        self._move(self._desk.open(wanted))

    def show(self, job: str) -> None:
        """Brings another recording into view."""
        self._move(self._desk.show(job))

    def cancel(self) -> None:
        """Stops the analysis of the session in view."""
        session = self.session
        if session is None or not session.busy:
            return
        if session is self._desk.running:
            self._bridge.send(Cancel(session.job))
        else:
            self._move(self._desk.drop_waiting(session.job))

    def again(self) -> None:
        """Analyses the session in view once more, with the model chosen by now."""
        if self.session is not None:
            self._move(self._desk.again(self.session.job))

    def close(self) -> None:
        """Takes the session in view off the desk."""
        if self.session is not None:
            self.cancel()
            self._move(self._desk.close(self.session.job))

    def paint(self) -> None:
        """Shows the state, if it moved since the last time."""
        if self._desk is self._painted:
            return
        began = time.perf_counter()
        self._show()
        spent = 1000 * (time.perf_counter() - began)
        self._timer.setInterval(max(PAINT_EVERY_MS, round(PAINTING_SHARE * spent)))

    def _show(self) -> None:
        self._painted = self._desk
        session = self._desk.session
        if session is None:
            self._window.show_empty()
        else:
            self._review.show_desk(self._desk)
            self._window.show_review(self._review, session.title)
        self.painted.emit()

    def _apply(self, event: Event) -> None:
        desk = self._desk.apply(event)
        session = self._desk.find(getattr(event, "job", ""))
        if session is not None and isinstance(event, JobFailed):
            dialogs.show_error(self._window, f"{session.title} could not be analysed.", event.message)
            desk = desk if session.visible.utterances else desk.close(session.job)
        self._move(desk)
        if session is not None and isinstance(event, JobFinished) and not event.recording.utterances:
            dialogs.show_error(self._window, f"{session.title} has nothing to show.", event.recording.warnings[-1])

    def _move(self, desk: Desk) -> None:
        self._desk = desk
        if (waiting := desk.next) is not None:
            self._models.refresh()
            self._desk = self._desk.start(waiting.job)
            self._bridge.send(Analyze(waiting.job, waiting.path, Config(model=self._desk.models.chosen)))

    def _take_models(self) -> None:
        self._desk = replace(self._desk, models=self._models.models)
