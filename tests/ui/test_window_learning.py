"""From corrections to a better model, in the window: nothing is kept unasked, and nothing runs unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import faults, go_round, tab_stops, without_focus_to_be_seen
from cut_off import faults as cut_off
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from scripted_trainer import ScriptedTrainer, adapted
from window_helpers import OpenWindow, Train, in_the_menu, replaying

from mmemotion.errors import EngineError
from mmemotion.messages import (
    Adapt,
    Adapting,
    AdaptingFailed,
    Command,
    CountCorrections,
    Event,
    KeepModel,
    ModelKept,
    PackSaved,
    SavePack,
    StopAdapting,
    TrainerStopped,
)
from mmemotion.types import Emotion
from ui.app import App
from ui.views import learning_dialog
from ui.views.learning_dialog import LearningDialog


class Window:
    """The window, and the dialog over it."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app, self._qtbot = app, qtbot

    @property
    def trainer(self) -> ScriptedTrainer:
        """The one that was made last."""
        return self.app.trainers[-1]

    @property
    def dialog(self) -> LearningDialog:
        """There is one, open or not."""
        return self.app.window.findChild(LearningDialog)

    def open(self) -> None:
        """From the menu, until the corrections are counted."""
        self.app.window.actions_.learn.trigger()
        self.wait()

    def wait(self) -> None:
        """Events come to the window."""
        self._qtbot.wait(1)

    def say(self, event: Event) -> None:
        """The trainer says something."""
        self.trainer.say(event)
        self.wait()

    def press(self, text: str) -> None:
        """Clicks a button."""
        self._qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)
        self.wait()

    def button(self, text: str) -> QPushButton:
        """One that can be seen."""
        buttons = self.dialog.findChildren(QPushButton)
        return next(one for one in buttons if one.text().startswith(text) and one.isVisible())

    def text(self) -> str:
        """All that can be read in the dialog."""
        return "\n".join(one.text() for one in self.dialog.findChildren(QLabel) if one.isVisible())

    def name(self, name: str) -> None:
        """Types another name."""
        field = self.dialog.findChild(QLineEdit)
        field.selectAll()
        self._qtbot.keyClicks(field, name)

    def learn(self) -> None:
        """Until there is a model to judge."""
        self.press("Learn")
        self.say(adapted(self.trainer.got(Adapt)[-1].name))


@pytest.fixture
def window(open_window: OpenWindow, call: Call, qtbot: QtBot) -> Window:
    """A window in which nothing is open."""
    return Window(open_window(replaying(call)), qtbot)


def test_no_trainer_runs_before_and_after_it_is_needed(window: Window) -> None:
    assert window.app.trainers == []
    window.open()
    assert window.trainer.commands == [CountCorrections()]
    assert "16 utterances of 2 people: 9 neutral, 7 angry" in window.text()
    window.press("Close")
    assert window.trainer.closed
    assert not window.dialog.isVisible()
    window.open()
    assert len(window.app.trainers) == 2


def test_a_model_is_learned_compared_kept_and_used(window: Window, train: Train) -> None:
    window.open()
    window.press("Learn")
    assert window.trainer.got(Adapt) == [Adapt("default", "mine", "")]
    window.say(Adapting("listening to the utterances", 0.4))
    assert "Listening to the utterances" in window.text()
    assert window.dialog.findChild(QProgressBar).value() == 400
    window.say(adapted("mine"))
    told = window.text()
    assert "41\u2009%" in told and "+14 points" in told and "Nothing is known of how it does on people" in told
    assert window.trainer.got(KeepModel) == []
    window.press("Keep this model")
    assert window.trainer.got(KeepModel) == [KeepModel()]
    train("mine")  # as the trainer does
    window.say(ModelKept("mine"))
    assert "The model “mine” can be chosen now" in window.text()
    assert in_the_menu(window.app) == {"default": True, "mine": False}
    window.press("Use it")
    assert in_the_menu(window.app) == {"default": False, "mine": True}
    assert not window.dialog.isVisible()
    assert window.trainer.closed


def test_going_back_keeps_nothing(window: Window) -> None:
    window.open()
    window.learn()
    window.press("Go back")
    assert "Not kept: “default” is as it was." in window.text()
    assert window.trainer.got(KeepModel) == []
    window.learn()
    window.dialog.close()
    window.wait()
    assert window.trainer.closed
    assert window.trainer.got(KeepModel) == []


def test_enter_at_the_wrong_moment_keeps_nothing(window: Window, qtbot: QtBot) -> None:
    window.open()
    window.learn()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter):
        qtbot.keyClick(window.dialog.focusWidget() or window.dialog, key)
    assert window.trainer.got(KeepModel) == []
    assert window.button("Keep this model").isEnabled()


def test_learning_can_be_cancelled(window: Window) -> None:
    window.open()
    window.press("Learn")
    window.press("Cancel")
    assert window.trainer.got(StopAdapting) == [StopAdapting()]
    assert not window.button("Cancel").isEnabled()
    window.say(AdaptingFailed("Stopped; nothing was changed.", stopped=True))
    assert "Stopped; nothing was changed." in window.text()
    assert window.button("Learn").isEnabled()


def test_closing_stops_what_is_learned_and_then_the_trainer(window: Window, qtbot: QtBot) -> None:
    window.open()
    window.press("Learn")
    qtbot.keyClick(window.dialog, Qt.Key.Key_Escape)
    assert window.trainer.got(StopAdapting) == [StopAdapting()]
    assert not window.trainer.closed  # it tidies up first
    window.say(AdaptingFailed("Stopped; nothing was changed.", stopped=True))
    assert window.trainer.closed


