"""Goes to strong moments: the next, the previous, and where an emotion is strongest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from mmemotion.types import Utterance
from ui.controllers.desk import DeskController
from ui.controllers.playback import PlaybackController
from ui.state.moments import is_strong, next_strong, places
from ui.views.main_window import MainWindow

NEXT = "Next strong moment: surely another emotion than neutral"
PREVIOUS = "Previous strong moment: surely another emotion than neutral"
STRONGEST = "Go to where an emotion is strongest"
NO_RESULT = "There is no scored utterance to go to"
NONE_SURE = "No strong moment: nowhere is an emotion other than neutral sure"


class MomentController(QObject):
    """Its actions can be used where there is something to go to; where not, they say why."""

    def __init__(self, window: MainWindow, desk: DeskController, playback: PlaybackController) -> None:
        super().__init__(window)
        self._do, self._desk, self._playback = window.actions_, desk, playback
        self._known: Sequence[Utterance] | None = None
        self._do.strong_next.triggered.connect(lambda: self.hop(1))
        self._do.strong_previous.triggered.connect(lambda: self.hop(-1))
        self._do.strongest.aboutToShow.connect(self._fill)
        self._do.strongest.chosen.connect(playback.choose)
        desk.painted.connect(self._allow)
        self._allow()

    def hop(self, steps: int) -> None:
        """Moves to the next (1) or previous (-1) strong moment; after the last comes the first."""
        session = self._desk.visible
        index = self._playback.cursor.index(session) if session is not None else None
        if session is not None and index is not None:
            row = next_strong(session.utterances, index, self._playback.cursor.time, steps)
            self._playback.choose(row if row is not None else index)

    def _fill(self) -> None:
        self._do.strongest.show_places(places(self._utterances))

    @property
    def _utterances(self) -> Sequence[Utterance]:
        session = self._desk.visible
        return session.utterances if session is not None else ()

    def _allow(self) -> None:
        utterances = self._utterances
        if utterances is self._known:
            return
        self._known = utterances
        sure = any(is_strong(utterance) for utterance in utterances)
        scored = any(utterance.estimate is not None for utterance in utterances)
        why = NONE_SURE if scored else NO_RESULT
        do = self._do
        for action, what in ((do.strong_next, NEXT), (do.strong_previous, PREVIOUS)):
            action.setEnabled(sure)
            action.setStatusTip(what if sure else why)
        for action in (do.go_to_strongest, do.strongest.menuAction()):
            action.setEnabled(scored)
            action.setStatusTip(STRONGEST if scored else NO_RESULT)
