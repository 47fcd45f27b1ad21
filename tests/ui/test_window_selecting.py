"""Selecting on the time axis with mouse and keys, playing what is selected, strong moments, and the sheet of keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import CTRL, FILE, LiveWindow, OpenWindow, finished, key, replaying, row

from mmemotion.types import Emotion, Span
from ui.app import App
from ui.state.moments import is_strong
from ui.state.selection import Selection
from ui.theme import LIGHT

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT, NOTHING = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def app(open_window: OpenWindow, call: Call, qtbot: QtBot) -> App:
    """A window with the whole conversation in it, a minute long: utterances from 0.5 to 3.5 s, 4.5 to 7.5 s, ..."""
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    return app


class Axis:
    """A hand over the time axis."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.rows, self._qtbot = app.review._rows, qtbot

    def at(self, time: float, box: int = 0) -> QPoint:
        middle = self.rows._grid.boxes[box].sceneBoundingRect().center().y()
        return self.rows.mapFromScene(QPointF(self.rows.x_at(time), middle))

    def drag(self, start: float, end: float, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        view, places = self.rows.viewport(), (self.at(start), self.at((start + end) / 2), self.at(end))
        self._qtbot.mousePress(view, LEFT, modifier, places[0])
        for place in places[1:]:
            self._qtbot.mouseMove(view, place)
        self._qtbot.mouseRelease(view, LEFT, modifier, places[-1])

    def click(self, time: float, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        self._qtbot.mouseClick(self.rows.viewport(), LEFT, modifier, self.at(time))


@pytest.fixture
def axis(app: App, qtbot: QtBot) -> Axis:
    return Axis(app, qtbot)


def near(start: float, end: float) -> object:
    """A span as exact as a pixel of this axis."""
    return pytest.approx((start, end), abs=0.2)


def selected(app: App) -> tuple[float, float] | None:
    span = app.playback.selection
    return (span.start, span.end) if span is not None else None


def test_a_drag_selects_in_either_direction_and_the_play_head_waits_at_its_beginning(app: App, axis: Axis) -> None:
    told: list[Span | None] = []
    app.playback.selection_changed.connect(told.append)
    axis.drag(20.0, 30.0)
    assert selected(app) == near(20.0, 30.0)
    assert app.playback.cursor.time == pytest.approx(20.0, abs=0.2)
    axis.drag(50.0, 40.0)
    assert selected(app) == near(40.0, 50.0)
    assert app.playback.cursor.time == pytest.approx(40.0, abs=0.2)
    assert [(span.start, span.end) for span in told] == [near(20.0, 30.0), near(40.0, 50.0)]


def test_a_drag_does_not_move_the_view(app: App, axis: Axis) -> None:
    axis.rows.zoom(3, 20.0)
    before = axis.rows._range()
    axis.drag(before[0] + 1, before[1] - 1)
    assert axis.rows._range() == before


def test_the_middle_button_and_the_wheel_move_the_view(app: App, axis: Axis, qtbot: QtBot) -> None:
    axis.rows.show_stretch(20.0, 40.0)
    view, middle = axis.rows.viewport(), Qt.MouseButton.MiddleButton
    start, end = axis.at(35.0), axis.at(30.0)
    qtbot.mousePress(view, middle, NOTHING, start)
    for place in (axis.at(33.0), axis.at(31.0), end):
        qtbot.mouseMove(view, place)
        qtbot.wait(20)
    qtbot.mouseRelease(view, middle, NOTHING, end)
    assert axis.rows._range() == near(25.0, 45.0)
    assert selected(app) is None


def test_the_selection_is_tinted_in_every_row(app: App, axis: Axis) -> None:
    axis.drag(20.0, 30.0)
    image = axis.rows.viewport().grab().toImage()
    row_of_pitch = len(axis.rows._grid.boxes) - 1
    for box in (0, row_of_pitch):
        top = axis.rows._grid.boxes[box].sceneBoundingRect().bottom() - 3
        colours = [image.pixelColor(axis.at(time).x(), int(top)).name() for time in (14.0, 22.0, 38.0)]
        assert colours[0] == colours[2] == LIGHT.panel
        assert colours[1] != LIGHT.panel


def test_a_click_goes_there_and_clears(app: App, axis: Axis) -> None:
    axis.drag(20.0, 30.0)
    axis.click(25.0)
    assert selected(app) is None
    assert app.playback.cursor.time == pytest.approx(25.0, abs=0.2)
    assert not app.window.actions_.unselect.isEnabled()


def test_shift_click_extends_from_the_play_head_then_the_nearer_end(app: App, axis: Axis) -> None:
    axis.click(20.0)
    axis.click(30.0, SHIFT)
    assert selected(app) == near(20.0, 30.0)
    axis.click(18.0, SHIFT)
    assert selected(app) == near(18.0, 30.0)
    axis.click(28.0, SHIFT)
    assert selected(app) == near(18.0, 28.0)


def test_an_edge_can_be_dragged(app: App, axis: Axis) -> None:
    axis.drag(20.0, 30.0)
    axis.drag(30.0, 40.0)
    assert selected(app) == near(20.0, 40.0)
    axis.drag(20.0, 10.0)
    assert selected(app) == near(10.0, 40.0)


def test_a_drag_beyond_what_is_in_view_pulls_the_view_along(app: App, axis: Axis, qtbot: QtBot) -> None:
    axis.rows.show_stretch(10.0, 20.0)
    view, outside = axis.rows.viewport(), axis.at(20.0) + QPoint(12, 0)
    qtbot.mousePress(view, LEFT, NOTHING, axis.at(15.0))
    qtbot.mouseMove(view, axis.at(18.0))
    qtbot.mouseMove(view, outside)
    qtbot.waitUntil(lambda: axis.rows._range()[1] > 23.0, timeout=3000)
    qtbot.mouseRelease(view, LEFT, NOTHING, outside)
    start, end = selected(app)
    assert start == pytest.approx(15.0, abs=0.1)
    assert end > 22.0


@pytest.mark.parametrize("box", [0, 1])
def test_a_double_click_selects_the_utterance_in_either_of_its_rows(
    app: App, axis: Axis, qtbot: QtBot, box: int
) -> None:
    place = axis.at(9.0, box)
    qtbot.mouseClick(axis.rows.viewport(), LEFT, NOTHING, place)
    qtbot.mouseDClick(axis.rows.viewport(), LEFT, NOTHING, place)
    assert app.playback.selection == Span(8.5, 11.5)
    assert app.playback.cursor.time == 8.5


def test_everything_can_be_selected_by_keys(app: App, qtbot: QtBot) -> None:
    key(app, qtbot, Qt.Key.Key_Down)
    key(app, qtbot, Qt.Key.Key_S)
    assert app.playback.selection == Span(4.5, 7.5)
    key(app, qtbot, Qt.Key.Key_Right, SHIFT)
    assert app.playback.selection == Span(4.5, 8.0)
    key(app, qtbot, Qt.Key.Key_Left, SHIFT)
    key(app, qtbot, Qt.Key.Key_Down, SHIFT)
    assert app.playback.selection == Span(4.5, 11.5)
    key(app, qtbot, Qt.Key.Key_Up, SHIFT)
    assert app.playback.selection == Span(4.5, 8.5)
    key(app, qtbot, Qt.Key.Key_End, SHIFT)
    assert app.playback.selection == Span(4.5, 64.0)
    key(app, qtbot, Qt.Key.Key_Home, SHIFT)
    assert app.playback.selection == Span(0.0, 4.5)
    key(app, qtbot, Qt.Key.Key_Escape)
    assert app.playback.selection is None


def test_the_play_head_moved_out_of_the_selection_leaves_it(app: App, qtbot: QtBot) -> None:
    app.playback.select(Selection(4.0, 9.0))
    app.playback.seek(5.0)
    key(app, qtbot, Qt.Key.Key_Right)
    assert app.playback.selection == Span(4.0, 9.0)
    key(app, qtbot, Qt.Key.Key_Right)
    assert app.playback.selection is None
    key(app, qtbot, Qt.Key.Key_End)
    assert app.playback.cursor.time == 64.0
    key(app, qtbot, Qt.Key.Key_Home)
    assert app.playback.cursor.time == 0.0


def test_another_recording_begins_with_nothing_selected(app: App, qtbot: QtBot) -> None:
    app.playback.select(Selection(4.0, 9.0))
    app.open(["/calls/another.flac"])
    qtbot.waitUntil(lambda: app.desk.visible is not None and app.desk.visible.title == "another.flac", timeout=3000)
    app.desk.paint()
    assert app.playback.selection is None
    assert not app.review._rows._selecting.mark.isVisible()


def test_what_is_selected_is_played_from_its_beginning_to_its_end(app: App, axis: Axis, qtbot: QtBot) -> None:
    app.playback.select(Selection(10.0, 10.3))
    key(app, qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: app.window.actions_.play.text() == "Play", timeout=3000)
    assert app.playback.cursor.time == pytest.approx(10.3)
    key(app, qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: 10.0 <= app.playback.cursor.time < 10.2, timeout=3000)


def test_a_loop_plays_the_selection_again_and_again(app: App, qtbot: QtBot) -> None:
    app.playback.select(Selection(10.0, 10.3))
    key(app, qtbot, Qt.Key.Key_L)
    key(app, qtbot, Qt.Key.Key_Space)
    seen: list[float] = []
    review_time = app.review._player.show_time
    app.review._player.show_time = lambda time, whole: (seen.append(time), review_time(time, whole))
    qtbot.waitUntil(lambda: sum(b < a for a, b in zip(seen, seen[1:], strict=False)) >= 3, timeout=4000)
    assert all(10.0 <= time <= 10.3 for time in seen)
    app.playback.select(Selection(30.0, 31.0))
    qtbot.waitUntil(lambda: 30.0 <= app.playback.cursor.time <= 31.0, timeout=1000)
    loop = next(b for b in app.window.findChildren(QToolButton) if b.accessibleName() == "Loop")
    assert loop.isChecked()
    key(app, qtbot, Qt.Key.Key_L)
    assert not loop.isChecked()
    qtbot.waitUntil(lambda: app.window.actions_.play.text() == "Play", timeout=3000)
    assert app.playback.cursor.time == pytest.approx(31.0)


def test_times_and_words_of_the_selection_are_copied(app: App, qtbot: QtBot) -> None:
    app.playback.select(Selection(4.0, 6.0))
    key(app, qtbot, Qt.Key.Key_C, CTRL)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "made up.flac, 0:04.0 – 0:06.0\n0:04.5 Speaker 2: word0 word1 word2"
    app.playback.choose(0)
    key(app, qtbot, Qt.Key.Key_C, CTRL)
    assert clipboard.text().startswith("made up.flac, 0:00.5 – 0:03.5\n0:00.5 Speaker 1: word0")


def test_n_goes_to_the_next_strong_moment_and_around(app: App, qtbot: QtBot) -> None:
    utterances = app.desk.visible.utterances
    strong = [number for number, utterance in enumerate(utterances) if is_strong(utterance)]
    assert len(strong) >= 3
    app.playback.seek(0.0)
    found = []
    for _ in range(len(strong) + 1):
        key(app, qtbot, Qt.Key.Key_N)
        found.append(row(app))
    assert found == [*strong, strong[0]]
    key(app, qtbot, Qt.Key.Key_N, SHIFT)
    assert row(app) == strong[-1]


def test_g_goes_to_the_strongest_of_an_emotion(app: App, qtbot: QtBot) -> None:
    menu = app.window.actions_.strongest
    key(app, qtbot, Qt.Key.Key_G)
    qtbot.waitUntil(menu.isVisible, timeout=2000)
    action = menu.activeAction()
    emotion = Emotion(action.text().split()[0].lower())
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    utterances = app.desk.visible.utterances
    named = [u for u in utterances if u.estimate is not None and u.estimate.label is emotion]
    sure = [u for u in named if not u.estimate.abstained] or named or [u for u in utterances if u.estimate is not None]
    assert utterances[row(app)] is max(sure, key=lambda u: u.estimate.probabilities[emotion])
    assert not menu.isVisible()


def test_without_a_strong_moment_the_buttons_say_why(open_window: OpenWindow, call: Call, qtbot: QtBot) -> None:
    silent = tuple(replace(utterance, estimate=None) for utterance in call.recording.utterances)
    quiet = replace(call, recording=replace(call.recording, utterances=silent))
    app = open_window(replaying(quiet), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    buttons = {b.accessibleName(): b for b in app.window.findChildren(QToolButton)}
    for name in ("Next strong moment", "Previous strong moment", "Go to the strongest…"):
        assert not buttons[name].isEnabled()
        assert buttons[name].toolTip().startswith("There is no scored utterance to go to")


def sheet_of(app: App, qtbot: QtBot) -> QDialog:
    key(app, qtbot, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in app.window.findChildren(QDialog)), timeout=2000)
    return next(dialog for dialog in app.window.findChildren(QDialog) if dialog.isVisible())


def test_the_sheet_holds_every_key_and_esc_closes_it(app: App, qtbot: QtBot) -> None:
    sheet = sheet_of(app, qtbot)
    written = Counter(label.text() for label in sheet.findChildren(QLabel))
    library = app.panel.list.menu.actions()
    for action in (*app.window.actions(), *library):
        if action.shortcuts():
            name = action.text().rstrip("…") + (", in the library" if action in library else "")
            assert written[name] == 1
            assert written[", ".join(code.toString(code.SequenceFormat.NativeText) for code in action.shortcuts())]
    assert {"PLAYING", "SELECTING", "LOOKING", "RECORDING", "LIBRARY", "FILES"} <= written.keys()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(d.isVisible() for d in app.window.findChildren(QDialog)), timeout=2000)


def test_the_sheet_needs_no_scrolling_in_a_small_window(app: App, qtbot: QtBot) -> None:
    app.window.resize(1024, 700)
    qtbot.wait(50)
    sheet = sheet_of(app, qtbot)
    assert sheet.width() <= 1024
    assert sheet.height() <= 700
    keys = [label for label in sheet.findChildren(QLabel) if label.objectName() == "muted"]
    assert keys
    assert all(label.visibleRegion().boundingRect().size() == label.size() for label in keys)


def _enabled_keys(app: App) -> Iterator[str]:
    for action in app.window.actions():
        if action.isEnabled() and action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
            yield from (code.toString() for code in action.shortcuts())


def test_no_two_actions_share_a_key_at_one_time(app: App, qtbot: QtBot, open_window: OpenWindow, call: Call) -> None:
    app.playback.select(Selection(1.0, 2.0))
    reviewing = Counter(_enabled_keys(app))
    assert reviewing["Esc"] == 1
    empty = Counter(_enabled_keys(open_window(replaying(call))))
    assert {code for keys in (reviewing, empty) for code, count in keys.items() if count > 1} == set()


def test_esc_leaves_the_presentation_while_a_recording_is_made(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.app.window.actions_.present.trigger()
    assert live.app.window.actions_.leave.isEnabled()
    assert {code: count for code, count in Counter(_enabled_keys(live.app)).items() if count > 1} == {}
    key(live.app, qtbot, Qt.Key.Key_Escape)
    assert not live.app.window._presenting
