"""The library as a person uses it: found, looked through, and opened from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from scripted_library import ScriptedLibrary, made_up, spoken
from window_helpers import CTRL, FILE, OpenWindow, button, finished, key, replaying, row, texts

from mmemotion.messages import EngineStopped, Found, Kept, LibraryFailed, Moment, OpenKept
from mmemotion.types import Emotion
from ui.app import App
from ui.state.filters import Age, Length
from ui.state.library import PAGE

OpenLibrary = Callable[..., App]


@pytest.fixture
def engine(call: Call) -> ScriptedLibrary:
    """30 recordings, with words in every third."""
    recordings = made_up(30)
    return ScriptedLibrary(call, recordings, spoken(recordings))


@pytest.fixture
def open_library(open_window: OpenWindow, call: Call, engine: ScriptedLibrary, qtbot: QtBot) -> OpenLibrary:
    """Opens a window, and waits for the answer about what is in the library."""

    def make(*paths: str) -> App:
        app = open_window(replaying(call), *paths, library=engine)
        qtbot.waitUntil(lambda: app.library.library.total is not None, timeout=3000)
        return app

    return make


def rows(app: App) -> tuple[object, ...]:
    """The rows of the list."""
    return app.panel.list.model().rows


def titles(app: App) -> list[str]:
    """The recordings in the list, as far as they are loaded."""
    return [kept.title for kept in rows(app) if isinstance(kept, Kept)]


def look_for(app: App, qtbot: QtBot, text: str) -> None:
    """Types, and waits for the answer."""
    app.panel.search.setFocus()
    app.panel.search.selectAll()
    qtbot.keyClicks(app.panel.search, text)
    qtbot.waitUntil(lambda: app.library.library.shown.text == text, timeout=3000)


def double_click(app: App, qtbot: QtBot, at: int) -> None:
    """Opens a row."""
    view = app.panel.list
    place = view.visualRect(view.model().index(at)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def arrived(app: App, qtbot: QtBot) -> None:
    """Waits until what was opened is there."""
    qtbot.waitUntil(lambda: finished(app), timeout=3000)
    app.desk.paint()


def test_recordings_stand_beside_the_empty_view(open_library: OpenLibrary) -> None:
    app = open_library()
    assert ("Rename, in the library", "F2") in app.window.actions_.with_keys()
    assert app.panel.isVisible() and "30 recordings" in texts(app) and "Open a recording" in texts(app)
    assert titles(app)[:2] == ["Call with hotel desk", "Support call 0231"]
    said = app.panel.list.model().index(5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Team meeting" in said and "sound missing" in said and "Ana, Bo" in said


def test_an_empty_library_leaves_the_empty_view_alone(open_library: OpenLibrary, engine: ScriptedLibrary) -> None:
    engine.recordings = []
    app = open_library()
    assert not app.panel.isVisible() and not app.window.actions_.search.isEnabled()
    assert "LIBRARY" not in texts(app)


def test_a_recording_opens_with_its_results_and_once_only(open_library: OpenLibrary, qtbot: QtBot) -> None:
    app = open_library()
    double_click(app, qtbot, 1)
    arrived(app, qtbot)
    assert app.window.windowTitle() == "Support call 0231 - mmemotion"
    assert app.review._transcript.model().rowCount() == 16 and app.panel.isVisible()
    assert "Run again" not in texts(app) and "Cancel" not in texts(app).splitlines()
    app.library.open(app.library.library.kept(1))
    arrived(app, qtbot)
    app.library.open(app.library.library.kept(2))
    app.desk.paint()
    assert app.desk.session.title == "Support call 0231"
    opened = [command.number for command in app.engines[0].commands if isinstance(command, OpenKept)]
    assert opened == [2, 1]
    assert "OPEN NOW" in texts(app) and app.review._recordings.count() == 2


def test_a_file_that_is_open_is_only_brought_into_view(
    open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    app = open_library(engine.recordings[3].path)
    arrived(app, qtbot)
    app.library.open(engine.recordings[3])
    assert len(app.desk.desk.sessions) == 1
    assert not any(isinstance(command, OpenKept) for command in app.engines[0].commands)


def test_a_pause_in_typing_searches_and_shows_moments(
    open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    app = open_library()
    asked = len(engine.asked)
    look_for(app, qtbot, "angry refund")
    assert len(engine.asked) == asked + 1
    kept, first, second, *_ = rows(app)
    assert isinstance(kept, Kept) and isinstance(first, Moment) and isinstance(second, Moment)
    assert first.label is Emotion.ANGRY and [first.text[a:b] for a, b in first.marked] == ["refund"]
    assert "20 moments" in texts(app)
    app.window.grab()


def test_enter_opens_a_recording_at_the_moment(open_library: OpenLibrary, qtbot: QtBot) -> None:
    app = open_library()
    look_for(app, qtbot, "angry refund")
    key(app, qtbot, Qt.Key.Key_Return)
    assert app.panel.list.hasFocus() and app.panel.list.currentIndex().row() == 1
    key(app, qtbot, Qt.Key.Key_Down)
    key(app, qtbot, Qt.Key.Key_Return)
    arrived(app, qtbot)
    qtbot.waitUntil(lambda: row(app) == 2, timeout=2000)
    assert app.playback.cursor.time == pytest.approx(8.5)
    double_click(app, qtbot, 1)
    qtbot.waitUntil(lambda: row(app) == 0, timeout=2000)
    assert len(app.desk.desk.sessions) == 1


def test_the_latest_request_wins(open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot) -> None:
    app = open_library()
    engine.unanswered = {"kettle"}
    app.panel.search.setText("kettle")
    qtbot.waitUntil(lambda: engine.asked[-1].query.text == "kettle", timeout=2000)
    early = engine.asked[-1]
    look_for(app, qtbot, "interview")
    found = titles(app)
    app.engines[0].listener(engine.found(early))
    app.engines[0].listener(Found("unknown", (), (), 0))
    qtbot.wait(20)
    assert found == titles(app) and all("Interview" in title for title in found)


def test_a_slow_search_says_so_while_the_old_answer_stays(
    open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    app = open_library()
    engine.unanswered = {"kettle"}
    app.panel.search.setText("kettle")
    qtbot.waitUntil(lambda: "Searching…" in texts(app), timeout=2000)
    assert len(titles(app)) == 30


def test_nothing_found_is_one_sentence_and_a_way_back(open_library: OpenLibrary, qtbot: QtBot) -> None:
    app = open_library()
    app.panel.filters.chosen.emit(app.library.library.filters)
    app.panel.filters.length.menu().actions()[3].trigger()
    look_for(app, qtbot, "zebra")
    assert "Nothing was found for “zebra” with these filters." in texts(app)
    qtbot.mouseClick(button(app, "Clear search and filters"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(titles(app)) == 30, timeout=2000)
    assert app.panel.search.text() == "" and "Nothing was found" not in texts(app)
    assert app.library.library.filters.length is Length.ANY


def test_menus_narrow_the_list(open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot) -> None:
    app = open_library()
    filters = app.panel.filters
    for menu, choice in (
        (filters.emotion, "angry"),
        (filters.speaker, "Customer"),
        (filters.age, Age.MONTH.value),
        (filters.length, Length.SHORT.value),
    ):
        next(action for action in menu.menu().actions() if action.text() == choice).trigger()
        qtbot.waitUntil(lambda: not app.library.library.searching, timeout=2000)
        assert choice in texts(app)
    query = engine.asked[-1].query
    assert (query.emotions, query.speaker, query.longest) == ((Emotion.ANGRY,), "Customer", 300.0)
    assert query.since and all(isinstance(found, Kept | Moment) for found in rows(app))
    next(action for action in filters.emotion.menu().actions() if action.text() == "sad").trigger()
    assert engine.asked[-1].query.emotions == (Emotion.SAD, Emotion.ANGRY)


def test_escape_clears_and_then_leaves_the_search(open_library: OpenLibrary, qtbot: QtBot) -> None:
    app = open_library(FILE)
    arrived(app, qtbot)
    key(app, qtbot, Qt.Key.Key_F, CTRL)
    assert app.panel.search.hasFocus()
    qtbot.keyClicks(app.panel.search, "a b")
    assert app.panel.search.text() == "a b" and not app.playback._player.playing
    key(app, qtbot, Qt.Key.Key_Escape)
    assert app.panel.search.text() == "" and app.panel.search.hasFocus()
    key(app, qtbot, Qt.Key.Key_Escape)
    assert not app.panel.search.hasFocus()
    key(app, qtbot, Qt.Key.Key_Down)
    assert row(app) == 1


def test_pages_are_loaded_where_the_user_scrolls_to(
    open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    engine.recordings = made_up(20_000)
    app = open_library()
    assert [find.offset for find in engine.asked] == [0] and "20,000 recordings" in texts(app)
    assert isinstance(rows(app)[PAGE], int)
    bar = app.panel.list.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 20):
        bar.setValue(value)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: isinstance(rows(app)[-1], Kept), timeout=2000)
    assert [find.offset for find in engine.asked] == [0, 19_800]
    assert isinstance(rows(app)[10_000], int)
    app.panel.list.scrollTo(app.panel.list.model().index(10_000), QListView.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: isinstance(rows(app)[10_000], Kept), timeout=2000)
    assert len(engine.asked) == 3


def test_a_broken_library_says_why_and_can_be_tried_again(
    open_window: OpenWindow, call: Call, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    engine.broken = "The library cannot be read: the disk is full."
    app = open_window(replaying(call), FILE, library=engine)
    qtbot.waitUntil(lambda: engine.broken in texts(app), timeout=3000)
    arrived(app, qtbot)
    assert app.review._transcript.model().rowCount() == 16
    engine.broken = ""
    qtbot.mouseClick(button(app, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(titles(app)) == 30, timeout=2000)
    assert "Try again" not in texts(app)


def test_an_engine_that_stops_while_it_searches_is_told(
    open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    app = open_library()
    engine.unanswered = {"kettle"}
    app.panel.search.setText("kettle")
    qtbot.waitUntil(lambda: app.library.library.searching, timeout=2000)
    for again in range(3):  # it is started again twice before the user is told
        assert "killed by signal 9" not in texts(app) and len(app.engines) == 1 + again
        app.engines[-1].listener(EngineStopped("The engine stopped: killed by signal 9."))
        qtbot.wait(20)
    assert "killed by signal 9" in texts(app)
    engine.unanswered = set()
    qtbot.mouseClick(button(app, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.library.library.shown.text == "kettle" and len(app.engines) == 4, timeout=2000)


def test_a_failure_of_something_else_is_a_dialog(open_library: OpenLibrary, qtbot: QtBot, told: list[str]) -> None:
    app = open_library()
    app.engines[0].listener(LibraryFailed("The file is not one that was exported."))
    qtbot.waitUntil(lambda: told == ["The file is not one that was exported. "], timeout=2000)
    assert len(titles(app)) == 30


def test_a_failure_of_something_else_while_it_searches_is_told_too(
    open_library: OpenLibrary, engine: ScriptedLibrary, qtbot: QtBot, told: list[str]
) -> None:
    app = open_library()
    engine.unanswered = {"kettle"}
    app.panel.search.setText("kettle")
    qtbot.waitUntil(lambda: app.library.library.searching, timeout=2000)
    app.engines[0].listener(LibraryFailed("new.flac was not kept in the library."))
    app.engines[0].listener(engine.found(engine.asked[-1]))
    qtbot.waitUntil(lambda: told == ["new.flac was not kept in the library. "], timeout=2000)
    assert "Try again" not in texts(app) and app.library.library.shown.text == "kettle"


def test_the_library_is_hidden_and_shown_and_both_is_remembered(open_library: OpenLibrary, qtbot: QtBot) -> None:
    app = open_library(FILE)
    arrived(app, qtbot)
    app.review._columns.setSizes([300, 600, 340])
    key(app, qtbot, Qt.Key.Key_L, CTRL)
    assert not app.panel.isVisible() and not app.review._side.isVisible()
    key(app, qtbot, Qt.Key.Key_L, CTRL)
    assert app.panel.isVisible() and abs(app.panel.width() - 300) <= 2
    app.window.close()
    assert abs(app.settings.library_width - 300) <= 2
    app.settings.shows_library = False
    assert not open_library().panel.isVisible()


def test_in_a_narrow_window_it_takes_the_place_of_the_inspector(open_library: OpenLibrary, qtbot: QtBot) -> None:
    app = open_library(FILE)
    arrived(app, qtbot)
    app.window.resize(840, 560)
    qtbot.waitUntil(lambda: not app.panel.isVisible(), timeout=2000)
    assert app.review._inspector.isVisible()
    key(app, qtbot, Qt.Key.Key_F, CTRL)
    assert app.panel.isVisible() and app.panel.search.hasFocus() and not app.review._inspector.isVisible()
    app.window.resize(1280, 800)
    qtbot.waitUntil(lambda: app.review._inspector.isVisible() and app.panel.isVisible(), timeout=2000)
