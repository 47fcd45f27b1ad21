"""What if and why in the window: by mouse and keyboard, with an engine that answers at once, late, or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cut_off import faults
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from scripted_reasons import FAULT, Answers, kept
from window_helpers import FILE, OpenWindow, button, finished, key, replaying, texts

from mmemotion.messages import Explain, Suppose
from mmemotion.types import EMOTIONS, Branch, Emotion
from ui.app import App
from ui.controllers.reasons import REST_MS
from ui.state.reasons import METHOD, WORKING
from ui.state.selection import Selection
from ui.state.subject import NOT_KEPT
from ui.state.what_if import HINT

LEFT = Qt.MouseButton.LeftButton
LATER = REST_MS + 1500


@pytest.fixture
def answers(call: Call) -> Answers:
    return Answers(call)


@pytest.fixture
def app(open_window: OpenWindow, call: Call, answers: Answers, qtbot: QtBot) -> App:
    """A result that is in the library; the first utterance is in view."""
    app = open_window(kept(call), FILE, library=answers)
    app.window.resize(1440, 900)
    qtbot.waitUntil(lambda: finished(app) and app.desk.session is not None and app.desk.session.held, timeout=5000)
    app.desk.paint()
    app.playback.choose(0)
    return app


def chips(app: App) -> QWidget:
    return app.review.inspector.what_if._chips


def press_word(app: App, qtbot: QtBot, place: int) -> None:
    qtbot.mouseClick(chips(app), LEFT, pos=chips(app).chips()[place].center())


def settled(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=LATER)


def parts(app: App) -> str:
    """What the ranked words say to a screen reader."""
    return str(app.review.inspector.why._words.accessibleName())


def test_a_word_is_left_out_by_a_click_and_comes_back(app: App, answers: Answers, qtbot: QtBot) -> None:
    real = app.review.inspector._bars.accessibleName()
    assert HINT in texts(app)
    press_word(app, qtbot, 1)
    settled(qtbot, lambda: "Without “word1”: " in texts(app) and "being judged" not in texts(app))
    asked = answers.asked[-1]
    assert isinstance(asked, Suppose) and (asked.without, asked.branches) == ((1,), ())
    shown = app.review.inspector._bars.accessibleName()
    assert shown.startswith("Supposed: ") and shown.endswith(f"As it was said: {real}")
    press_word(app, qtbot, 1)
    assert HINT in texts(app)
    assert app.review.inspector._bars.accessibleName() == real


def test_words_are_left_out_by_keys_and_the_play_head_stays(app: App, answers: Answers, qtbot: QtBot) -> None:
    chips(app).setFocus(Qt.FocusReason.TabFocusReason)
    before = app.playback.cursor.time
    for code in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        key(app, qtbot, code)
    assert [asked.without for asked in answers.asked if isinstance(asked, Suppose)] == [(2,)]
    assert app.playback.cursor.time == before
    assert not app.playback._player.playing
    assert chips(app).accessibleName() == "word2, word 3 of 6, left out"
    key(app, qtbot, Qt.Key.Key_End)
    assert chips(app).accessibleName() == "word5, word 6 of 6, counts"


def test_one_side_alone_is_shown_without_asking(app: App, answers: Answers, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(app, "Voice alone"), LEFT)
    voice = app.what_if.what_if.subject.estimate.by_branch[Branch.VOICE]  # type: ignore[union-attr]
    assert dict(app.review.inspector._bars._supposed) == voice
    assert "Voice alone: perceived as " in texts(app)
    assert not chips(app).isEnabled()
    assert not answers.asked
    qtbot.mouseClick(button(app, "Reset"), LEFT)
    assert app.review.inspector._bars._supposed == () and button(app, "Both").isChecked()


def test_another_utterance_is_as_it_was_said(app: App, answers: Answers, qtbot: QtBot) -> None:
    answers.silent = True
    press_word(app, qtbot, 1)
    assert "being judged" in texts(app)
    app.playback.choose(2)
    assert HINT in texts(app)
    app.engines[-1].listener(answers.answer(answers.asked[-1]))
    QTest.qWait(50)
    assert HINT in texts(app) and app.review.inspector._bars._supposed == ()


def test_why_is_told_for_the_emotion_perceived(app: App, answers: Answers, qtbot: QtBot) -> None:
    assert METHOD not in texts(app)
    assert not answers.asked
    qtbot.mouseClick(button(app, "Why "), LEFT)
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    asked, estimate = answers.asked[-1], app.reasons.why.subject.estimate  # type: ignore[union-attr]
    assert isinstance(asked, Explain) and asked.emotion is estimate.label
    assert METHOD in texts(app)
    assert f"Words, in percentage points for {estimate.label}: word2 +3" in parts(app)
    assert "most for" in app.review.inspector.why._strip.accessibleName()
    qtbot.mouseClick(button(app, "Why "), LEFT)
    assert METHOD not in texts(app)


def test_an_answer_below_the_edge_is_brought_into_view(app: App, qtbot: QtBot) -> None:
    app.window.resize(1024, 700)
    inspector = app.review.inspector
    qtbot.mouseClick(button(app, "Why "), LEFT)
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    QTest.qWait(50)
    table = inspector.why.mapTo(inspector.viewport(), inspector.why.rect().bottomLeft()).y()
    head = inspector.why.mapTo(inspector.viewport(), QPoint(0, 0)).y()
    assert table < inspector.viewport().height() or 0 <= head <= 20
    assert inspector.verticalScrollBar().value() > 0


def test_an_emotion_clicked_in_the_bars_is_asked_about(app: App, answers: Answers, qtbot: QtBot) -> None:
    bars = app.review.inspector._bars
    line = EMOTIONS.index(Emotion.SAD)
    qtbot.mouseClick(bars, LEFT, pos=QPoint(20, round((line + 0.5) * bars.height() / len(EMOTIONS))))
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    assert answers.asked[-1].emotion is Emotion.SAD
    assert button(app, "Why ").text() == "Why sad?"
    menu = app.review.inspector.why._other.menu()
    next(action for action in menu.actions() if action.text() == "Why happy?").trigger()
    settled(qtbot, lambda: answers.asked[-1].emotion is Emotion.HAPPY)
    assert button(app, "Why ").text() == "Why happy?"


def test_once_wanted_the_reasons_follow_the_play_head_when_it_rests(app: App, answers: Answers, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(app, "Why "), LEFT)
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    for place in (2, 4, 6):  # only passing by
        app.playback.choose(place)
    assert len(answers.asked) == 1 and WORKING in texts(app)
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    segments = [app.desk.session.utterances[place].segment for place in (0, 6)]
    assert [asked.segment for asked in answers.asked] == segments
    app.playback.choose(0)
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    assert len(answers.asked) == 2  # it is remembered


def test_a_late_answer_is_not_shown_with_another_utterance(app: App, answers: Answers, qtbot: QtBot) -> None:
    answers.silent = True
    qtbot.mouseClick(button(app, "Why "), LEFT)
    assert WORKING in texts(app)
    app.playback.choose(2)
    settled(qtbot, lambda: len(answers.asked) == 2)
    app.engines[-1].listener(answers.answer(answers.asked[0]))
    QTest.qWait(50)
    assert app.reasons.why.carried is None and WORKING in texts(app)
    app.engines[-1].listener(answers.answer(answers.asked[1]))
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    assert answers.asked[1].segment == app.reasons.why.subject.utterance.segment  # type: ignore[union-attr]


def test_a_failure_is_told_where_it_was_asked_and_no_box_opens(
    app: App, answers: Answers, qtbot: QtBot, told: list[str]
) -> None:
    answers.fails = True
    qtbot.mouseClick(button(app, "Why "), LEFT)
    press_word(app, qtbot, 0)
    settled(qtbot, lambda: texts(app).count(FAULT) == 2)
    assert app.reasons.why.status == FAULT
    assert not told


def test_a_result_that_is_not_in_the_library_says_so(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    app.playback.choose(0)
    assert NOT_KEPT in texts(app) and not chips(app).isEnabled()
    qtbot.mouseClick(button(app, "Why "), LEFT)
    assert texts(app).count(NOT_KEPT) == 2 and METHOD not in texts(app)
    qtbot.mouseClick(button(app, "Words alone"), LEFT)
    assert "Words alone: perceived as " in texts(app)


def test_sections_keep_their_place_from_row_to_row(app: App, answers: Answers, qtbot: QtBot) -> None:
    inspector = app.review.inspector
    qtbot.mouseClick(button(app, "Why "), LEFT)
    settled(qtbot, lambda: app.reasons.why.carried is not None)

    def places() -> list[int]:
        return [part.y() for part in (inspector.what_if, inspector.why, inspector._reasons)]

    QTest.qWait(100)
    before = places()
    press_word(app, qtbot, 2)
    assert places() == before
    scored = [i for i, one in enumerate(app.desk.session.utterances) if one.estimate is not None and not one.notes]
    for place in scored[1:6]:
        app.playback.choose(place)
        for _ in range(3):  # not for a moment either
            QTest.qWait(2)
            assert places() == before
        settled(qtbot, lambda: app.reasons.why.carried is not None)
        assert places() == before


def test_the_inspector_is_scrolled_as_it_was_left(app: App, qtbot: QtBot) -> None:
    bar = app.review.inspector.verticalScrollBar()
    QTest.qWait(50)
    bar.setValue(120)
    silent = next(i for i, one in enumerate(app.desk.session.utterances) if one.estimate is None)
    for elsewhere in (lambda: app.playback.choose(silent), lambda: app.playback.select(Selection(2.5, 3.4))):
        elsewhere()
        QTest.qWait(50)
        assert bar.value() < 120
        app.playback.select(None)
        app.playback.choose(0)
        QTest.qWait(50)
        assert bar.value() == 120


def test_a_selection_takes_the_place_of_the_utterance(app: App, qtbot: QtBot) -> None:
    app.playback.select(Selection(2.5, 11.5))
    assert "0:02.5 – 0:11.5 · 9.00\u2009s" in texts(app)
    assert "4.00\u2009s in 2 utterances" in texts(app)
    assert HINT not in texts(app)
    app.playback.select(Selection(3.6, 4.4))
    assert "Nobody speaks here." in texts(app)
    app.playback.select(None)
    assert HINT in texts(app) and "Nobody speaks here." not in texts(app)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_everything_can_be_read(app: App, qtbot: QtBot, size: tuple[int, int]) -> None:
    app.window.resize(*size)
    qtbot.mouseClick(button(app, "Why "), LEFT)
    settled(qtbot, lambda: app.reasons.why.carried is not None)
    press_word(app, qtbot, 2)
    bar = app.review.inspector.verticalScrollBar()
    for place in range(0, bar.maximum() + 1, max(1, bar.maximum() // 3)):
        bar.setValue(place)
        QTest.qWait(30)
        assert [fault for fault in faults(app.review.inspector) if "Elided" not in fault] == []
    app.playback.select(Selection(2.5, 11.5))
    QTest.qWait(30)
    assert faults(app.review.inspector) == []
