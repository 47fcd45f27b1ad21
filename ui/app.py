"""The one place that names concrete classes: window, engine, recorder, player, and who listens to whom.

The frame is painted first; what needs numpy, pyqtgraph or the messages of the engine is imported right after that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mmemotion.paths import assets_dir, models_dir
from ui.controllers.look import LookController
from ui.roles import tell_roles
from ui.settings import Settings
from ui.views.main_window import MainWindow

if TYPE_CHECKING:
    from mmemotion.protocols import Listener
    from ui.bridge import Bridge, ClosableEngine
    from ui.controllers.desk import DeskController
    from ui.controllers.edit_requests import EditRequests
    from ui.controllers.editing import EditController
    from ui.controllers.interrupted import InterruptedController
    from ui.controllers.learning import LearningController
    from ui.controllers.library import LibraryController
    from ui.controllers.library_place import LibraryPlaceController
    from ui.controllers.library_work import LibraryWorkController
    from ui.controllers.live import LiveController
    from ui.controllers.microphones import MicrophoneController
    from ui.controllers.models import ModelController
    from ui.controllers.moments import MomentController
    from ui.controllers.playback import PlaybackController
    from ui.controllers.reasons import ReasonsController
    from ui.controllers.record import RecordController
    from ui.controllers.unfinished import UnfinishedController
    from ui.controllers.what_if import WhatIfController
    from ui.views.library_panel import LibraryPanel
    from ui.views.live import LiveView
    from ui.views.review import ReviewView

SAMPLE_ENDINGS = (".flac", ".wav", ".ogg", ".opus", ".mp3", ".m4a")
MakeEngine = Callable[["Listener"], "ClosableEngine"]


def process_engine(listener: Listener) -> ClosableEngine:
    """The engine in a process of its own, started at the first command."""
    from mmemotion.engine.process import ProcessEngine

    return ProcessEngine(listener)


def process_recorder(listener: Listener) -> ClosableEngine:
    """The recorder in a process of its own, started at the first command."""
    from mmemotion.engine.process import recorder_process

    return recorder_process(listener)


def process_trainer(listener: Listener) -> ClosableEngine:
    """The trainer in a process of its own, started at the first command."""
    from mmemotion.engine.process import trainer_process

    return trainer_process(listener)


def sample() -> Path | None:
    """The recording that comes with the program."""
    found = sorted(path for path in assets_dir().glob("sample*/*") if path.suffix in SAMPLE_ENDINGS)
    return found[0] if found else None


class App(QObject):
    """One window and all that belongs to it."""

    bridge: Bridge
    recorder: Bridge
    review: ReviewView
    live_view: LiveView
    models: ModelController
    desk: DeskController
    interrupted: InterruptedController
    playback: PlaybackController
    moments: MomentController
    what_if: WhatIfController
    reasons: ReasonsController
    editing: EditController
    edit_requests: EditRequests
    panel: LibraryPanel
    library: LibraryController
    library_work: LibraryWorkController
    library_place: LibraryPlaceController
    microphones: MicrophoneController
    record: RecordController
    live: LiveController
    unfinished: UnfinishedController
    learning: LearningController | None = None

    def __init__(
        self,
        application: QApplication,
        settings: Settings,
        paths: Sequence[str] = (),
        make_engine: MakeEngine = process_engine,
        make_recorder: MakeEngine = process_recorder,
        make_trainer: MakeEngine = process_trainer,
    ) -> None:
        super().__init__()
        tell_roles()
        self.settings = settings
        self._make_recorder, self._make_trainer = make_recorder, make_trainer
        self._paths = tuple(paths)
        self._make_engine = make_engine
        self.complete = False
        self.window = MainWindow(has_sample=sample() is not None)
        self.look = LookController(application, self.window, settings)
        self._restore_window()
        self._connect_window()

    def show(self) -> None:
        """Shows the frame now, and builds the rest once it is on the screen."""
        self.window.first_painted.connect(self.build)
        self.window.show()

    def build(self) -> None:
        """Builds what a recording needs, once, and opens the files of the command line."""
        if self.complete:
            return
        self.complete = True
        self._build_review()
        self._build_library()
        self._build_recording()
        self.open(self._paths)
        self.library.ask()

    def open(self, paths: Sequence[str]) -> None:
        """Opens files, at the latest when the window is complete."""
        if self.complete:
            self.desk.open(paths)
        else:
            self._paths = (*self._paths, *paths)

    def close(self) -> None:
        """Remembers where everything was and ends the engine."""
        self.window.present(False)  # the next run does not begin with a presentation
        self.settings.save_layout("window", self.window.saveGeometry())
        if self.complete:
            for name, layout in self.review.layouts().items():
                self.settings.save_layout(name, layout)
            self.library_place.save()
            self.playback.stop()
            if self.learning is not None:
                self.learning.close()
            self.bridge.close()
            self.recorder.close()

    def _build_review(self) -> None:
        from ui.bridge import Bridge
        from ui.controllers.desk import DeskController
        from ui.controllers.edit_requests import EditRequests
        from ui.controllers.editing import EditController
        from ui.controllers.interrupted import InterruptedController
        from ui.controllers.models import ModelController
        from ui.controllers.moments import MomentController
        from ui.controllers.playback import PlaybackController
        from ui.controllers.reasons import ReasonsController
        from ui.controllers.what_if import WhatIfController
        from ui.player import Player
        from ui.views.review import ReviewView

        self.review = ReviewView(self.window.actions_, self.look.theme)
        self.review.restore_layouts(self.settings.layout("columns"), self.settings.layout("halves"))
        self.look.follow(self.review.set_theme)
        self.bridge = Bridge(self._make_engine, self)
        self.models = ModelController(self.window, self.settings)
        self.desk = DeskController(self.window, self.review, self.bridge, self.settings, self.models)
        self.interrupted = InterruptedController(self.bridge, self.desk)
        self.playback = PlaybackController(self.window, self.review, self.desk, Player(self))
        self.moments = MomentController(self.window, self.desk, self.playback)
        self.what_if = WhatIfController(self.review, self.bridge)
        self.reasons = ReasonsController(self.review, self.bridge)
        self.editing = EditController(self.window, self.review, self.bridge, self.desk)
        self.edit_requests = EditRequests(self.window, self.review, self.desk, self.playback, self.editing)
        self.window.actions_.close.triggered.connect(self.desk.close)
        self.window.actions_.cancel.triggered.connect(self.desk.cancel)

    def _build_library(self) -> None:
        from ui.controllers.library import LibraryController
        from ui.controllers.library_place import LibraryPlaceController
        from ui.controllers.library_work import LibraryWorkController
        from ui.views.library_panel import LibraryPanel

        self.panel = LibraryPanel(self.window.actions_, self.look.theme)
        self.window.empty.set_theme(self.look.theme)
        self.look.follow(self.panel.set_theme)
        self.look.follow(self.window.empty.set_theme)
        self.library = LibraryController(self.panel, self.bridge, self.desk, self.settings)
        self.library_work = LibraryWorkController(self.window, self.panel, self.bridge, self.library, self.settings)
        self.library_place = LibraryPlaceController(self.window, self.panel, self.review, self.library, self.settings)
        self.library.utterance_wanted.connect(self.playback.choose)
        self.review.file_wanted.connect(self.library_work.find_file_in_view)

    def _build_recording(self) -> None:
        from mmemotion.messages import RecorderStopped
        from ui.bridge import Bridge
        from ui.controllers.live import LiveController
        from ui.controllers.microphones import MicrophoneController
        from ui.controllers.record import RecordController
        from ui.controllers.unfinished import UnfinishedController
        from ui.views.live import LiveView

        self.live_view = LiveView(self.window.actions_, self.look.theme)
        self.look.follow(self.live_view.set_theme)
        self.recorder = Bridge(self._make_recorder, self, RecorderStopped)
        self.microphones = MicrophoneController(self.window, self.recorder, self.settings)
        self.record = RecordController(self.window, self.recorder, self.desk, self.microphones, self.settings)
        self.live = LiveController(self.window, self.live_view, self.review, self.record, self.desk)
        self.unfinished = UnfinishedController(self.window, self.recorder, self.desk)
        self.recorder.event_arrived.connect(self.desk.apply)
        self.recorder.event_arrived.connect(self.record.apply)
        self.bridge.event_arrived.connect(self.record.apply)
        self.live.ended.connect(self.playback.seek)
        self.review.folder_requested.connect(self.desk.show_in_folder)
        self.unfinished.look()
        self.interrupted.look()

    def _restore_window(self) -> None:
        geometry = self.settings.layout("window")
        if geometry is not None:
            self.window.restoreGeometry(geometry)
        self.window.show_recent(self.settings.recent)

    def _connect_window(self) -> None:
        do = self.window.actions_
        do.open.triggered.connect(self._choose_files)
        do.sample.triggered.connect(self._open_sample)
        do.quit.triggered.connect(self.window.close)
        do.learn.triggered.connect(self._learn)
        do.shortcuts.triggered.connect(self._show_keys)
        do.about.triggered.connect(self._show_about)
        self.window.files_dropped.connect(self.open)
        self.window.recent_chosen.connect(lambda path: self.open([path]))
        self.window.recent_cleared.connect(self._clear_recent)
        self.window.closing.connect(self.close)

    def _learn(self) -> None:
        """What this takes is built when it is wanted first."""
        from mmemotion.messages import TrainerStopped
        from ui.bridge import Bridge
        from ui.controllers.learning import LearningController

        if self.learning is None and self.complete:
            trainer = Bridge(self._make_trainer, self, TrainerStopped)
            self.learning = LearningController(self.window, trainer, self.models, self.settings)
        if self.learning is not None:
            self.learning.open()

    def _choose_files(self) -> None:
        from ui.views.dialogs import choose_files

        self.open(choose_files(self.window, self.settings.last_folder))

    def _open_sample(self) -> None:
        if (path := sample()) is not None:
            self.open([str(path)])

    def _clear_recent(self) -> None:
        self.settings.clear_recent()
        self.window.show_recent(())

    def _show_keys(self) -> None:
        from ui.views.dialogs import show_keys

        show_keys(self.window, self.window.actions_.by_group())

    def _show_about(self) -> None:
        from ui.views.dialogs import show_about

        show_about(self.window, str(models_dir() / "default" / "card.md"))
