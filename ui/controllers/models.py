"""The model of the next analysis: chosen in the menu, remembered, and looked for on this computer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mmemotion.errors import ModelError
from mmemotion.manifest import EMOTION_TASK, Manifest
from ui.settings import Settings
from ui.state.models import Models, fallback
from ui.views import dialogs
from ui.views.main_window import MainWindow


class ModelController(QObject):
    """Holds the Models; changed is sent after each change."""

    changed = Signal()

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self.models = Models(chosen=settings.model, talk=settings.talk)
        self.refresh()
        window.activated.connect(self.refresh)
        window.actions_.models.chosen.connect(self.choose)
        for talk, action in window.actions_.talk.items():
            action.setChecked(talk is settings.talk)
            action.triggered.connect(lambda _=False, t=talk: self._take(self.models.expect(t)))

    def choose(self, name: str) -> None:
        """Takes the user's choice and remembers it."""
        self._take(self.models.choose(name))

    def refresh(self) -> None:
        """Looks what is installed: a model may have been trained or removed while the window was open."""
        try:
            installed = Manifest.load().installed(EMOTION_TASK)
        except ModelError:
            return  # said in one sentence by the analysis, which needs the same list
        before = self.models
        self._take(before.with_installed(installed))
        if self.models.chosen != before.chosen:
            dialogs.show_error(self._window, fallback(before.chosen))

    def _take(self, models: Models) -> None:
        if models != self.models:
            self.models = models
            self._settings.model = models.chosen
            self._settings.talk = models.talk
            self._window.show_models(models)
            self.changed.emit()
