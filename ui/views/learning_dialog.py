"""Learning from corrections: what there is to learn from, how far it is, before and after, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.state.learning import Learning, Step
from ui.state.learning_wording import about, amount, kept, lines, missing, stage, warnings
from ui.views.before_after import BeforeAfter
from ui.views.buttons import PushButton, keep_room
from ui.views.labels import label, reserve
from ui.views.learning_form import LearningForm, PackForm

TITLE = "Learn from my corrections"
WIDTH, HEIGHT = 620, 540
STEPS = 1000
LINES_OF_AMOUNT, LINES_OF_STAGE = 2, 1


class LearningDialog(QDialog):
    """Stops nothing else. Closing it is going back: closed is sent then. activated: the user comes back to it."""

    learn_wanted = Signal()
    stop_wanted = Signal()
    keep_wanted = Signal()
    back_wanted = Signal()
    use_wanted = Signal()
    activated = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(WIDTH, HEIGHT)
        self.form, self.pack = LearningForm(), PackForm()
        self._ask = _AskPage(self.form, self.pack)
        self._judge = _JudgePage()
        self._moment: tuple[bool, ...] = ()
        self._left = False
        self._pages = QStackedWidget()
        self._pages.addWidget(self._ask)
        self._pages.addWidget(self._judge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addWidget(self._pages)
        self._connect()

    def show_learning(self, learning: Learning, chosen: str) -> None:
        """Takes another state; chosen: the model that recordings are analysed with."""
        self._ask.show_learning(learning)
        self._judge.show_learning(learning, chosen)
        self._move_focus(learning)

    def _move_focus(self, learning: Learning) -> None:
        """Where the next answer is expected; to no button that decides, for who presses Enter too early."""
        moment = (learning.judged, learning.busy, learning.step is Step.KEPT)
        if moment != self._moment:
            self._moment = moment
            page = self._judge if learning.judged else self._ask
            self._pages.setCurrentWidget(page)
            page.take_focus()

    def done(self, result: int) -> None:
        """Closed, in whatever way."""
        super().done(result)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Tells that the user comes back to it, perhaps from new corrections."""
        super().changeEvent(event)
        if event.type() is not QEvent.Type.ActivationChange:
            return
        if self._left and self.isActiveWindow():
            self.activated.emit()
        self._left = self.isVisible() and not self.isActiveWindow()

    def _connect(self) -> None:
        self._ask.learn.clicked.connect(self.learn_wanted)
        self._ask.cancel.clicked.connect(self.stop_wanted)
        self._ask.close_.clicked.connect(self.reject)
        self._judge.keep.clicked.connect(self.keep_wanted)
        self._judge.back.clicked.connect(self.back_wanted)
        self._judge.use.clicked.connect(self.use_wanted)
        self._judge.close_.clicked.connect(self.reject)


