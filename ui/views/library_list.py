"""The list of the library: recordings, and moments under them while something is looked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from mmemotion.messages import Kept, Moment
from ui.state.library import Library, Row
from ui.theme import Theme
from ui.views.actions import Actions
from ui.views.focus_ring import FocusRing
from ui.views.library_delegate import LibraryDelegate
from ui.views.library_menu import LibraryMenu
from ui.views.library_model import ROW, Index, LibraryModel

MINE = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
"""Keys that move in the list and would move the play head elsewhere."""


class LibraryList(QListView):
    """opened carries a recording or a moment, seen the first and last row in view, renamed a number and a title."""

    opened = Signal(object)
    seen = Signal(int, int)
    renamed = Signal(int, str)
    chosen = Signal()

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self._model = LibraryModel(self)
        self._delegate = LibraryDelegate(theme, self)
        self._shown: object = None
        self.menu = LibraryMenu(actions, self)
        self._prepare()

    def show_library(self, library: Library) -> None:
        """Shows the rows there are."""
        anew = self._shown != library.shown
        self._shown = library.shown
        self.setUniformItemSizes(not library.shown.grouped)
        self._model.show_rows(library.rows, anew)
        if anew:
            self.scrollToTop()
            self.chosen.emit()
        self._tell_seen()

    def show_current(self, number: int | None, path: str) -> None:
        """Marks the recording that is in view elsewhere."""
        if self._delegate.current != (number, path):
            self._delegate.current = (number, path)
            self.viewport().update()

    @property
    def rows(self) -> list[Row]:
        """What is chosen, from top to bottom."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [index.data(ROW) for index in indexes]

    def enter(self) -> None:
        """Takes the focus and chooses the first thing that was found."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        rows = self._model.rows
        first = next((at for at, row in enumerate(rows) if isinstance(row, Moment)), 0)
        if rows and not self.selectedIndexes():
            self.setCurrentIndex(self._model.index(first))

    def edit_title(self) -> None:
        """Lets the user type another title in the row."""
        index = self.currentIndex()
        if isinstance(index.data(ROW), Kept):
            self.scrollTo(index)
            self.edit(index)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keeps the keys that move in the list."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in MINE:
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offers what can be done with what is chosen."""
        if self.rows:
            self.menu.popup(event.globalPos())

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:  # noqa: N802 - Qt's name
        """Tells that something else is chosen."""
        super().selectionChanged(now, before)
        self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or fewer rows are in view."""
        super().resizeEvent(event)
        self._tell_seen()

    def _prepare(self) -> None:
        FocusRing(self)
        self.setObjectName("library")
        self.setAccessibleName("Library")
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().valueChanged.connect(self._tell_seen)
        self.doubleClicked.connect(self._open)
        self.menu.open_.triggered.connect(lambda: self._open(self.currentIndex()))
        self.menu.rename.triggered.connect(self.edit_title)
        self._delegate.renamed.connect(self.renamed)

    def _open(self, index: Index) -> None:
        row = index.data(ROW)
        if isinstance(row, Kept | Moment):
            self.opened.emit(row)

    def _tell_seen(self) -> None:
        rows = self._model.rowCount()
        if rows:
            area = self.viewport().rect()
            first, last = self.indexAt(area.topLeft()), self.indexAt(area.bottomLeft())
            self.seen.emit(max(0, first.row()), last.row() if last.isValid() else rows - 1)
