"""Recordings that nobody stopped, because the program or the machine did: offered once at each start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, QObject

from mmemotion.messages import Event, FindUnfinished, Settle, UnfinishedFound
from mmemotion.paths import recordings_dir
from mmemotion.types import Unfinished
from ui.bridge import Bridge
from ui.controllers.desk import DeskController
from ui.state.interrupted import sentence
from ui.views import dialogs, recording_dialogs
from ui.views.main_window import MainWindow


class UnfinishedController(QObject):
    """Asks about one after the other."""

    def __init__(self, window: MainWindow, recorder: Bridge, desk: DeskController) -> None:
        super().__init__(window)
        self._window, self._recorder, self._desk = window, recorder, desk
        self._waiting: list[Unfinished] = []
        recorder.event_arrived.connect(self._apply)

    def look(self) -> None:
        """Asks the recorder, where there can be any."""
        folder = recordings_dir()
        if folder.is_dir():
            self._recorder.send(FindUnfinished(str(folder)))

    def _apply(self, event: Event) -> None:
        if isinstance(event, UnfinishedFound):
            self._waiting = list(event.recordings)
            self._ask()

    def _ask(self) -> None:
        if not self._waiting:
            return
        found = self._waiting.pop(0)
        recording_dialogs.offer_unfinished(
            self._window,
            sentence(found),
            take=lambda: self._open(found),
            delete=lambda: self._delete(found),
            later=self._ask,
        )

    def _open(self, found: Unfinished) -> None:
        self._recorder.send(Settle(found.path))
        self._desk.open([found.path])
        self._ask()

    def _delete(self, found: Unfinished) -> None:
        """Into the bin, where there is one."""
        self._recorder.send(Settle(found.path))
        moved = QFile.moveToTrash(found.path)
        gone = moved[0] if isinstance(moved, tuple) else moved
        if not (gone or QFile.remove(found.path)):
            dialogs.show_error(self._window, f"{Path(found.path).name} cannot be deleted.")
        self._ask()
