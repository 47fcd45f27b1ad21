"""What the window shows while and after a file is analysed, when all goes well and when it does not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from scripted_engine import Call, load_call, made_up_call
from window_helpers import CTRL, FILE, OpenWindow, finished, key, replaying, row, texts

from mmemotion.messages import (
    Analyze,
    Cancel,
    DrawWaveform,
    EngineStopped,
    Event,
    InterruptedFound,
    JobFailed,
    JobFinished,
    JobStarted,
)
from ui.views.header import progress_text


def test_utterances_appear_as_they_arrive(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE, pace=0.01)
    qtbot.waitUntil(lambda: 2 <= app.review._transcript.model().rowCount() < 16, timeout=5000)
    assert "Recognising speech · " in texts(app)
    assert "Cancel" in texts(app)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "Recognising speech" not in texts(app)


def test_all_are_judged_again_at_the_end_and_nothing_jumps(open_window: OpenWindow, qtbot: QtBot) -> None:
    call = made_up_call(60)
    again = tuple(
        replace(u, estimate=replace(u.estimate, baseline=150.0) if u.estimate else None)
        for u in call.recording.utterances
    )
    ready = threading.Event()

    def script(command: Analyze) -> Iterator[Event]:
        *told, _ = call.events(command.job)
        yield from told
        ready.wait(5)
        yield JobFinished(command.job, replace(call.recording, utterances=again))

    app = open_window(script, FILE)
    view = app.review._transcript
    qtbot.waitUntil(lambda: view.model().rowCount() == 60, timeout=5000)
    app.playback.choose(30)
    assert "Compared with 42 s of this speaker's speech" in texts(app)
    place, resets = view.verticalScrollBar().value(), []
    view.model().modelReset.connect(lambda: resets.append(1))
    ready.set()
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert "Compared with 2 min 30 s of this speaker's speech" in texts(app)
    assert (row(app), view.verticalScrollBar().value(), resets) == (30, place, [])
    assert place > 0


def test_cancel_keeps_what_was_found_and_can_be_run_again(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE, pace=0.2)
    qtbot.waitUntil(lambda: app.review._transcript.model().rowCount() >= 2, timeout=10000)
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


def _dying(times: int, call: Call) -> Callable[[Analyze], Iterator[Event]]:
    """Engines that die so many times before one does the work."""
    calls: list[str] = []

    def script(command: Analyze) -> Iterator[Event]:
        calls.append(command.job)
        if len(calls) > times:
            yield from call.events(command.job)
            return
        yield JobStarted(command.job, call.recording.media)
        yield EngineStopped("The analysis engine stopped unexpectedly (killed by signal 9).")

    return script


def test_after_the_engine_died_the_analysis_goes_on_with_another(
    open_window: OpenWindow, call: Call, qtbot: QtBot
) -> None:
    app = open_window(_dying(2, call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert len(app.engines) == 3
    assert "Run again" not in texts(app)


def test_an_engine_that_dies_again_and_again_waits_for_the_user(
    open_window: OpenWindow, call: Call, qtbot: QtBot
) -> None:
    app = open_window(_dying(6, call), FILE)
    qtbot.waitUntil(lambda: "Run again" in texts(app), timeout=5000)
    assert "killed by signal 9" in texts(app)
    app.review.again_requested.emit()
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    assert len(app.engines) == 7
    assert "Run again" not in texts(app)


def test_what_was_cut_off_with_the_program_goes_on_at_the_next_start(
    open_window: OpenWindow, call: Call, qtbot: QtBot
) -> None:
    app = open_window(replaying(call))
    app.bridge.event_arrived.emit(InterruptedFound((FILE,)))
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    assert app.desk.session is not None
    assert app.desk.session.path == FILE


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
    (said,) = app.window.findChildren(QMessageBox)
    assert said.text() == "made up.flac has nothing to show."


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


def test_long_names_and_words_do_not_widen_the_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    call = made_up_call(4)
    first, *rest = call.recording.utterances
    words = tuple(replace(word, text=" " + "very" * 200) for word in first.transcript.words)
    long = replace(first, speaker="A name that does not end " * 8, transcript=replace(first.transcript, words=words))
    recording = replace(call.recording, utterances=(long, *rest))
    app = open_window(lambda c: iter([JobFinished(c.job, recording)]), "/calls/" + "long name " * 20 + ".flac")
    app.window.resize(850, 600)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    view = app.review._transcript
    assert app.window.width() == 850
    assert view.visualRect(view.model().index(0)).height() > 100


def test_five_thousand_utterances_open_quickly(open_window: OpenWindow, qtbot: QtBot) -> None:
    call = made_up_call(5000, rate=400)
    app = open_window(lambda c: iter([JobFinished(c.job, call.recording)]), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=10000)
    app.desk.paint()
    app.playback.choose(4999)
    view = app.review._transcript
    qtbot.waitUntil(lambda: view.viewport().rect().intersects(view.visualRect(view.model().index(4999))), timeout=5000)


def test_of_what_is_not_kept_no_drawing_is_asked_for(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call))
    for keep, path in ((False, "/calls/one.flac"), (True, "/calls/other.flac")):
        app.settings.keep = keep
        app.open([path])
        qtbot.waitUntil(lambda: finished(app), timeout=5000)
    asked = [command.path for command in app.engines[0].commands if isinstance(command, DrawWaveform)]
    assert asked == ["/calls/other.flac"]


def test_progress_is_told_in_words(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE, pace=0.01)
    qtbot.waitUntil(lambda: "× real time" in texts(app), timeout=5000)
    assert app.desk.session is not None
    assert "left" in progress_text(app.desk.session)


def test_a_real_call(open_window: OpenWindow, shared_data: Path, qtbot: QtBot) -> None:
    call = load_call(shared_data / "calls")
    app = open_window(replaying(call), call.recording.media.path)
    qtbot.waitUntil(lambda: finished(app), timeout=10000)
    app.desk.paint()
    assert "1:41 · 2 speakers" in texts(app)


def test_the_word_that_is_heard_is_marked_in_the_transcript(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    view = app.review._transcript
    first = call.recording.utterances[0]
    word = first.transcript.words[1]
    app.playback.seek(first.span.start)
    before = view.viewport().grab(view.visualRect(view.model().index(0))).toImage()
    app.playback.seek((word.span.start + word.span.end) / 2)
    assert view._delegate.spoken == 1
    assert view.viewport().grab(view.visualRect(view.model().index(0))).toImage() != before
    app.playback.seek(first.span.end + 0.2)
    assert view._delegate.spoken is None
