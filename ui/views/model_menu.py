"""Which model the next analysis uses: one menu, in the menu bar and behind buttons that name the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ui.views.buttons import PushButton

if TYPE_CHECKING:
    from ui.state.models import Models

WIDEST_NAME = 140
WHAT = "The model that recordings are analysed with"


class ModelMenu(QMenu):
    """The installed models, the chosen one checked; not to be seen while there is no choice. chosen carries a name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("&Model", parent)
        self._group = QActionGroup(self)
        self.menuAction().setVisible(False)

    def show_models(self, models: Models) -> None:
        """Takes other models or another choice."""
        names = [record.name for record in models.installed]
        if names != [action.text() for action in self.actions()]:
            self._fill(names)
        for action in self.actions():
            action.setChecked(action.text() == models.chosen)
        self.menuAction().setVisible(models.is_choice)

    def _fill(self, names: Sequence[str]) -> None:
        for old in self.actions():
            self.removeAction(old)
            old.deleteLater()  # it may be the one that was just chosen
        for name in names:
            action = self._group.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=name: self.chosen.emit(chosen))
            self.addAction(action)


class ModelButton(PushButton):
    """Names the chosen model and opens the menu; hidden while there is no choice."""

    def __init__(self, menu: ModelMenu) -> None:
        super().__init__("")
        self.setMenu(menu)
        self.hide()

    def show_models(self, models: Models, fitting: bool = True) -> None:
        """Takes other models or another choice; fitting is False where this is not the time for one."""
        name = self.fontMetrics().elidedText(models.chosen, Qt.TextElideMode.ElideMiddle, WIDEST_NAME)
        self.setText(f"Model: {name}")
        self.setAccessibleName(f"Model: {models.chosen}")
        self.setToolTip(f"{WHAT}: {models.chosen}" if name != models.chosen else WHAT)
        self.setVisible(models.is_choice and fitting)
