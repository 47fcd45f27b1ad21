"""Whatever fails while something is recorded: the recording goes on, and what is in the file is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from window_helpers import LiveWindow, button, texts

import ui.controllers.record
from mmemotion.messages import (
    Analyze,
    Cancel,
    EngineStopped,
    FindUnfinished,
    JobFailed,
    Listen,
    Record,
    RecorderStopped,
    RecordingFailed,
    RecordingSaved,
    Settle,
    StopRecording,
    UnfinishedFound,
)
from mmemotion.paths import RECORDINGS_VARIABLE
from mmemotion.types import Unfinished
from ui.state.session import Phase


def engine_dies(live: LiveWindow) -> None:
    live.app.engines[-1].listener(EngineStopped("killed"))
    live.say()


def press(live: LiveWindow, qtbot: QtBot, text: str) -> None:
    """Presses a button of the box that is open."""
    box = live.app.window.findChildren(QMessageBox)[-1]
    wanted = next(b for b in box.buttons() if b.text().replace("&", "") == text)
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    live.say()


def test_a_dead_recorder_goes_on_with_the_same_file(live: LiveWindow) -> None:
    live.click_record()
    live.hear(3.0)
    live.say(RecorderStopped("killed"))
    first, second = live.recorder_got(Record)
    assert (second.job, second.path) == (first.job, first.path)
    assert second.channel_count == 2  # as many as there are in the file
    assert len(live.app.recorders) == 2
    assert "The recorder stopped and was started again" in texts(live.app)
    live.say(live.call.started(live.job, live.path))
    assert len(live.engine_got(Listen)) == 1
    live.hear(5.0)
    assert "0:0" in live.app.live_view._header._clock.text()
    assert live.app.desk.session.phase is Phase.RECORDING


def test_a_recorder_that_keeps_dying_is_given_up_and_its_file_analysed(live: LiveWindow, told: list[str]) -> None:
    live.click_record()
    live.hear(3.0)
    for _ in range(4):
        live.say(RecorderStopped("killed by signal 9"))
    assert len(live.recorder_got(Record)) == 4
    assert told == ["The recording ended. killed by signal 9"]
    assert live.engine_got(Cancel)
    (analyze,) = live.engine_got(Analyze)
    assert analyze.path == live.path
    assert live.app.window.actions_.record.isEnabled()


def test_a_recorder_that_dies_while_saving_saves(live: LiveWindow) -> None:
    live.click_record()
    live.app.record.stop()
    live.say(RecorderStopped("killed"), live.call.started(live.job, live.path))
    assert len(live.recorder_got(StopRecording)) == 2


def test_a_recorder_that_does_not_answer_is_not_waited_for(live: LiveWindow) -> None:
    live.click_record()
    live.hear(2.0)
    live.app.record.stop()
    live.app.record._patience.timeout.emit()
    live.paint()
    assert live.app.recorders[0].closed
    assert live.engine_got(Analyze)[0].path == live.path


def test_a_dead_engine_listens_again(live: LiveWindow) -> None:
    live.click_record()
    live.hear(4.2)
    engine_dies(live)
    first, second = live.engine_got(Listen)
    assert first == second
    assert "The analysis was restarted; it catches up." in texts(live.app)
    count = len(live.words())
    live.say(*live.call.heard(live.job, 0.0, 4.2))
    assert len(live.words()) == count == 1


def test_an_engine_that_keeps_dying_is_asked_after_the_recording(live: LiveWindow, told: list[str]) -> None:
    live.click_record()
    live.hear(3.0)
    for _ in range(4):
        engine_dies(live)
    assert len(live.engine_got(Listen)) == 4
    assert "killed The recording goes on, and is analysed when it has ended." in texts(live.app)
    live.app.record.stop()
    live.say(RecordingSaved(live.job, live.path, 3.0, ()))
    (analyze,) = live.engine_got(Analyze)
    assert (analyze.path, analyze.job) == (live.path, live.job)
    assert told == []


def test_a_failed_analysis_does_not_end_the_recording(live: LiveWindow, told: list[str]) -> None:
    live.click_record()
    live.say(JobFailed(live.job, "ModelMissingError", "The model is not there."))
    assert told == []
    assert "The model is not there. The recording goes on" in texts(live.app)
    live.hear(2.0)
    live.app.record.stop()
    live.say(RecordingSaved(live.job, live.path, 2.0, ()))
    live.say(JobFailed(live.job, "ModelMissingError", "The model is not there."))
    assert len(told) == 1
    assert live.app.desk.session.path == live.path
    assert "Run again" in texts(live.app)


def test_a_microphone_that_cannot_be_opened_leaves_nothing(live: LiveWindow, told: list[str]) -> None:
    live.app.window.actions_.record.trigger()
    live.say(RecordingFailed(live.job, "MicrophoneError", "There is no microphone: plug one in.", "", 0.0))
    assert told == ["Nothing was recorded. There is no microphone: plug one in."]
    assert live.app.desk.session is None
    assert "Open a recording" in texts(live.app)


def test_what_was_recorded_before_a_failure_is_analysed(live: LiveWindow, told: list[str]) -> None:
    live.click_record()
    live.hear(4.0)
    live.say(RecordingFailed(live.job, "OutputError", "The disk is full.", live.path, 4.0))
    assert told == ["The recording ended. The disk is full."]
    assert live.app.desk.session.phase is Phase.RUNNING
    assert f"Saved as {live.path}" in texts(live.app)


def test_no_folder_for_recordings_is_said(
    live: LiveWindow, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv(RECORDINGS_VARIABLE, str(tmp_path / "a file" / "recordings"))
    live.app.window.actions_.record.trigger()
    assert "cannot be made" in told[0]
    assert live.recorder_got(Record) == []


def test_closing_asks_while_recording(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(2.0)
    live.app.window.close()
    assert live.app.window.isVisible()
    press(live, qtbot, "Keep recording")
    assert live.recorder_got(StopRecording) == []
    live.app.window.close()
    press(live, qtbot, "Stop and save")
    assert live.recorder_got(StopRecording) == [StopRecording(live.job)]
    assert live.app.window.isVisible()
    live.say(RecordingSaved(live.job, live.path, 2.0, ()))
    assert not live.app.window.isVisible()
    assert live.app.recorders[0].closed


def test_closing_does_not_wait_for_ever(live: LiveWindow, qtbot: QtBot) -> None:
    assert ui.controllers.record.PATIENCE_MS <= 5000
    live.click_record()
    live.app.window.close()
    press(live, qtbot, "Stop and save")
    live.app.record._patience.timeout.emit()
    assert not live.app.window.isVisible()


def test_interrupted_recordings_are_offered(live: LiveWindow, qtbot: QtBot, recordings: Path) -> None:
    recordings.mkdir()
    files = [recordings / f"{name}.wav" for name in ("one", "two", "three")]
    for file in files:
        file.write_bytes(b"sound")
    live.app.unfinished.look()
    assert live.recorder_got(FindUnfinished) == [FindUnfinished(str(recordings))]
    live.say(UnfinishedFound(tuple(Unfinished(str(file), 151.0, "2026-11-25T16:31:05") for file in files)))
    box = live.app.window.findChildren(QMessageBox)[-1]
    assert box.text() == "A recording of 25 November, 16:31 (2:31) was interrupted."
    press(live, qtbot, "Open it")
    press(live, qtbot, "Later")
    press(live, qtbot, "Delete")
    assert live.recorder_got(Settle) == [Settle(str(files[0])), Settle(str(files[2]))]
    assert [file.exists() for file in files] == [True, True, False]
    assert [session.path for session in live.app.desk.desk.sessions] == [str(files[0])]
    assert button(live.app, "Record").isVisible()
