"""The window as a person uses it, with an engine that replays a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OpenWindow
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from scripted_engine import Call, made_up_call

from mmemotion.messages import Analyze, Cancel, EngineStopped, Event, JobFailed, JobFinished, JobStarted
from ui.app import App
from ui.state.session import Phase
from ui.theme import DARK, ThemeChoice
from ui.views.header import progress_text
from ui.views.law import LAW

FILE = "/calls/made up.flac"
CTRL = Qt.KeyboardModifier.ControlModifier


def replaying(call: Call):  # noqa: ANN201 - a Script
    return lambda command: call.events(command.job)


def finished(app: App) -> bool:
    session = app.desk.session
    return session is not None and session.phase is Phase.FINISHED


@pytest.fixture
def app(open_window: OpenWindow, call: Call, qtbot: QtBot) -> App:
    """A window with the whole conversation in it."""
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    return app


def texts(app: App) -> str:
    """All that can be read in labels and buttons that are visible."""
    widgets = [*app.window.findChildren(QLabel), *app.window.findChildren(QAbstractButton)]
    return "\n".join(f"{w.text()} {w.toolTip()}" for w in widgets if w.isVisibleTo(app.window))


def row(app: App) -> int:
    """The transcript row that is marked."""
    return app.review._transcript.currentIndex().row()


def key(app: App, qtbot: QtBot, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    app.window.activateWindow()
    qtbot.keyClick(app.window.focusWidget() or app.window, code, modifier)


def test_the_empty_window_says_what_to_do(open_window: OpenWindow, call: Call) -> None:
    app = open_window(replaying(call))
    assert "Open a recording" in texts(app)
    assert LAW in texts(app)
    assert not app.window.actions_.play.isEnabled()
    assert app.engines == []


def test_a_file_is_analysed_and_shown(app: App) -> None:
    assert "made up.flac" in texts(app)
    assert "1:04 · 2 speakers · English" in texts(app)
    assert LAW in texts(app)
    assert app.review._transcript.model().rowCount() == 16
    assert app.window.windowTitle() == "made up.flac - mmemotion"
    assert isinstance(app.engines[0].commands[0], Analyze)


def test_a_click_on_the_transcript_moves_the_other_views(app: App, qtbot: QtBot) -> None:
    view = app.review._transcript
    place = view.visualRect(view.model().index(3)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert app.playback.cursor.time == pytest.approx(12.5)
    assert app.review._rows._time == pytest.approx(12.5)
    assert "Speaker 2 · 0:12.5 – 0:15.5" in texts(app)
    assert row(app) == 3


def test_a_click_on_the_time_axis_moves_the_other_views(app: App, qtbot: QtBot) -> None:
    rows = app.review._rows
    box = rows._boxes[1]
    scene = box.mapViewToScene(QPointF(25.0, 0.5))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.mapFromScene(scene))
    assert app.playback.cursor.time == pytest.approx(25.0, abs=0.2)
    assert row(app) == 6
    assert "Speaker 1 · 0:24.5 – 0:27.5" in texts(app)


def test_space_plays_and_pauses_and_all_views_follow(app: App, qtbot: QtBot) -> None:
    app.playback.seek(4.4)
    assert row(app) == 0
    key(app, qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: row(app) == 1, timeout=3000)
    assert app.review._rows._time > 4.4
    key(app, qtbot, Qt.Key.Key_Space)
    stopped = app.playback.cursor.time
    qtbot.wait(100)
    assert app.playback.cursor.time == stopped


def test_space_on_a_focused_button_presses_it(app: App, qtbot: QtBot) -> None:
    buttons = [b for b in app.window.findChildren(QAbstractButton) if b.accessibleName() == "Next utterance"]
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Space)
    assert row(app) == 1
    assert app.window.actions_.play.text() == "Play"


def test_arrows_seek_and_step(app: App, qtbot: QtBot) -> None:
    key(app, qtbot, Qt.Key.Key_Right)
    assert app.playback.cursor.time == pytest.approx(2.0)
    key(app, qtbot, Qt.Key.Key_Left)
    key(app, qtbot, Qt.Key.Key_Left)
    assert app.playback.cursor.time == 0.0
    key(app, qtbot, Qt.Key.Key_Down)
    assert row(app) == 1
    key(app, qtbot, Qt.Key.Key_Up)
    key(app, qtbot, Qt.Key.Key_Up)
    assert row(app) == 0


def test_zoom_keeps_every_row_on_one_axis(app: App) -> None:
    rows = app.review._rows
    app.playback.seek(30.0)
    rows.zoom(3)
    ranges = [box.viewRange()[0] for box in rows._boxes]
    assert ranges[0][1] - ranges[0][0] == pytest.approx(64 * 0.8**3, rel=0.01)
    assert all(other == pytest.approx(ranges[0]) for other in ranges)
    assert ranges[0][0] < 30 < ranges[0][1]
    rows.fit()
    assert rows._boxes[-1].viewRange()[0] == pytest.approx([0, 64])


def test_zoom_stays_inside_the_recording(app: App) -> None:
    rows = app.review._rows
    rows.zoom(-5)
    assert rows._boxes[0].viewRange()[0] == pytest.approx([0, 64])
    rows.zoom(100)
    start, end = rows._boxes[0].viewRange()[0]
    assert end - start >= 0.49


def test_scrolling_by_hand_stops_the_following(app: App, qtbot: QtBot) -> None:
    view = app.review._transcript
    app.window.resize(900, 560)
    view.verticalScrollBar().triggerAction(view.verticalScrollBar().SliderAction.SliderToMaximum)
    scrolled = view.verticalScrollBar().value()
    app.playback._cursor = app.playback.cursor.moved(4.6)
    app.playback._paint(follow=True)
    assert row(app) == 1
    assert view.verticalScrollBar().value() == scrolled
    assert "Follow the playback" in texts(app)
    view.follow()
    assert view.verticalScrollBar().value() < scrolled
    assert "Follow the playback" not in texts(app)


def test_utterances_appear_as_they_arrive(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE, pace=0.01)
    qtbot.waitUntil(lambda: 2 <= app.review._transcript.model().rowCount() < 16, timeout=5000)
    assert "Recognising speech · " in texts(app)
    assert "Cancel" in texts(app)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "Recognising speech" not in texts(app)


def test_cancel_keeps_what_was_found_and_can_be_run_again(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE, pace=0.02)
    qtbot.waitUntil(lambda: app.review._transcript.model().rowCount() >= 2, timeout=5000)
    key(app, qtbot, Qt.Key.Key_Period, CTRL)
    qtbot.waitUntil(lambda: "The analysis was cancelled after" in texts(app), timeout=5000)
    assert any(isinstance(command, Cancel) for command in app.engines[0].commands)
    assert app.review._transcript.model().rowCount() >= 2
    app.engines[0].pace = 0.0
    app.review.again_requested.emit()
    qtbot.waitUntil(lambda: finished(app), timeout=5000)


def test_a_bad_file_gives_one_sentence_and_the_window_stays(
    open_window: OpenWindow, call: Call, qtbot: QtBot, told: list[str]
) -> None:
    def script(command: Analyze) -> Iterator[Event]:
        if command.path.endswith(".txt"):
            yield JobFailed(command.job, "NotMediaError", "notes.txt is not audio or video.")
        else:
            yield from call.events(command.job)

    app = open_window(script, "/calls/notes.txt", FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert told == ["notes.txt could not be analysed. notes.txt is not audio or video."]
    assert app.desk.session is not None
    assert app.desk.session.path == FILE


def test_a_dead_engine_can_be_asked_again(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    calls: list[str] = []

    def script(command: Analyze) -> Iterator[Event]:
        calls.append(command.job)
        if len(calls) > 1:
            yield from call.events(command.job)
            return
        yield JobStarted(command.job, call.recording.media)
        yield EngineStopped("The analysis engine stopped unexpectedly (killed by signal 9).")

    app = open_window(script, FILE)
    qtbot.waitUntil(lambda: "Run again" in texts(app), timeout=5000)
    assert "killed by signal 9" in texts(app)
    app.review.again_requested.emit()
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert len(app.engines) == 2
    assert "Run again" not in texts(app)


def test_no_speech_is_said_in_words(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    empty = replace(call.recording, utterances=(), warnings=("The second half of the file is damaged.",))

    def script(command: Analyze) -> Iterator[Event]:
        yield JobStarted(command.job, empty.media)
        yield JobFinished(command.job, empty)

    app = open_window(script, FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "No speech was found in made up.flac." in texts(app)
    assert "The second half of the file is damaged." in texts(app)


def test_files_can_be_dropped(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(FILE), QUrl.fromLocalFile("/calls/other.wav")])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    app.window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, left, none))
    app.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    qtbot.waitUntil(lambda: app.review._recordings.count() == 2 and app.review._recordings.isVisible(), timeout=5000)
    assert app.settings.recent == (FILE, "/calls/other.wav")


def test_closing_the_last_recording_shows_the_empty_window(app: App, qtbot: QtBot) -> None:
    key(app, qtbot, Qt.Key.Key_W, CTRL)
    app.desk.paint()
    assert "Open a recording" in texts(app)
    assert not app.window.actions_.play.isEnabled()


def test_the_theme_changes_everything_and_is_remembered(app: App) -> None:
    app.window.actions_.themes[ThemeChoice.DARK].trigger()
    assert app.settings.theme is ThemeChoice.DARK
    image = app.window.grab().toImage()
    assert image.pixelColor(app.window.width() // 2, 8).name() == DARK.panel
    app.window.actions_.themes[ThemeChoice.LIGHT].trigger()
    assert app.window.grab().toImage().pixelColor(app.window.width() // 2, 8).name() == "#ffffff"


def test_size_and_splitters_are_remembered(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    first = open_window(replaying(call))
    first.window.resize(790, 600)
    first.window.close()
    second = open_window(replaying(call))
    assert (second.window.width(), second.window.height()) == (790, 600)
    assert second.settings.layout("columns") is not None


def test_long_names_and_words_do_not_widen_the_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    call = made_up_call(4)
    first, *rest = call.recording.utterances
    words = tuple(replace(word, text=" " + "very" * 200) for word in first.transcript.words)
    long = replace(first, speaker="A name that does not end " * 8, transcript=replace(first.transcript, words=words))
    recording = replace(call.recording, utterances=(long, *rest))
    app = open_window(lambda c: iter([JobFinished(c.job, recording)]), "/calls/" + "long name " * 20 + ".flac")
    app.window.resize(800, 600)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    view = app.review._transcript
    assert app.window.width() == 800
    assert view.visualRect(view.model().index(0)).height() > 100


def test_five_thousand_utterances_open_quickly(open_window: OpenWindow, qtbot: QtBot) -> None:
    call = made_up_call(5000, rate=400)
    app = open_window(lambda c: iter([JobFinished(c.job, call.recording)]), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=10000)
    app.desk.paint()
    app.playback.choose(4999)
    view = app.review._transcript
    qtbot.waitUntil(lambda: view.viewport().rect().intersects(view.visualRect(view.model().index(4999))), timeout=5000)


def test_progress_is_told_in_words(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE, pace=0.01)
    qtbot.waitUntil(lambda: "× real time" in texts(app), timeout=5000)
    assert app.desk.session is not None
    assert "left" in progress_text(app.desk.session)


def test_keys_and_about_open(app: App, qtbot: QtBot, told: list[str]) -> None:
    app.window.actions_.about.trigger()
    assert "card.md" in told[0]
    assert ("Play", "Space") in app.window.actions_.with_keys()


def test_a_real_call(open_window: OpenWindow, shared_data: Path, qtbot: QtBot) -> None:
    from scripted_engine import load_call

    call = load_call(shared_data / "calls")
    app = open_window(replaying(call), call.recording.media.path)
    qtbot.waitUntil(lambda: finished(app), timeout=10000)
    app.desk.paint()
    assert "1:41 · 2 speakers" in texts(app)
