"""Shows or hides the library."""

from __future__ import annotations

from ui.theme import Theme, icon
from ui.views.actions import Actions
from ui.views.buttons import IconButton

SIZE = 20


class LibraryButton(IconButton):
    """A small picture of a list beside a page."""

    def __init__(self, actions: Actions) -> None:
        super().__init__(actions.library, SIZE)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.setIcon(icon("library", theme.muted))
