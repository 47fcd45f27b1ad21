"""Where the library is in the window: beside the empty view, at the left of the review, or out of sight."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.controllers.library import LibraryController
from ui.settings import Settings
from ui.state.placing import Placing
from ui.state.session import Phase
from ui.views.library_panel import LibraryPanel
from ui.views.main_window import MainWindow
from ui.views.review import ReviewView

NARROW = 1040
"""Below this width (px) the library has no room of its own beside axis and inspector."""


class LibraryPlaceController(QObject):
    """Holds the Placing."""

    def __init__(
        self,
        window: MainWindow,
        panel: LibraryPanel,
        review: ReviewView,
        library: LibraryController,
        settings: Settings,
    ) -> None:
        super().__init__(library)
        self._window, self._panel, self._review = window, panel, review
        self._library, self._settings = library, settings
        self._width = settings.library_width
        self._live = False
        self._placing = Placing(settings.shows_library, settings.has_library, narrow=window.width() < NARROW)
        window.actions_.library.triggered.connect(lambda: self._take(self._placing.toggle()))
        window.actions_.search.triggered.connect(self._search)
        window.resized.connect(self._resized)
        library.changed.connect(self._changed)
        library.desk.painted.connect(self._painted)
        panel.left.connect(self._leave)
        window.empty.hold(panel)
        self._show()

    def save(self) -> None:
        """Remembers the width."""
        self._measure()
        self._settings.library_width = self._width

    def _search(self) -> None:
        if not self._placing.shown:
            self._take(self._placing.toggle())
        self._panel.focus_search()

    def _leave(self) -> None:
        """Back to what is beside the library."""
        (self._review if self._placing.reviewing else self._window.empty.view).setFocus()

    def _resized(self) -> None:
        self._take(self._placing.resized(self._window.width() < NARROW))

    def _changed(self) -> None:
        library = self._library.library
        if library.total is not None:
            undoable = self._window.actions_.undo.isEnabled()  # its bar is in the panel
            full = library.total > 0 or library.shown.any or undoable
            self._settings.has_library = full
            self._take(self._placing.filled(full))

    def _painted(self) -> None:
        session = self._library.desk.session
        self._live = session is not None and session.phase is Phase.RECORDING
        if self._live:
            self._window.actions_.set_library(possible=False, shown=False)
        else:
            self._take(self._placing.beside(session is not None), again=True)

    def _take(self, placing: Placing, again: bool = False) -> None:
        if placing == self._placing and not again:
            return
        self._measure()
        moved, self._placing = placing.reviewing is not self._placing.reviewing, placing
        self._settings.shows_library = placing.wanted
        if moved:
            self._panel.hide()
            (self._review if placing.reviewing else self._window.empty).hold(self._panel)
        self._show()

    def _measure(self) -> None:
        if self._panel.isVisible():
            self._width = self._panel.width()

    def _show(self) -> None:
        placing, came = self._placing, self._placing.shown and self._panel.isHidden()
        self._panel.setVisible(placing.shown)
        self._review.show_library(self._width if placing.shown and placing.reviewing else 0, placing.crowded)
        if came and not placing.reviewing:
            self._window.empty.show_library(self._width)
        self._window.empty.allow_library(placing.full)
        if not self._live:
            self._window.actions_.set_library(placing.possible, placing.shown)
