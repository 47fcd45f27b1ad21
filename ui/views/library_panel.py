"""The library of recordings: search on top, filters under it, then the list, or a sentence in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.state.library import Library
from ui.state.library_wording import amount, sentence
from ui.theme import Theme, tabular
from ui.views.actions import Actions
from ui.views.buttons import PushButton
from ui.views.elided import ElidedLabel
from ui.views.filter_bar import FilterBar
from ui.views.labels import label, section
from ui.views.library_list import LibraryList
from ui.views.notice_bar import NoticeBar
from ui.views.search_field import SearchField

WIDTH = (200, 420)
PATIENCE_MS = 300
"""An answer that comes sooner is not announced, so that nothing flickers while the user types."""


class LibraryPanel(QFrame):
    """Says what the user types, chooses and asks for."""

    cleared = Signal()
    tried_again = Signal()
    left = Signal()

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("librarypanel")
        self.search = SearchField()
        self.filters = FilterBar()
        self.list = LibraryList(actions, theme)
        self.notice = NoticeBar()
        self._amount = ElidedLabel("small", Qt.TextElideMode.ElideRight)
        self._amount.setFont(tabular(self._amount.font()))
        self._sentence = label("muted", wrap=True)
        self._clear = PushButton("Clear search and filters")
        self._again = PushButton("Try again")
        self._message = QWidget()
        self._slow = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._slow.timeout.connect(lambda: self._amount.show_text("Searching…"))
        self._arrange()
        self._connect()
        actions.add_keys(self.list.menu.actions())
        self.set_theme(theme)

    def show_library(self, library: Library, keeping: bool) -> None:
        """Shows what is known; keeping: whether results go into the library."""
        if library.filters.text != self.search.text():
            self.search.setText(library.filters.text)
        self.filters.show_filters(library.filters, library.speakers)
        self.list.show_library(library)
        self._show_amount(library)
        text = sentence(library, keeping)
        self._sentence.setText(text)
        self._message.setVisible(bool(text))
        self.list.setVisible(not text)
        self._clear.setVisible(bool(text) and library.total == 0 and library.shown.any and not library.failure)
        self._again.setVisible(bool(library.failure))

    def focus_search(self) -> None:
        """Lets the user type at once, over what was typed before."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.search.set_theme(theme)
        self.list.set_theme(theme)

    def _show_amount(self, library: Library) -> None:
        if not library.searching or library.total is None:
            self._slow.stop()
            self._amount.show_text(amount(library))
        elif not self._slow.isActive():
            self._slow.start()

    def _connect(self) -> None:
        self.search.entered.connect(self.list.enter)
        self.search.left.connect(self.left)
        self._clear.clicked.connect(self.cleared)
        self._again.clicked.connect(self.tried_again)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(section("Library"))
        head.addStretch(1)
        head.addWidget(self._amount)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.search)
        top.addWidget(self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._fill_message(), 1)
        layout.addWidget(self.notice)
        self.setMinimumWidth(WIDTH[0])
        self.setMaximumWidth(WIDTH[1])

    def _fill_message(self) -> QWidget:
        layout = QVBoxLayout(self._message)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._sentence)
        for button in (self._clear, self._again):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return self._message
