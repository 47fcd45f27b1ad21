"""A person records: from Record to the review, with doubles of recorder and engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import CTRL, FILE, LiveWindow, button, key, texts

from mmemotion.messages import (
    Analyze,
    GapFound,
    JobFinished,
    Listen,
    Listening,
    MicrophoneTrouble,
    Pause,
    Record,
    RecordingPaused,
    RecordingResumed,
    RecordingSaved,
    RecordingStarted,
    Resume,
    StopRecording,
    Trouble,
)
from mmemotion.types import Gap
from ui.state.live_words import Line
from ui.state.session import Phase
from ui.views.live_words import LiveWordsModel


def stop(live: LiveWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(live.app, "Stop"), Qt.MouseButton.LeftButton)
    live.say(RecordingSaved(live.job, live.path, live.heard, ()))


def test_record_records_into_a_new_file(live: LiveWindow, recordings: Path) -> None:
    live.click_record()
    (record,) = live.recorder_got(Record)
    assert Path(record.path).parent == recordings
    assert recordings.is_dir()
    assert Path(record.path).name.startswith("Recording 20")
    assert record.path.endswith(".wav")
    assert (record.job, record.microphone, record.channel_count) == (live.job, "", 1)
    (listen,) = live.engine_got(Listen)
    assert (listen.job, listen.path) == (record.job, record.path)
    assert "The models are being loaded; everything is recorded meanwhile." in texts(live.app)


def test_words_clock_and_emotion_follow(live: LiveWindow) -> None:
    live.app.microphones.choose_channels(2)
    live.click_record()
    live.hear(6.2)
    assert "0:06" in texts(live.app)
    assert live.words()[0].startswith("0:00.5 Speaker 1: word0")
    assert live.words()[-1].startswith("0:04.5 Speaker 2: word0")
    assert "Everything is saved as it is heard." in texts(live.app)
    assert live.app.live_view._axis.stretch[1] == pytest.approx(6.2, abs=0.2)
    assert len(live.app.live_view._pane._bars._ticks) == 7
    assert live.app.live_view._pane._caption.text() in ("Speaker 1", "Speaker 2")


def test_a_judged_utterance_takes_its_place(live: LiveWindow) -> None:
    live.click_record()
    live.hear(4.0)
    assert "(not sure)" in live.words()[0]
    count = len(live.words())
    live.hear(6.8)
    estimate = live.call.call.recording.utterances[0].estimate
    assert estimate is not None
    assert f"({'not sure' if estimate.abstained else estimate.label})" in live.words()[0]
    assert count <= len(live.words()) <= count + 1


def test_what_is_amiss_is_said_and_taken_back(live: LiveWindow) -> None:
    live.click_record()
    live.hear(3.0)
    live.say(MicrophoneTrouble(live.job, Trouble.MUTED, "The microphone is muted: switch it on."))
    assert "The microphone is muted: switch it on." in texts(live.app)
    live.say(MicrophoneTrouble(live.job, Trouble.NONE, ""), GapFound(live.job, Gap(2.0, 0.4, "too slow")))
    live.say(Listening(live.job, 2.0, 4.0, False))
    assert "is muted" not in texts(live.app)
    assert "0.4 s of sound lost 0:02.0: 0.4 s (too slow)" in texts(live.app)
    assert "behind by 4 s" in texts(live.app)
    live.say(Listening(live.job, 3.0, 0.4, True))
    assert "behind by" not in texts(live.app)


def test_the_mark_of_clipping_stays_until_it_is_clicked(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(1.0)
    (sound,) = list(live.call.sound(live.job, 1.0, 1.04, 0.0))
    live.say(msgspec.structs.replace(sound, clipped=(True, True)))
    live.hear(3.0)
    meter = live.app.live_view._header._meter
    assert "too loud" in meter.accessibleName()
    qtbot.mouseClick(meter, Qt.MouseButton.LeftButton)
    live.paint()
    assert "too loud" not in meter.accessibleName()


def test_stop_shows_the_same_stretch_in_the_review(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(40.0)
    start, end = live.app.live_view._axis.stretch
    assert start > 10
    stop(live, qtbot)
    assert live.recorder_got(StopRecording) == [StopRecording(live.job)]
    session = live.app.desk.session
    assert session is not None
    assert session.phase is Phase.RUNNING
    assert live.app.review.isVisible()
    shown = live.app.review._rows._grid.boxes[0].viewRange()[0]
    assert shown == pytest.approx([start, end], abs=0.3)
    assert f"Saved as {live.path}" in texts(live.app)
    assert "Show in folder" in texts(live.app)
    assert live.app.settings.recent == (live.path,)
    assert "The whole recording is being judged again" in texts(live.app)
    assert live.app.playback.cursor.time == pytest.approx(end, abs=0.3)


def test_the_final_result_changes_no_place(live: LiveWindow, call: Call, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(40.0)
    stop(live, qtbot)
    live.app.playback.choose(3)
    rows, view = live.app.review._rows, live.app.review._transcript
    before = (rows._grid.boxes[0].viewRange()[0], view.verticalScrollBar().value(), view.currentIndex().row())
    heard = tuple(u for u in call.recording.utterances if u.span.end + 0.4 < 40.0)
    media = replace(call.recording.media, path=live.path)
    live.say(JobFinished(live.job, replace(call.recording, media=media, duration=40.0, utterances=heard)))
    assert live.app.desk.session.phase is Phase.FINISHED
    after = (rows._grid.boxes[0].viewRange()[0], view.verticalScrollBar().value(), view.currentIndex().row())
    assert after == before
    assert "Record" in texts(live.app)
    assert live.app.window.actions_.record.isEnabled()


def test_a_recording_of_silence_is_told_in_one_sentence(live: LiveWindow, call: Call, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(0.4)
    stop(live, qtbot)
    live.say(JobFinished(live.job, replace(call.recording, utterances=(), warnings=())))
    assert f"Saved as {live.path} - nobody was heard speaking in it." in texts(live.app)
    assert not live.app.window.findChildren(QMessageBox)


def test_as_many_channels_are_shown_as_there_really_are(live: LiveWindow) -> None:
    live.app.microphones.choose_channels(2)
    live.app.window.actions_.record.trigger()
    live.say(RecordingStarted(live.job, live.path, "Built-in", 48000, 1))
    assert len(live.app.record.live.channels) == 1
    live.hear(2.0)
    assert len(live.app.live_view._header._meter._levels) == 1


def test_pause_is_seen_and_taken_back(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(3.0)
    qtbot.mouseClick(button(live.app, "Pause"), Qt.MouseButton.LeftButton)
    assert live.recorder_got(Pause) == [Pause(live.job)]
    live.say(RecordingPaused(live.job))
    assert button(live.app, "Resume").isVisible()
    assert not live.app.live_view._header._clock.isEnabled()
    assert live.app.live_view._axis.stretch[1] == pytest.approx(3.0, abs=0.02)
    key(live.app, qtbot, Qt.Key.Key_P, CTRL)
    assert live.recorder_got(Resume) == [Resume(live.job)]
    live.say(RecordingResumed(live.job))
    assert button(live.app, "Pause").isVisible()


def test_nothing_is_painted_while_nothing_moves(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(2.0)
    live.say(RecordingPaused(live.job))
    axis = live.app.live_view._axis
    drawn = axis._drawn
    qtbot.wait(60)
    assert axis._drawn is drawn


def test_keys_record_and_stop(live: LiveWindow, qtbot: QtBot) -> None:
    key(live.app, qtbot, Qt.Key.Key_R, CTRL)
    live.say(live.call.started(live.job, live.path))
    assert not live.app.window.actions_.record.isEnabled()
    key(live.app, qtbot, Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert live.recorder_got(StopRecording)
    live.paint()
    assert "Saving…" in texts(live.app)
    assert not live.app.window.actions_.stop.isEnabled()


def test_presentation_shows_only_what_matters(live: LiveWindow, qtbot: QtBot) -> None:
    assert not live.app.window.actions_.present.isEnabled()
    live.click_record()
    live.hear(5.0)
    key(live.app, qtbot, Qt.Key.Key_F11)
    live.paint()
    view = live.app.live_view
    assert live.app.window.isFullScreen()
    shown = (view._axis, view._pane._big, view._pane._plane, view._words, view._header._clock, view._header._meter)
    assert all(part.isVisible() for part in (*shown, button(live.app, "Stop")))
    hidden = (view._footer, view._status, view._pane._bars, view._header._pause, live.app.window.menuBar())
    assert not any(part.isVisible() for part in hidden)
    assert view._header._clock.font().pixelSize() == 44
    live.say(MicrophoneTrouble(live.job, Trouble.MUTED, "It is muted."))
    assert view._status.isVisible()
    key(live.app, qtbot, Qt.Key.Key_Escape)
    assert not live.app.window.isFullScreen()
    assert view._footer.isVisible()


def test_stop_leaves_the_presentation(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(5.0)
    live.app.live.present(True)
    stop(live, qtbot)
    assert not live.app.window.isFullScreen()
    assert live.app.review.isVisible()


def test_another_recording_can_be_looked_at_meanwhile(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(43.2)
    live.app.open([FILE])
    live.paint()
    assert "Recording 0:43" in texts(live.app)
    assert "waiting for the recording to end" in texts(live.app)
    assert live.engine_got(Analyze) == []
    qtbot.mouseClick(button(live.app, "Recording 0:43"), Qt.MouseButton.LeftButton)
    live.paint()
    assert live.app.live_view.isVisible()
    live.app.desk.show(next(s.job for s in live.app.desk.desk.sessions if s.path == FILE))
    live.paint()
    stop(live, qtbot)
    assert live.app.desk.session.path == FILE
    assert "Recording 0:43" not in texts(live.app)


def test_a_recording_cannot_be_closed_by_mistake(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.app.desk.close()
    live.app.desk.cancel()
    key(live.app, qtbot, Qt.Key.Key_W, CTRL)
    live.paint()
    assert live.app.desk.session.phase is Phase.RECORDING


def test_the_list_of_words_tells_only_of_what_changed(qtbot: QtBot) -> None:
    model = LiveWordsModel()
    lines = tuple(Line(float(number), 0, "Speaker", f"word{number}") for number in range(4))
    changed, inserted, removed = [], [], []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.show_lines(lines[:3])
    model.show_lines((lines[0], lines[1], replace(lines[2], settled="other"), lines[3]))
    model.show_lines(lines[:2])
    assert (changed, inserted, removed) == ([(2, 2)], [(0, 2), (3, 3)], [(2, 3)])
    assert model.rowCount() == 2


def test_closing_a_presentation_does_not_begin_the_next_run_with_one(live: LiveWindow) -> None:
    live.click_record()
    live.app.live.present(True)
    live.app.close()
    assert not live.app.window.isFullScreen()


def test_words_stay_where_the_user_has_scrolled(live: LiveWindow, qtbot: QtBot) -> None:
    live.app.window.resize(840, 560)
    live.click_record()
    live.hear(60.0)
    view = live.app.live_view._words
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(0)
    bar.sliderReleased.emit()
    live.hear(64.0)
    assert bar.value() == 0
    qtbot.mouseClick(button(live.app, "Newest words"), Qt.MouseButton.LeftButton)
    assert bar.value() == bar.maximum()


def test_a_result_that_is_there_before_the_recorder_has_answered(live: LiveWindow, call: Call) -> None:
    live.click_record()
    live.hear(40.0)
    live.app.record.stop()
    end = live.app.live_view.stretch[1]
    live.say(JobFinished(live.job, replace(call.recording, duration=40.0)))
    assert live.app.review.isVisible()
    assert live.app.playback.cursor.time == pytest.approx(end, abs=0.3)
    live.say(RecordingSaved(live.job, live.path, 40.0, ()))
    assert live.app.desk.session.phase is Phase.FINISHED
    assert live.engine_got(Analyze) == []
    assert button(live.app, "Record").isEnabled()
