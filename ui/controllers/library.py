"""The library: what is looked for, page by page, and what is opened from there."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from mmemotion.messages import EngineStopped, Event, Find, Found, Kept, LibraryChanged, LibraryFailed, Moment
from mmemotion.types import Utterance
from ui.bridge import Bridge
from ui.controllers.desk import DeskController
from ui.settings import Settings
from ui.state.filters import Filters
from ui.state.library import PAGE, Library
from ui.state.restarts import Restarts
from ui.state.session import Phase, Session
from ui.views import dialogs
from ui.views.library_panel import LibraryPanel

RESTARTS = Restarts(most=2, seconds=60.0)
"""So often the engine is asked anew after it stopped, before the user is told."""

TYPING_MS = 150
"""A pause in typing this long begins a search."""

SCROLLING_MS = 40
"""Pages that fly past while the user scrolls are not asked for."""


class LibraryController(QObject):
    """Holds the Library; changed is sent after each change. utterance_wanted carries a row of the recording in view."""

    changed = Signal()
    utterance_wanted = Signal(int)

    def __init__(self, panel: LibraryPanel, bridge: Bridge, desk: DeskController, settings: Settings) -> None:
        super().__init__(desk)
        self._panel, self._bridge, self.desk, self._settings = panel, bridge, desk, settings
        self.library = Library()
        self._seen = (0, 0)
        self._restarts = RESTARTS
        self._wanted: tuple[str, Moment] | None = None
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._look_for_words)
        self._scrolling = QTimer(self, interval=SCROLLING_MS, singleShot=True)
        self._scrolling.timeout.connect(self.ask)
        self._connect()
        self._take(self.library)

    def ask(self) -> None:
        """Asks for what is in view and not known."""
        for offset in self.library.needed(*self._seen):
            find = Find(uuid.uuid4().hex, self.library.filters.query(date.today()), PAGE, offset)
            self._take(self.library.ask(find))
            self._bridge.send(find)

    def look_for(self, filters: Filters) -> None:
        """Looks for something else, now."""
        self._typing.stop()
        if filters != self.library.filters:
            self._take(self.library.look_for(filters))
            self.ask()

    def change(self, library: Library) -> None:
        """Takes what the user has done to recordings, before the engine has answered."""
        self._take(library)

    def open(self, row: Kept | Moment) -> None:
        """Opens a recording, at a moment if it is one."""
        kept = row if isinstance(row, Kept) else self.library.kept(row.recording)
        if kept is not None:
            job = self.desk.open_kept(kept)
            self._wanted = (job, row) if isinstance(row, Moment) else None

    def of(self, session: Session) -> Kept | None:
        """The loaded recording that a session shows."""
        if session.kept is not None:
            return self.library.kept(session.kept)
        rows = self.library.rows
        return next((row for row in rows if isinstance(row, Kept) and row.path == session.path), None)

    def _connect(self) -> None:
        self._bridge.event_arrived.connect(self._apply)
        self.desk.painted.connect(self._painted)
        panel = self._panel
        panel.search.textChanged.connect(self._typed)
        panel.search.entered.connect(self._look_for_words)
        panel.filters.chosen.connect(self.look_for)
        panel.cleared.connect(lambda: self.look_for(Filters()))
        panel.tried_again.connect(self._try_again)
        panel.list.seen.connect(self._scrolled)
        panel.list.opened.connect(self.open)

    def _typed(self, text: str) -> None:
        if text != self.library.filters.text:
            self._typing.start()
        else:
            self._typing.stop()

    def _look_for_words(self) -> None:
        self.look_for(replace(self.library.filters, text=self._panel.search.text()))

    def _scrolled(self, first: int, last: int) -> None:
        self._seen = (first, last)
        if self.library.needed(first, last):
            self._scrolling.start()

    def _try_again(self) -> None:
        self._take(self.library.stale())
        self.ask()

    def _apply(self, event: Event) -> None:
        match event:
            case Found():
                self._answered(event)
            case LibraryChanged():
                self._try_again()
            case LibraryFailed(message=message) if not self.library.searching:
                dialogs.show_error(self._panel.window(), message)
                self._try_again()  # what was shown as done already is not
            case EngineStopped() if self.library.searching and self._may_ask_again():
                self._try_again()
            case LibraryFailed() | EngineStopped():
                self._take(self.library.apply(event))

    def _answered(self, found: Found) -> None:
        failure = self.library.failure
        self._take(self.library.apply(found))
        if failure and not self.library.failure:  # it was about something else that was asked for meanwhile
            dialogs.show_error(self._panel.window(), failure)

    def _may_ask_again(self) -> bool:
        restarts = self._restarts.again(time.monotonic())
        self._restarts = restarts or self._restarts
        return restarts is not None

    def _take(self, library: Library) -> None:
        self.library = library
        if self._typing.isActive():  # what is being typed stays
            library = replace(library, filters=replace(library.filters, text=self._panel.search.text()))
        self._panel.show_library(library, self._settings.keep)
        self.changed.emit()

    def _painted(self) -> None:
        """Another recording may be in view, or the one that was opened at a moment is there now."""
        session = self.desk.session
        if session is None:
            self._panel.list.show_current(None, "")
            return
        self._panel.list.show_current(session.kept, session.path)
        if self._wanted is not None and session.job == self._wanted[0] and session.visible.phase is Phase.FINISHED:
            moment, self._wanted = self._wanted[1], None
            self.utterance_wanted.emit(_row(session.visible, moment))


def _row(session: Session, moment: Moment) -> int:
    """The utterance that was found; where the recording was analysed anew since, the one at its time."""

    def same(utterance: Utterance) -> bool:
        near = abs(utterance.span.start - moment.span.start) < 0.01
        return near and utterance.speaker == moment.speaker

    exact = next((row for row, utterance in enumerate(session.utterances) if same(utterance)), None)
    return exact if exact is not None else session.index_at(moment.span.start) or 0
