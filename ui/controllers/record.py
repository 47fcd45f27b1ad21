"""Makes a recording: commands to the recorder and the engine, and what to do when one of them fails.

A recording is worth more than everything else here: whatever happens, it goes on, and what is in the file is kept.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from mmemotion.messages import (
    EngineStopped,
    Event,
    Pause,
    Record,
    RecorderStopped,
    RecordingFailed,
    RecordingSaved,
    RecordingStarted,
    Resume,
    StopRecording,
)
from ui.bridge import Bridge
from ui.controllers.desk import DeskController
from ui.controllers.microphones import MicrophoneController
from ui.controllers.recording_file import NoFolderError, new_file
from ui.settings import Settings
from ui.state.live import Live, begin
from ui.state.restarts import Restarts
from ui.views import dialogs, recording_dialogs
from ui.views.main_window import MainWindow

RECORDER_AGAIN = "The recorder stopped and was started again: what was said in between is missing."
ANALYSIS_AGAIN = "The analysis was restarted; it catches up."
RECORDER_RESTARTS = Restarts(most=3, seconds=30.0)
ENGINE_RESTARTS = Restarts(most=3, seconds=60.0)
PATIENCE_MS = 5000
"""How long the recorder may take to save before what is in the file is taken as it is."""


class RecordController(QObject):
    """Holds the Live, None while nothing is recorded; changed is sent when a recording begins, moves on or ends."""

    changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        recorder: Bridge,
        desk: DeskController,
        microphones: MicrophoneController,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._recorder, self._desk = window, recorder, desk
        self._microphones, self._settings = microphones, settings
        self.live: Live | None = None
        self._recorder_restarts, self._engine_restarts = RECORDER_RESTARTS, ENGINE_RESTARTS
        self._closing = False
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._save_as_it_is)
        window.may_close = self.may_close
        window.actions_.record.triggered.connect(self.start)
        window.actions_.pause_recording.triggered.connect(self.pause_or_resume)
        window.actions_.stop.triggered.connect(self.stop)

    def start(self) -> None:
        """Begins a recording; before the first one ever, the user is told what the law says."""
        if self._settings.knows_the_law:
            self._begin()
        else:
            recording_dialogs.tell_the_law(self._window, self._begin_first)

    def pause_or_resume(self) -> None:
        """Stops taking in sound, or goes on."""
        if self.live is not None:
            self._recorder.send(Resume(self.live.job) if self.live.paused else Pause(self.live.job))

    def stop(self) -> None:
        """Ends the recording."""
        if self.live is not None and not self.live.stopping:
            self._take(replace(self.live, stopping=True))
            self._patience.start()
            self._recorder.send(StopRecording(self.live.job))

    def forgive(self) -> None:
        """The marks of clipping were seen."""
        if self.live is not None:
            self._take(self.live.forgiven())

    def move(self, now: float) -> Live | None:
        """The recording as it is seen now."""
        if self.live is not None:
            self.live = self.live.moved(now)
        return self.live

    def may_close(self) -> bool:
        """Whether the window may be closed; if not, the user is asked."""
        if self.live is None:
            return True
        if not self._closing:
            recording_dialogs.ask_before_closing(self._window, self._stop_and_close)
        return False

    def apply(self, event: Event) -> None:
        """Takes what the engine or the recorder says, after the desk has."""
        if self.live is None:
            return
        match event:
            case RecorderStopped(message=message):
                self._record_again(self.live, message)
            case EngineStopped(message=message):
                self._listen_again(self.live, message)
            case RecordingSaved(job=self.live.job):
                self._end(self.live, kept=True)
            case RecordingFailed(job=self.live.job):
                self._fail(self.live, event)
            case _:
                self._take(self.live.apply(event, time.monotonic()))
                if isinstance(event, RecordingStarted):
                    self._started(self.live)

    def _begin_first(self) -> None:
        self._settings.knows_the_law = True
        self._begin()

    def _begin(self) -> None:
        if self.live is not None:
            return
        try:
            path = new_file()
        except NoFolderError as error:
            dialogs.show_error(self._window, "The recording cannot begin.", str(error))
            return
        choices = self._microphones.choices
        self._recorder_restarts, self._engine_restarts = RECORDER_RESTARTS, ENGINE_RESTARTS
        job = uuid.uuid4().hex
        self._desk.record(job, path, choices.channels)
        self._take(begin(job, path, choices.channel_count, choices.microphone))
        self._send_record(job)

    def _send_record(self, job: str) -> None:
        if self.live is not None:
            wanted = self.live.wanted
            self._recorder.send(Record(job, self.live.path, wanted, len(self.live.channels)))

    def _started(self, live: Live) -> None:
        """Sound is recorded, for the first time or again."""
        if not live.analysed and not live.failure:
            self._take(replace(live, analysed=True))
            self._desk.listen(live.job)
        if live.stopping:
            self._recorder.send(StopRecording(live.job))

    def _record_again(self, live: Live, message: str) -> None:
        restarts = self._recorder_restarts.again(time.monotonic())
        if restarts is None:
            dialogs.show_error(self._window, "The recording ended.", message)
            self._end(replace(live, failure=live.failure or message), kept=live.started)
            return
        self._recorder_restarts = restarts
        self._take(live.noticed(RECORDER_AGAIN, time.monotonic()))
        self._send_record(live.job)

    def _listen_again(self, live: Live, message: str) -> None:
        if not live.analysed:
            return
        restarts = self._engine_restarts.again(time.monotonic())
        if restarts is None:
            self._take(replace(live.silenced(), failure=message))
            return
        self._engine_restarts = restarts
        self._take(replace(live.silenced(), analysed=True).noticed(ANALYSIS_AGAIN, time.monotonic()))
        self._desk.listen(live.job)

    def _fail(self, live: Live, event: RecordingFailed) -> None:
        dialogs.show_error(
            self._window, "The recording ended." if event.path else "Nothing was recorded.", event.message
        )
        self._end(live, kept=bool(event.path))

    def _save_as_it_is(self) -> None:
        """The recorder does not answer: its file has all but perhaps the last second."""
        if self.live is not None:
            self._recorder.close()
            self._end(replace(self.live, failure="The recorder did not answer."), kept=self.live.started)

    def _end(self, live: Live, kept: bool) -> None:
        """No more sound will come. What the engine does not listen to is analysed from the file."""
        self._patience.stop()
        self._take(None)
        if not kept:
            self._desk.drop(live.job)
        else:
            self._desk.remember(live.path)
            if live.failure or not live.analysed:
                self._desk.analyse_file(live.job, listened=live.analysed)
        if self._closing:
            self._window.close()

    def _stop_and_close(self) -> None:
        self._closing = True
        if self.live is None:
            self._window.close()
        else:
            self.stop()

    def _take(self, live: Live | None) -> None:
        self.live = live
        self.changed.emit()
