"""Learning from corrections: the dialog, and the trainer, which runs only while there is something for it to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from mmemotion.errors import ModelError
from mmemotion.manifest import Manifest, user_manifest
from mmemotion.messages import (
    Adapt,
    CountCorrections,
    Event,
    KeepModel,
    ModelKept,
    SavePack,
    StopAdapting,
    TrainerStopped,
)
from ui.bridge import Bridge
from ui.controllers.models import ModelController
from ui.settings import Settings
from ui.state.learning import Learning, Names, Step, begin
from ui.views import learning_dialog
from ui.views.learning_dialog import LearningDialog
from ui.views.main_window import MainWindow

STARTING = "starting"
"""The stage before the trainer has said one."""


class LearningController(QObject):
    """Nothing is kept unless the user says so; closing the dialog is going back."""

    def __init__(self, window: MainWindow, trainer: Bridge, models: ModelController, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._trainer, self._models, self._settings = window, trainer, models, settings
        self._dialog: LearningDialog | None = None
        self.learning = Learning()
        trainer.event_arrived.connect(self._apply)
        models.changed.connect(self._models_changed)

    def open(self) -> None:
        """Shows the dialog, and asks how much there is to learn from."""
        if self._dialog is None:
            self._dialog = self._made()
        if not self._dialog.isVisible():
            if not self.learning.waits:
                self.learning = begin(self._names(), self._models.models.chosen)
            self._dialog.show()
        self._dialog.activateWindow()
        self._paint()
        self._trainer.send(CountCorrections())

    def close(self) -> None:
        """The window closes: what is being learned is stopped. Who just keeps a model ends after that, by itself."""
        if self._dialog is not None:
            self._dialog.reject()
        if self.learning.step is not Step.KEEPING:
            self._trainer.close()

    def _made(self) -> LearningDialog:
        dialog = LearningDialog(self._window)
        dialog.learn_wanted.connect(self._learn)
        dialog.stop_wanted.connect(self._stop)
        dialog.keep_wanted.connect(self._keep)
        dialog.back_wanted.connect(lambda: self._take(self.learning.back()))
        dialog.use_wanted.connect(self._use)
        dialog.activated.connect(self._count_again)
        dialog.closed.connect(self._closed)
        dialog.form.name_typed.connect(lambda name: self._take(replace(self.learning, name=name)))
        dialog.form.start_chosen.connect(lambda name: self._take(replace(self.learning, start=name)))
        dialog.form.check_wanted.connect(self._choose_check)
        dialog.form.check_cleared.connect(lambda: self._take(replace(self.learning, check="")))
        dialog.pack.wanted.connect(self._choose_pack)
        return dialog

    def _learn(self) -> None:
        now = self.learning
        if now.can_learn:
            self._take(now.begun(Step.LEARNING, STARTING))
            self._trainer.send(Adapt(now.start, now.name, now.check))

    def _choose_pack(self, voices: str) -> None:
        if self._dialog is not None:
            learning_dialog.choose_pack(self._dialog, self._settings.last_folder, lambda path: self._save(path, voices))

    def _save(self, path: str, voices: str) -> None:
        if self.learning.can_save:
            self._settings.last_folder = str(Path(path).parent)
            self._take(self.learning.begun(Step.SAVING, STARTING))
            self._trainer.send(SavePack(path, voices))

    def _choose_check(self) -> None:
        path = learning_dialog.choose_check(self._dialog or self._window, self._settings.last_folder)
        if path:
            self._take(replace(self.learning, check=path))

    def _stop(self) -> None:
        if self.learning.step in (Step.LEARNING, Step.SAVING):
            self._take(self.learning.stopping())
            self._trainer.send(StopAdapting())

    def _keep(self) -> None:
        if self.learning.step is Step.COMPARED:
            self._take(self.learning.begun(Step.KEEPING, ""))
            self._trainer.send(KeepModel())

    def _use(self) -> None:
        if self.learning.adapted is not None:
            self._models.choose(self.learning.adapted.name)
        if self._dialog is not None:
            self._dialog.accept()

    def _count_again(self) -> None:
        """There may be more corrections than when the user was here last."""
        if self.learning.step is Step.READY:
            self._trainer.send(CountCorrections())

    def _closed(self) -> None:
        """What is running is told to stop; the trainer goes once it has."""
        self._stop()
        self._let_go()

    def _let_go(self) -> None:
        closed = self._dialog is None or not self._dialog.isVisible()
        if closed and not self.learning.waits:
            self._trainer.close()

    def _apply(self, event: Event) -> None:
        self._take(self.learning.apply(event))
        if isinstance(event, ModelKept):
            self._models.refresh()
        if isinstance(event, ModelKept | TrainerStopped):
            self._take(self.learning.with_names(self._names()))
        self._let_go()

    def _models_changed(self) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._take(self.learning.with_names(self._names()))

    def _names(self) -> Names:
        own: frozenset[str] = frozenset()
        try:
            if user_manifest().is_file():
                own = frozenset(card.name for card in Manifest.load(user_manifest()).cards)
            taken = frozenset(card.name for card in Manifest.load().cards)
        except ModelError:
            return Names()  # said in one sentence when the list is needed
        return Names(tuple(record.name for record in self._models.models.installed), own, taken)

    def _take(self, learning: Learning) -> None:
        self.learning = learning
        self._paint()

    def _paint(self) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.show_learning(self.learning, self._models.models.chosen)
