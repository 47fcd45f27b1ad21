"""The frame: menus, files dropped on it, and either the empty view, the review, or a recording being made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QWidget

from ui.views.actions import Actions
from ui.views.edit_menu import edit_menu
from ui.views.empty_page import EmptyPage

if TYPE_CHECKING:
    from ui.state.models import Models

FIRST_SIZE = (1280, 800)
SMALLEST_SIZE = (840, 560)


class MainWindow(QMainWindow):
    """Says which files were dropped, which recent file was chosen, when the user comes to it and when it is closed."""

    files_dropped = Signal(list)
    recent_chosen = Signal(str)
    recent_cleared = Signal()
    activated = Signal()
    resized = Signal()
    closing = Signal()
    first_painted = Signal()

    def __init__(self, has_sample: bool) -> None:
        super().__init__()
        self.actions_ = Actions(self)
        self.may_close: Callable[[], bool] = lambda: True
        self._painted = False
        self._presenting = False
        self._before_presenting = self.windowState()
        self.empty = EmptyPage(self.actions_, has_sample)
        self._empty = self.empty.view
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._recent = QMenu("Open recent")
        self.actions_.sample.setVisible(has_sample)
        self._fill_menus()
        self.setCentralWidget(self._stack)
        self.setWindowTitle("mmemotion")
        self.setAcceptDrops(True)
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(*SMALLEST_SIZE)
        self.show_empty()

    def show_empty(self) -> None:
        """Shows the empty view."""
        if self._stack.currentWidget() is not self.empty:
            self._stack.setCurrentWidget(self.empty)
            self._empty.setFocus()
        self.setWindowTitle("mmemotion")
        for action in self.actions_.needing_a_recording:
            action.setEnabled(False)

    def show_review(self, review: QWidget, title: str) -> None:
        """Shows the review of a recording."""
        self._show(review, title, reviewed=True)

    def show_live(self, live: QWidget, title: str) -> None:
        """Shows a recording that is being made."""
        self._show(live, title, reviewed=False)

    def is_shown(self, view: QWidget) -> bool:
        """Whether this view can be seen."""
        return self._stack.currentWidget() is view and self.isVisible() and not self.isMinimized()

    def present(self, on: bool) -> None:
        """Fills the screen, without menus, or goes back to where the window was."""
        if on is self._presenting:
            return
        self._presenting = on
        self.menuBar().setVisible(not on)
        if on:
            self._before_presenting = self.windowState()
            self.setWindowState(self._before_presenting | Qt.WindowState.WindowFullScreen)
        else:
            self.setWindowState(self._before_presenting & ~Qt.WindowState.WindowFullScreen)

    def show_recent(self, paths: Sequence[str]) -> None:
        """Fills the menu of recent files."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for path in paths:
            self._recent.addAction(path).triggered.connect(lambda _=False, p=path: self.recent_chosen.emit(p))
        self._recent.addSeparator()
        self._recent.addAction("Clear this list").triggered.connect(self.recent_cleared)

    def show_models(self, models: Models) -> None:
        """Fills the menu of models."""
        self.actions_.models.show_models(models)
        self._empty.show_models(models)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Welcomes files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._empty.set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """The files were carried away again."""
        self._empty.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Opens the files."""
        self._empty.set_hot(False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.files_dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tells, once, that the frame is on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tells that there is more or less room."""
        super().resizeEvent(event)
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Tells that the user comes to this window, perhaps from another program."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Gives the others the time to save and stop; they may ask the user first."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _show(self, view: QWidget, title: str, reviewed: bool) -> None:
        if self._stack.indexOf(view) < 0:
            self._stack.addWidget(view)
        if self._stack.currentWidget() is not view:
            self._stack.setCurrentWidget(view)
            view.setFocus()
        self.setWindowTitle(f"{title} - mmemotion")
        for action in self.actions_.needing_a_recording:
            action.setEnabled(reviewed)

    def _fill_menus(self) -> None:
        do = self.actions_
        file = self.menuBar().addMenu("&File")
        file.addActions([do.record, do.open, do.sample])
        file.addMenu(self._recent)
        file.addActions([do.close, file.addSeparator(), do.import_, do.export, file.addSeparator(), do.quit])
        self.edit_menu = edit_menu(do, self)
        self.menuBar().addMenu(self.edit_menu)
        self.menuBar().addMenu(do.recording)
        view = self.menuBar().addMenu("&View")
        view.addActions([do.library, do.search, view.addSeparator(), do.zoom_in, do.zoom_out, do.fit])
        theme = view.addMenu("Theme")
        theme.addActions(list(do.themes.values()))
        playback = self.menuBar().addMenu("&Playback")
        playback.addActions([*do.playback, playback.addSeparator(), do.strong_previous, do.strong_next])
        playback.addMenu(do.strongest)
        selection = playback.addMenu("Selection")
        selection.addActions([*do.selecting, selection.addSeparator(), do.copy, do.unselect])
        analysis = self.menuBar().addMenu("&Analysis")
        analysis.addActions([*do.talk.values(), analysis.addSeparator(), do.keep, do.cancel])
        analysis.addActions([analysis.addSeparator(), do.learn])
        self.menuBar().addMenu(do.models)
        help_ = self.menuBar().addMenu("&Help")
        help_.addActions([do.shortcuts, do.about])
