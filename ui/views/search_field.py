"""Where the user types what is looked for in the library."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.theme import Theme, icon

HINT = "Words, emotions, titles"
WHAT = "Words that were said, titles, notes and tags; with the name of an emotion, moments with that emotion (Ctrl+F)"
MINE = (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """entered: the user goes on to what was found. left: the user has nothing to look for any more."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText(HINT)
        self.setAccessibleName("Search the library")
        self.setToolTip(WHAT)
        self.setAcceptDrops(False)  # a file dropped here is to be opened, too
        self._icon, self._clear = QAction("Search the library", self), QAction("Clear the search", self)
        self._icon.triggered.connect(self.selectAll)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._icon.setIcon(icon("search", theme.muted))
        self._clear.setIcon(icon("clear", theme.muted))

    def event(self, event: QEvent) -> bool:
        """Keeps the keys it understands from moving the play head."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in MINE:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc clears, and leaves an empty field; Enter and Down go on to the list."""
        if event.key() not in MINE:
            super().keyPressEvent(event)
        elif event.key() != Qt.Key.Key_Escape:
            self.entered.emit()
        elif self.text():
            self.clear()
        else:
            self.left.emit()
