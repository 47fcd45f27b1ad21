"""The empty view, and beside it the library once there is something in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme import Theme
from ui.views.actions import Actions
from ui.views.empty import EmptyView
from ui.views.library_button import LibraryButton
from ui.views.reading_order import read_through, tab_through

CORNER = 12


class EmptyPage(QSplitter):
    """What the window shows while nothing is open."""

    def __init__(self, actions: Actions, has_sample: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.view = EmptyView(actions, has_sample)
        self.addWidget(self.view)
        self.setChildrenCollapsible(False)
        self._toggle = LibraryButton(actions)
        self._toggle.setParent(self.view)
        self._toggle.move(CORNER, CORNER)
        self._toggle.resize(self._toggle.sizeHint())
        self._toggle.hide()

    def hold(self, library: QWidget) -> None:
        """Takes the library in."""
        if library.parent() is not self:
            self.insertWidget(0, library)
            self.setStretchFactor(0, 0)
            self.setStretchFactor(1, 1)
            tab_through(self._toggle, library, self.view)
            read_through(self)

    def show_library(self, width: int) -> None:
        """How many pixels of the library are in view."""
        if width:
            self.setSizes([width, max(1, self.width() - width)])

    def allow_library(self, possible: bool) -> None:
        """Offers to show or hide it, where there is one."""
        self._toggle.setVisible(possible)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._toggle.set_theme(theme)
        self._toggle.resize(self._toggle.sizeHint())
