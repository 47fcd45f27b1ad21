"""What can be done with recordings of the library: a menu, and keys while their list has the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.views.actions import Actions


class LibraryMenu(QMenu):
    """For the recordings that are chosen in a list."""

    def __init__(self, actions: Actions, of: QWidget) -> None:
        super().__init__(of)
        self.open_ = self._add(of, "Open", Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.addSeparator()
        self.rename = self._add(of, "Rename", Qt.Key.Key_F2)
        self.note = self._add(of, "Note…")
        self.tags = self._add(of, "Tags…")
        self.addSeparator()
        self.folder = self._add(of, "Show in folder")
        self.find_file = self._add(of, "Find the file…")
        self.addAction(actions.export)
        self.addSeparator()
        self.delete = self._add(of, "Delete", Qt.Key.Key_Delete)

    def allow(self, recordings: int, missing: bool, moment: bool) -> None:
        """Enables what makes sense for so many recordings, or for a moment of one."""
        for action in (self.rename, self.note, self.tags, self.folder):
            action.setEnabled(recordings == 1)
        self.find_file.setVisible(recordings == 1 and missing)
        self.open_.setEnabled(recordings == 1)
        self.open_.setText("Open at this moment" if moment else "Open")
        self.rename.setVisible(not moment)
        self.delete.setEnabled(recordings > 0 and not moment)
        self.delete.setText(f"Delete {recordings} recordings" if recordings > 1 else "Delete")

    def _add(self, of: QWidget, text: str, *keys: Qt.Key) -> QAction:
        action = self.addAction(text)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
        of.addAction(action)
        return action
