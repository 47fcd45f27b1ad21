"""What is done with recordings of the library: renamed, described, deleted and brought back, exported, imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from mmemotion.messages import (
    Command,
    Delete,
    Describe,
    Event,
    Exported,
    ExportKept,
    ImportKept,
    Kept,
    LibraryChanged,
    LibraryFailed,
    Moment,
    Relink,
    Restore,
)
from ui.bridge import Bridge
from ui.controllers.library import LibraryController
from ui.settings import Settings
from ui.state.library_wording import deleted
from ui.views import library_dialogs, recording_dialogs
from ui.views.library_panel import LibraryPanel
from ui.views.main_window import MainWindow

NOTICE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about what was done, and what a click on its button does."""

    text: str = ""
    button: str = ""
    act: Callable[[], None] | None = None


class LibraryWorkController(QObject):
    """Changes are shown at once, and asked for again when the engine has answered."""

    def __init__(
        self, window: MainWindow, panel: LibraryPanel, bridge: Bridge, library: LibraryController, settings: Settings
    ) -> None:
        super().__init__(library)
        self._window, self._panel, self._bridge = window, panel, bridge
        self._library, self._settings = library, settings
        self._deleted: tuple[int, ...] = ()
        self._relinked: dict[int, str] = {}
        self._notice, self._job = Notice(), ""
        self._timer = QTimer(self, interval=NOTICE_MS, singleShot=True)
        self._timer.timeout.connect(self._forget)
        self._connect()

    @property
    def chosen(self) -> tuple[Kept, ...]:
        """The recordings chosen in the list, also by a moment in them."""
        numbers = (row.recording if isinstance(row, Moment) else row.number for row in self._rows)
        found = (self._library.library.kept(number) for number in dict.fromkeys(numbers))
        return tuple(kept for kept in found if kept is not None)

    def rename(self, number: int, title: str) -> None:
        """Gives a recording another title."""
        kept = self._library.library.kept(number)
        if kept is not None:
            self._describe(Describe(number, title=title))
            self._library.desk.change(lambda desk: desk.rename(kept, title))

    def delete(self) -> None:
        """Takes the chosen recordings out of the library; for a while that can be undone."""
        if any(isinstance(row, Moment) for row in self._rows):
            return
        gone = self.chosen
        numbers = tuple(kept.number for kept in gone)
        if not numbers:
            return
        self._deleted += numbers
        for enabled in (False, True):  # told even when there was something to undo before: its key is for what was last
            self._window.actions_.undo.setEnabled(enabled)
        self._library.change(self._library.library.without(frozenset(numbers)))
        self._bridge.send(Delete(numbers))
        self._close(numbers)
        self._tell(Notice(deleted(len(self._deleted)), "Undo", self.undo))

    def undo(self) -> None:
        """Brings back what was deleted last."""
        numbers = self._deleted
        self._forget()
        if numbers:
            self._bridge.send(Restore(numbers))

    def find_file(self, number: int, lost: str) -> None:
        """Lets the user show where the media of a recording is."""
        path = library_dialogs.find_media(self._window, lost)
        if path:
            self._relinked[number] = path
            self._bridge.send(Relink(number, path))

    def find_file_in_view(self) -> None:
        """The same for the recording in view."""
        session = self._library.desk.session
        if session is not None and session.kept is not None:
            self.find_file(session.kept, session.path)

    def _connect(self) -> None:
        do, menu = self._window.actions_, self._panel.list.menu
        self._panel.list.renamed.connect(self.rename)
        self._panel.list.chosen.connect(self._allow)
        self._library.changed.connect(self._allow)
        self._library.desk.painted.connect(self._painted)
        self._bridge.event_arrived.connect(self._apply)
        menu.note.triggered.connect(lambda: self._with_one(self._ask_note))
        menu.tags.triggered.connect(lambda: self._with_one(self._ask_tags))
        menu.folder.triggered.connect(lambda: self._with_one(_show_folder))
        menu.find_file.triggered.connect(lambda: self._with_one(lambda kept: self.find_file(kept.number, kept.path)))
        menu.delete.triggered.connect(self.delete)
        self._panel.notice.clicked.connect(self._act)
        do.undo.triggered.connect(self.undo)
        do.import_.triggered.connect(self._import)
        do.export.triggered.connect(self._export)
        do.keep.setChecked(self._settings.keep)
        do.keep.toggled.connect(self._keep)

    @property
    def _rows(self) -> list[Kept | Moment]:
        return [row for row in self._panel.list.rows if not isinstance(row, int)]

    @property
    def _to_export(self) -> Kept | None:
        """The one recording that is chosen in the list, or else the one in view."""
        if len(self.chosen) == 1:
            return self.chosen[0]
        session = self._library.desk.session
        return self._library.of(session) if session is not None and not self.chosen else None

    def _allow(self) -> None:
        rows, chosen = self._rows, self.chosen
        moment = any(isinstance(row, Moment) for row in rows)
        self._panel.list.menu.allow(len(chosen), any(kept.missing for kept in chosen), moment)
        self._window.actions_.export.setEnabled(self._to_export is not None)

    def _painted(self) -> None:
        session = self._library.desk.session
        job = session.job if session is not None else ""
        if job != self._job:  # while something is analysed, the desk is painted all the time
            self._job = job
            self._allow()

    def _with_one(self, act: Callable[[Kept], None]) -> None:
        if len(self.chosen) == 1:
            act(self.chosen[0])

    def _ask_note(self, kept: Kept) -> None:
        library_dialogs.ask_note(
            self._window, kept.title, kept.note, lambda note: self._describe(Describe(kept.number, note=note))
        )

    def _ask_tags(self, kept: Kept) -> None:
        library_dialogs.ask_tags(
            self._window, kept.title, kept.tags, lambda tags: self._describe(Describe(kept.number, tags=tags))
        )

    def _describe(self, wanted: Describe) -> None:
        library = self._library.library
        self._library.change(library.described(wanted.number, wanted.title, wanted.note, wanted.tags))
        self._bridge.send(wanted)

    def _close(self, numbers: tuple[int, ...]) -> None:
        """What was opened from the library goes with it; a file of the user's stays open."""
        for session in self._library.desk.desk.sessions:
            if session.kept in numbers and session.of_library and not session.busy:
                self._library.desk.drop(session.job)

    def _import(self) -> None:
        path = library_dialogs.choose_import(self._window, self._settings.last_folder)
        if path:
            self._send(ImportKept(path), path)

    def _export(self) -> None:
        kept = self._to_export
        if kept is None:
            return
        path = library_dialogs.choose_export(self._window, self._settings.last_folder, kept.title)
        if path:
            self._send(ExportKept(kept.number, path), path)

    def _send(self, command: Command, path: str) -> None:
        self._settings.last_folder = str(Path(path).parent)
        self._bridge.send(command)

    def _apply(self, event: Event) -> None:
        match event:
            case LibraryChanged(numbers=numbers):
                for number in numbers:
                    self._take_media(number)
            case LibraryFailed():
                self._relinked.clear()
            case Exported(path=path):
                folder = str(Path(path).parent)
                shown = Notice(
                    f"Exported as {Path(path).name}.", "Show", lambda: recording_dialogs.show_in_folder(folder)
                )
                self._forget()
                self._tell(shown)

    def _take_media(self, number: int) -> None:
        path = self._relinked.pop(number, "")
        if path:
            self._library.desk.change(lambda desk: desk.relink(number, path))

    def _keep(self, keep: bool) -> None:
        self._settings.keep = keep
        self._library.change(self._library.library)

    def _tell(self, notice: Notice) -> None:
        self._notice = notice
        self._panel.notice.show_notice(notice.text, notice.button)
        self._timer.start()

    def _act(self) -> None:
        if self._notice.act is not None:
            self._notice.act()
        self._forget()

    def _forget(self) -> None:
        """The bar goes, and with it the chance to undo."""
        self._timer.stop()
        self._deleted, self._notice = (), Notice()
        self._window.actions_.undo.setEnabled(False)
        self._panel.notice.show_notice("", "")
        self._library.change(self._library.library)


def _show_folder(kept: Kept) -> None:
    recording_dialogs.show_in_folder(str(Path(kept.path).parent))