class _AskPage(QWidget):
    """Before, and while it is done."""

    def __init__(self, form: LearningForm, pack: PackForm) -> None:
        super().__init__()
        self._form, self._pack = form, pack
        self._about, self._amount = label("muted", wrap=True), reserve(label("title", wrap=True), LINES_OF_AMOUNT)
        self._missing = label("", wrap=True)
        self._good, self._bad = label("", wrap=True), label("warning", wrap=True)
        self._stage = reserve(label("", wrap=True), LINES_OF_STAGE)
        self._bar = QProgressBar(textVisible=False, maximum=STEPS)
        self._bar.setAccessibleName("Progress of learning")
        self.learn, self.cancel, self.close_ = PushButton("Learn", "primary"), PushButton("Cancel"), PushButton("Close")
        self.learn.setDefault(True)
        keep_room(self._bar)
        self._arrange()

    def show_learning(self, learning: Learning) -> None:
        """Takes another state."""
        self._about.setText(about(learning))
        self._amount.setText(amount(learning))
        _say(self._missing, missing(learning.counted))
        _say(self._good, "" if learning.bad else learning.notice)
        _say(self._bad, learning.notice if learning.bad else "")
        self._form.show_learning(learning)
        self._pack.show_learning(learning)
        self._stage.setText(stage(learning) if learning.busy else "")
        self._bar.setVisible(learning.busy)
        self._bar.setMaximum(STEPS if learning.share and learning.step is not Step.STOPPING else 0)
        self._bar.setValue(round(STEPS * learning.share))
        self.learn.setVisible(not learning.busy)
        self.learn.setEnabled(learning.can_learn)
        self.cancel.setVisible(learning.busy)
        self.cancel.setEnabled(learning.step is not Step.STOPPING)

    def take_focus(self) -> None:
        """The name is what is asked first."""
        (self.cancel if self.cancel.isVisibleTo(self) else self._form.name).setFocus()

    def _arrange(self) -> None:
        layout = _column(self)
        for part in (label("hero", TITLE), self._about, self._amount, self._missing):
            layout.addWidget(part)
        layout.addWidget(self._form)
        layout.addSpacing(4)
        layout.addWidget(self._pack)
        layout.addStretch(1)
        for said in (self._good, self._bad, self._stage):
            layout.addWidget(said)
        layout.addWidget(self._bar)
        layout.addLayout(_buttons(self.close_, self.cancel, self.learn))


class _JudgePage(QWidget):
    """Before and after, and what is to become of it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("hero", wrap=True)
        self._table = BeforeAfter()
        self._shown: object = None
        self._warning, self._bad = label("", wrap=True), label("warning", wrap=True)
        self._kept = label("title", wrap=True)
        self.keep, self.back = PushButton("Keep this model"), PushButton("Go back")
        self.use, self.close_ = PushButton("Use it", "primary"), PushButton("Close")
        layout = _column(self)
        layout.addWidget(self._title)
        layout.addWidget(self._table, 1)
        for part in (self._warning, self._bad, self._kept):
            layout.addWidget(part)
        layout.addLayout(_buttons(self.back, self.keep, self.close_, self.use))

    def show_learning(self, learning: Learning, chosen: str) -> None:
        """Takes another state."""
        adapted = learning.adapted
        if adapted is None:
            return
        if adapted is not self._shown:
            self._shown = adapted
            self._title.setText(f"{adapted.name}, before and after")
            self._table.show_model(lines(adapted), adapted.notes)
        is_kept = learning.step is Step.KEPT
        _say(self._warning, "" if is_kept else warnings(learning))
        _say(self._bad, learning.notice if learning.bad else "")
        _say(self._kept, kept(learning, chosen) if is_kept else "")
        for button in (self.keep, self.back):
            button.setVisible(not is_kept)
            button.setEnabled(learning.step is Step.COMPARED)
        self.use.setVisible(is_kept and adapted.name != chosen)
        self.close_.setVisible(is_kept)

    def take_focus(self) -> None:
        """No button while it is to be judged: who presses Enter too early keeps nothing."""
        ready = (button for button in (self.use, self.close_) if button.isVisibleTo(self))
        next(ready, self._table).setFocus()


def choose_pack(parent: QWidget, folder: str, take: Callable[[str], None]) -> None:
    """The file to save a training pack to."""
    box = QFileDialog(parent, "Save a training pack", str(Path(folder) / "corrections.zip"), "Training packs (*.zip)")
    box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    box.setDefaultSuffix("zip")
    box.fileSelected.connect(take)
    box.open()


def choose_check(parent: QWidget, folder: str) -> str:
    """Recordings of other people; empty when cancelled."""
    kinds = "Labelled recordings (manifest.csv *.csv)"
    return QFileDialog.getOpenFileName(parent, "Recordings of other people", folder, kinds)[0]


def _say(part: QWidget, text: str) -> None:
    part.setProperty("text", text)
    part.setVisible(bool(text))


def _column(page: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    return layout


def _buttons(*buttons: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
