"""The window as a person uses it, with an engine that replays a conversation."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import CTRL, FILE, OpenWindow, finished, key, replaying, row, texts

from mmemotion.messages import Analyze, DrawWaveform, Find
from ui.app import App
from ui.theme import DARK, ThemeChoice
from ui.views.law import LAW

SMALL = (840, 600)


@pytest.fixture
def app(open_window: OpenWindow, call: Call, qtbot: QtBot) -> App:
    """A window with the whole conversation in it."""
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=5000)
    app.desk.paint()
    return app


def test_the_empty_window_says_what_to_do(open_window: OpenWindow, call: Call) -> None:
    app = open_window(replaying(call))
    assert "Open a recording" in texts(app)
    assert LAW in texts(app)
    assert not app.window.actions_.play.isEnabled()
    assert [type(command) for command in app.engines[0].commands] == [Find]


def test_a_file_is_analysed_and_shown(app: App) -> None:
    assert "made up.flac" in texts(app)
    assert "1:04 · 2 speakers · English" in texts(app)
    assert LAW in texts(app)
    assert app.review._transcript.model().rowCount() == 16
    assert app.window.windowTitle() == "made up.flac - mmemotion"
    assert [type(command) for command in app.engines[0].commands] == [Analyze, Find, DrawWaveform]


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
    box = rows._grid.boxes[1]
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
    ranges = [box.viewRange()[0] for box in rows._grid.boxes]
    assert ranges[0][1] - ranges[0][0] == pytest.approx(64 * 0.8**3, rel=0.01)
    assert all(other == pytest.approx(ranges[0]) for other in ranges)
    assert ranges[0][0] < 30 < ranges[0][1]
    rows.fit()
    assert rows._grid.boxes[-1].viewRange()[0] == pytest.approx([0, 64])


def test_zoom_stays_inside_the_recording(app: App) -> None:
    rows = app.review._rows
    rows.zoom(-5)
    assert rows._grid.boxes[0].viewRange()[0] == pytest.approx([0, 64])
    rows.zoom(100)
    start, end = rows._grid.boxes[0].viewRange()[0]
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


@pytest.mark.parametrize("width", [1280, 860])
def test_rows_of_the_transcript_keep_apart_at_every_width(app: App, qtbot: QtBot, width: int) -> None:
    view = app.review._transcript
    app.playback.choose(8)
    app.window.resize(width, 700)

    def apart() -> bool:
        places = [view.visualRect(view.model().index(number)) for number in range(16)]
        return all(above.bottom() + 1 == below.top() for above, below in itertools.pairwise(places))

    def in_view() -> bool:
        return view.viewport().rect().contains(view.visualRect(view.model().index(8)))

    qtbot.waitUntil(lambda: app.panel.isVisible() is (width == 1280) and apart() and in_view(), timeout=2000)


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
    first.window.resize(*SMALL)
    first.window.close()
    second = open_window(replaying(call))
    assert (second.window.width(), second.window.height()) == SMALL
    assert second.settings.layout("columns") is not None


def test_keys_and_about_open(app: App, qtbot: QtBot, told: list[str]) -> None:
    app.window.actions_.about.trigger()
    assert "card.md" in told[0]
    assert dict(app.window.actions_.with_keys())["Play"].startswith("Space")
