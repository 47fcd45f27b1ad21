"""Analyses that were cut off: after the engine died they go on at once, after the program died at its next start."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from mmemotion.messages import EngineStopped, Event, FindInterrupted, InterruptedFound
from mmemotion.paths import library_path
from ui.bridge import Bridge
from ui.controllers.desk import DeskController
from ui.state.restarts import Restarts
from ui.state.session import Phase

RESTARTS = Restarts(most=5, seconds=60.0)
"""An engine that dies more often is not started again unless the user asks; one file that kills it is given up by the
engine itself before that."""


class InterruptedController(QObject):
    """Sends them again: the engine knows what was finished."""

    def __init__(self, bridge: Bridge, desk: DeskController) -> None:
        super().__init__(desk)
        self._bridge, self._desk = bridge, desk
        self._restarts = RESTARTS
        bridge.event_arrived.connect(self._apply)

    def look(self) -> None:
        """Asks for those of the last time, where there can be any."""
        if library_path().exists():
            self._bridge.send(FindInterrupted())

    def _apply(self, event: Event) -> None:
        """After the desk has taken it."""
        match event:
            case InterruptedFound(paths=paths):
                self._desk.open(paths)
            case EngineStopped():
                self._go_on()

    def _go_on(self) -> None:
        stopped = [session.job for session in self._desk.desk.sessions if session.phase is Phase.STOPPED]
        restarts = self._restarts.again(time.monotonic()) if stopped else None
        if restarts is None:
            return
        self._restarts = restarts
        for job in stopped:
            self._desk.analyse_file(job, listened=False)
