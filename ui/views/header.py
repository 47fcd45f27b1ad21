"""The strip on top: record, open, what is open, and how far the analysis is."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from ui.state.models import Models
from ui.state.session import Phase, Progress, Session
from ui.state.wording import clock, count
from ui.theme import Theme, tabular
from ui.views.actions import Actions
from ui.views.buttons import PushButton, keep_room
from ui.views.elided import ElidedLabel
from ui.views.library_button import LibraryButton
from ui.views.model_menu import ModelButton
from ui.views.record_button import RecordingChip

STEPS = 1000
ROOM_FOR_TITLE, ROOM_FOR_FACTS = 110, 150


class Header(QFrame):
    """Never changes its height, so nothing below jumps when an analysis ends."""

    recording_wanted = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("header")
        self._library = LibraryButton(actions)
        self._record = RecordingChip(actions)
        self._record.clicked.connect(self.recording_wanted)
        self._title = ElidedLabel("title", least=ROOM_FOR_TITLE)
        self._facts = ElidedLabel("muted", Qt.TextElideMode.ElideRight, ROOM_FOR_FACTS)
        self._model = ModelButton(actions.models)
        self._progress = ElidedLabel("muted", Qt.TextElideMode.ElideRight)
        self._progress.setFont(tabular(self._progress.font()))
        self._cancel = PushButton("Cancel", action=actions.cancel)
        self._bar = QProgressBar(textVisible=False, maximum=STEPS)
        self._bar.setAccessibleName("Progress of the analysis")
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 6)
        row.setSpacing(12)
        row.addWidget(self._library)
        row.addWidget(self._record)
        row.addWidget(PushButton("Open…", action=actions.open))
        row.addWidget(self._title)
        row.addWidget(self._facts)
        row.addStretch(1)
        row.addWidget(self._progress)
        row.addWidget(self._cancel)
        row.addWidget(self._model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        keep_room(self._cancel, self._bar)

    def show_session(self, session: Session, waits_for: int, models: Models) -> None:
        """waits_for: how many others are done before this one. The model is named where Cancel is not in the way."""
        self._title.show_text(session.title)
        self._facts.show_text(facts(session.visible))
        self._progress.show_text(progress_text(session, waits_for, self._record.recording))
        self._cancel.setVisible(session.busy)
        self._model.show_models(models, fitting=not session.busy)
        self._bar.setVisible(session.busy)
        self._show_bar(session.progress)

    def show_recording(self, text: str) -> None:
        """What is being recorded meanwhile; empty while nothing is."""
        self._record.show_recording(text)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._library.set_theme(theme)

    def _show_bar(self, progress: Progress | None) -> None:
        if progress is None or not progress.total or not progress.done:
            self._bar.setMaximum(0)
            return
        self._bar.setMaximum(STEPS)
        self._bar.setValue(round(STEPS * min(1.0, progress.done / progress.total)))


def facts(session: Session) -> str:
    """Length, speakers and language, as far as known."""
    known = [clock(session.duration)] if session.duration else []
    if session.utterances:
        known.append(count(len({utterance.speaker for utterance in session.utterances}), "speaker"))
    if session.utterances and session.recording is not None and session.recording.language:
        known.append(QLocale.languageToString(QLocale(session.recording.language).language()))
    return " · ".join(known)


def progress_text(session: Session, waits_for: int = 0, recording: bool = False) -> str:
    """Stage, how far, how fast, how long still; recording: files are analysed when that has ended."""
    if session.phase is Phase.OPENING:
        return "Opening…"
    if session.busy and recording:
        return "waiting for the recording to end"
    if session.phase is Phase.WAITING:
        return f"waiting for {count(waits_for, 'other file')}" if waits_for else "waiting"
    if session.phase is not Phase.RUNNING:
        return ""
    progress = session.progress
    if progress is None and session.recorded and session.utterances:
        return "The whole recording is being judged again…"
    if progress is None:
        return "Starting: the models are loaded once, this takes a few seconds…"
    parts = [progress.stage[:1].upper() + progress.stage[1:]]
    if progress.done > 0:
        parts.append(_how_far(progress))
    if progress.speed is not None:
        parts.append(f"{progress.speed:.1f}× real time")
    if progress.left is not None:
        parts.append(f"about {clock(progress.left)} left")
    return " · ".join(parts)


def _how_far(progress: Progress) -> str:
    return clock(progress.done) + (f" of {clock(progress.total)}" if progress.total else "")
