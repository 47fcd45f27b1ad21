"""Opens, analyses and closes recordings: commands down, events up, and a timer that paints what has moved."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from mmemotion.config import ChannelMode, Config
from mmemotion.messages import Analyze, Cancel, DrawWaveform, Event, JobFailed, JobFinished, Kept, Listen, OpenKept
from ui.bridge import Bridge
from ui.controllers.models import ModelController
from ui.settings import Settings
from ui.state.desk import Desk
from ui.state.session import Phase, Session
from ui.views import dialogs, recording_dialogs
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

PAINT_EVERY_MS = 40
PAINTING_SHARE = 4
"""Painting a very long recording takes at most one part in this many of the time, so the window stays quick."""

NO_SPEECH = "No speech was found in it."


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
        bridge.event_arrived.connect(self.apply)
        review.recording_chosen.connect(self.show)
        review.again_requested.connect(self.again)
        models.changed.connect(self._take_models)

    @property
    def desk(self) -> Desk:
        """All recordings."""
        return self._desk

    @property
    def session(self) -> Session | None:
        """The session in view."""
        return self._desk.session

    @property
    def visible(self) -> Session | None:
        """The session whose result is in view; none while what is in view is still being recorded."""
        session = self.session
        return session.visible if session is not None and session.phase is not Phase.RECORDING else None

    def open(self, paths: Sequence[str]) -> None:
        """Opens files; the first comes into view, and they are analysed one after the other."""
        wanted = [str(Path(path).absolute()) for path in paths]
        if not wanted:
            return
        self.remember(*wanted)
        self._settings.last_folder = str(Path(wanted[0]).parent)
        self._move(self._desk.open(wanted))

    def open_kept(self, kept: Kept) -> str:
        """Opens a recording of the library; one that is open already only comes into view. Its job."""
        known = self._desk.of(kept)
        if known is not None:
            self.show(known.job)
            return known.job
        job = uuid.uuid4().hex
        self._move(self._desk.open_kept(job, kept))
        self._bridge.send(OpenKept(job, kept.number))
        return job

    def change(self, change: Callable[[Desk], Desk]) -> None:
        """Takes what has become of recordings of the library."""
        self._move(change(self._desk))

    def remember(self, *paths: str) -> None:
        """Puts files among the recent ones, the first in front."""
        for path in reversed(paths):
            self._settings.add_recent(path)
        self._window.show_recent(self._settings.recent)

    def show(self, job: str) -> None:
        """Brings another recording into view."""
        self._move(self._desk.show(job))

    def cancel(self) -> None:
        """Stops the analysis of the session in view."""
        session = self.session
        if session is None or not session.busy:
            return
        if session.phase is Phase.RUNNING:
            self._bridge.send(Cancel(session.job))
        else:
            self._move(self._desk.drop_waiting(session.job))

    def again(self) -> None:
        """Analyses the session in view once more, with the model chosen by now."""
        if self.session is not None:
            self._move(self._desk.again(self.session.job))

    def close(self) -> None:
        """Takes the session in view off the desk; one that is being recorded stays."""
        if self.session is not None and self.session.phase is not Phase.RECORDING:
            self.cancel()
            self._move(self._desk.close(self.session.job))

    def record(self, job: str, path: str, channels: ChannelMode) -> None:
        """Puts a recording that begins now on the desk."""
        self._move(self._desk.record(job, path, channels))

    def listen(self, job: str) -> None:
        """Has a recording analysed while it is being made."""
        session = self._desk.find(job)
        if session is not None:
            self._models.refresh()
            self._desk = self._desk.listen(job)
            self._bridge.send(Listen(job, session.path, self._config(session)))

    def analyse_file(self, job: str, listened: bool) -> None:
        """Has what was recorded analysed from its file; listened: the engine may still wait for more of it."""
        if listened:
            self._bridge.send(Cancel(job))
        self._move(self._desk.analyse_file(job))

    def drop(self, job: str) -> None:
        """Takes a recording of which there is nothing off the desk."""
        self._move(self._desk.close(job))

    def show_in_folder(self) -> None:
        """Opens the folder of the session in view in the program of the desktop."""
        if self.session is not None:
            recording_dialogs.show_in_folder(str(Path(self.session.path).parent))

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
            self._review.show_desk(self._desk)
            self._window.show_empty()
        elif session.phase is not Phase.RECORDING:  # that is shown by whoever records it
            self._review.show_desk(self._desk)
            self._window.show_review(self._review, session.title)
        self.painted.emit()

    def apply(self, event: Event) -> None:
        """Takes what the engine or the recorder says."""
        desk = self._desk.apply(event)
        session = self._desk.find(getattr(event, "job", ""))
        if session is not None and isinstance(event, JobFailed) and session.phase is not Phase.RECORDING:
            dialogs.show_error(self._window, failure(session), event.message)
            desk = desk if session.visible.utterances or session.recorded else desk.close(session.job)
        self._move(desk)
        if isinstance(event, JobFinished):
            self._finished(session)
        if session is None or session.recorded or session.kept is not None:  # there is a banner or hint for it
            return
        if isinstance(event, JobFinished) and not event.recording.utterances:
            why = event.recording.warnings[-1:] or (NO_SPEECH,)
            dialogs.show_error(self._window, f"{session.title} has nothing to show.", why[0])

    def _finished(self, session: Session | None) -> None:
        """Shown at once, however long it took to paint what was there before; its waveform becomes finer later.

        Of what is not to be kept nothing is put into the cache.
        """
        QTimer.singleShot(0, self.paint)
        if session is None or not session.sound or not (self._settings.keep or session.kept is not None):
            return
        if session.drawn is None or not session.drawn.is_fine:
            self._bridge.send(DrawWaveform(session.job, session.sound))

    def _move(self, desk: Desk) -> None:
        self._desk = desk
        if (waiting := desk.next) is not None:
            self._models.refresh()
            self._desk = self._desk.start(waiting.job)
            self._bridge.send(Analyze(waiting.job, waiting.path, self._config(waiting)))

    def _config(self, session: Session) -> Config:
        models = self._desk.models
        return Config(model=models.chosen, channels=session.channels, talk=models.talk, keep=self._settings.keep)

    def _take_models(self) -> None:
        self._desk = replace(self._desk, models=self._models.models)


def failure(session: Session) -> str:
    """Says what did not come about."""
    return f"{session.title} could not be {'opened' if session.phase is Phase.OPENING else 'analysed'}."
