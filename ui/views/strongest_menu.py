"""Goes to where an emotion is strongest: one menu, in the menu bar and in the player bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.state.moments import Place

NONE = "No emotion other than neutral was perceived anywhere"


class StrongestMenu(QMenu):
    """An entry per emotion, filled by whoever knows when it is about to be shown; chosen carries a row."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Go to the strongest", parent)

    def show_places(self, places: Sequence[Place]) -> None:
        """Takes what there is to go to."""
        self.clear()
        for place in places:
            action = self.addAction(place.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, row=place.row: self.chosen.emit(row))
        if not places:
            self.addAction(NONE).setEnabled(False)