def test_closing_the_window_ends_the_trainer(window: Window) -> None:
    window.open()
    window.press("Learn")
    window.app.window.close()
    assert window.trainer.closed
    assert not window.dialog.isVisible()


def test_a_model_that_is_being_kept_is_waited_for(window: Window, train: Train) -> None:
    window.open()
    window.learn()
    window.press("Keep this model")
    window.dialog.close()
    assert not window.trainer.closed
    train("mine")
    window.say(ModelKept("mine"))
    assert window.trainer.closed
    assert in_the_menu(window.app) == {"default": True, "mine": False}


def test_without_enough_corrections_it_says_how_to_correct(
    open_window: OpenWindow, call: Call, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(open_window(replaying(call)), qtbot)
    monkeypatch.setattr("scripted_trainer.ENOUGH", {})
    window.open()
    assert "You have not told the emotion of any utterance yet." in window.text()
    assert "Alt+1 to Alt+7" in window.text()
    assert not window.button("Learn").isEnabled()
    assert not window.button("Save as a training pack").isEnabled()
    window.trainer.emotions = {Emotion.SAD: 6, Emotion.ANGRY: 6}  # corrected meanwhile; the user comes back
    window.app.window.activateWindow()
    qtbot.waitUntil(window.app.window.isActiveWindow, timeout=3000)
    window.dialog.activateWindow()
    qtbot.waitUntil(window.button("Learn").isEnabled, timeout=3000)


def test_a_name_is_judged_while_it_is_typed(window: Window, train: Train) -> None:
    train("mine")
    window.app.models.refresh()
    window.open()
    assert window.dialog.findChild(QLineEdit).text() == "mine-2"
    window.name("default")
    assert "“default” stays as it is: choose another name." in window.text()
    assert not window.button("Learn").isEnabled()
    window.name("mine")
    assert "Takes the place of your older model “mine”" in window.text()
    window.press("Learn")
    window.say(adapted("mine", replaces=True))
    assert "your older model “mine” is replaced by it" in window.text()


def test_it_starts_from_the_model_that_is_chosen_unless_told_otherwise(window: Window, train: Train) -> None:
    train("mine")
    window.app.models.refresh()
    window.app.models.choose("mine")
    window.open()
    menu = window.button("mine").menu()
    next(action for action in menu.actions() if action.text() == "default").trigger()
    assert "“default” stays as it is" in window.text()
    window.press("Learn")
    assert window.trainer.got(Adapt) == [Adapt("default", "mine-2", "")]


def test_it_can_be_checked_on_other_people(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning_dialog, "choose_check", lambda parent, folder: "/others/manifest.csv")
    window.open()
    window.press("Recordings of other people")
    assert window.button("manifest.csv").toolTip() == "/others/manifest.csv"
    window.press("Learn")
    assert window.trainer.got(Adapt) == [Adapt("default", "mine", "/others/manifest.csv")]
    window.say(AdaptingFailed("/others/manifest.csv is no list of clips."))
    window.press("Leave out")
    window.press("Learn")
    assert window.trainer.got(Adapt)[-1] == Adapt("default", "mine", "")


def test_corrections_are_saved_as_a_training_pack(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "pack.zip")

    def choose(parent: object, folder: str, take: Callable[[str], None]) -> None:
        take(path)

    monkeypatch.setattr(learning_dialog, "choose_pack", choose)
    window.open()
    window.dialog.findChild(QPlainTextEdit).setPlainText("My own.")
    window.press("Save as a training pack")
    assert window.trainer.got(SavePack) == [SavePack(path, "My own.")]
    window.say(Adapting("cutting the utterances out of their recordings", 0.5))
    assert "Cutting the utterances" in window.text()
    window.say(PackSaved(path, 18, 16, ""))
    assert "Saved as pack.zip: 18 utterances, 16 with an emotion you told." in window.text()
    assert window.app.settings.last_folder == str(tmp_path)


def test_a_trainer_that_dies_is_said_and_started_again(window: Window) -> None:
    window.open()
    window.press("Learn")
    window.say(TrainerStopped("Learning stopped unexpectedly (killed by signal 9)."))
    assert "Learning stopped unexpectedly (killed by signal 9). Nothing was kept." in window.text()
    window.press("Learn")
    assert len(window.app.trainers) == 2
    assert window.trainer.got(Adapt) == [Adapt("default", "mine", "")]


def test_a_trainer_that_cannot_start_is_said(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(trainer: ScriptedTrainer, command: Command) -> None:
        raise EngineError("It cannot be started.")

    monkeypatch.setattr(ScriptedTrainer, "send", refuse)
    window.open()
    assert "It cannot be started." in window.text()
    assert "Your corrections were not counted." in window.text()
    assert not window.button("Learn").isEnabled()


def test_the_rest_of_the_window_can_be_used_meanwhile(window: Window) -> None:
    window.open()
    window.press("Learn")
    assert not window.dialog.isModal()
    window.app.open(["/calls/made up.flac"])
    window.wait()
    assert len(window.app.desk.desk.sessions) == 1


def test_all_of_it_is_named_reached_by_key_and_not_cut_off(window: Window, qtbot: QtBot) -> None:
    window.app.window.resize(1024, 700)
    window.open()
    steps = (
        lambda: None,
        lambda: window.press("Learn"),
        lambda: window.say(adapted("mine", replaces=True)),
        lambda: (window.press("Keep this model"), window.say(ModelKept("mine"))),
    )
    for step in steps:
        step()
        assert faults(window.dialog) == []
        assert cut_off(window.dialog) == []
        assert set(go_round(window.dialog, qtbot)) == set(tab_stops(window.dialog))
        assert not without_focus_to_be_seen(window.dialog, qtbot)
    assert window.dialog.height() <= 700 and window.dialog.width() <= 1024
