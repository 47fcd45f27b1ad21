"""What a person does with recordings of the library: names, deletes, brings back, moves, and keeps or does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from scripted_library import ScriptedLibrary, made_up, spoken
from test_window_library import arrived, double_click, look_for, titles
from window_helpers import CTRL, FILE, LiveWindow, OpenWindow, button, key, replaying, texts

from mmemotion.engine.exporting import WHOLE
from mmemotion.export.formats import of_file
from mmemotion.messages import (
    Analyze,
    Command,
    Delete,
    Describe,
    ExportKept,
    ImportKept,
    JobFailed,
    LibraryChanged,
    Listen,
    Relink,
    Restore,
)
from ui.app import App
from ui.controllers import library_work
from ui.views import library_dialogs, recording_dialogs

MISSING = 6
"""The number of the first recording whose sound is not where it was."""


@pytest.fixture
def engine(call: Call) -> ScriptedLibrary:
    """30 recordings, with words in every third."""
    recordings = made_up(30)
    return ScriptedLibrary(call, recordings, spoken(recordings))


@pytest.fixture
def app(open_window: OpenWindow, call: Call, engine: ScriptedLibrary, qtbot: QtBot) -> App:
    """A window with the library beside the empty view."""
    app = open_window(replaying(call), library=engine)
    qtbot.waitUntil(lambda: len(titles(app)) == 30, timeout=3000)
    return app


def sent(app: App, kind: type[Command]) -> list[Command]:
    """Commands of a kind that the engine was given."""
    return [command for engine in app.engines for command in engine.commands if isinstance(command, kind)]


def choose(app: App, *rows: int) -> None:
    """Chooses rows of the list, which has the focus then."""
    view = app.panel.list
    view.setFocus()
    view.setCurrentIndex(view.model().index(rows[0]))
    for row in rows[1:]:
        view.selectionModel().select(view.model().index(row), view.selectionModel().SelectionFlag.Select)


def test_f2_renames_in_place(app: App, qtbot: QtBot) -> None:
    double_click(app, qtbot, 1)
    arrived(app, qtbot)
    choose(app, 1)
    key(app, qtbot, Qt.Key.Key_F2)
    field = app.panel.list.findChild(QLineEdit, "rename")
    assert field.text() == "Support call 0231"
    qtbot.keyClicks(field, "The broken kettle ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(app)[1] == "The broken kettle", timeout=2000)
    app.desk.paint()
    assert sent(app, Describe) == [Describe(2, title="The broken kettle")]
    assert app.window.windowTitle() == "The broken kettle - mmemotion"


def test_an_empty_title_or_escape_changes_nothing(app: App, qtbot: QtBot) -> None:
    for end, text in ((Qt.Key.Key_Return, " "), (Qt.Key.Key_Escape, "other")):
        choose(app, 1)
        app.panel.list.menu.rename.trigger()
        field = app.panel.list.findChildren(QLineEdit, "rename")[-1]
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, end)
        qtbot.wait(10)
    assert sent(app, Describe) == []


def test_notes_and_tags_are_typed_in_a_box(app: App, qtbot: QtBot) -> None:
    choose(app, 0)
    for action, text in (
        (app.panel.list.menu.note, " Call back. "),
        (app.panel.list.menu.tags, "hotel, urgent , hotel,"),
    ):
        action.trigger()
        box = app.window.findChildren(QInputDialog)[-1]
        box.setTextValue(text)
        box.accept()
        qtbot.waitUntil(lambda: not app.window.findChildren(QInputDialog), timeout=2000)
    assert sent(app, Describe) == [Describe(1, note="Call back."), Describe(1, tags=("hotel", "urgent"))]
    kept = app.library.library.kept(1)
    assert kept is not None and (kept.note, kept.tags) == ("Call back.", ("hotel", "urgent"))


def test_delete_can_be_undone_for_a_while(app: App, qtbot: QtBot, engine: ScriptedLibrary) -> None:
    before = titles(app)
    choose(app, 1)
    key(app, qtbot, Qt.Key.Key_Delete)
    assert "Deleted 1 recording." in texts(app) and before[1] not in titles(app)
    choose(app, 0, 3)
    key(app, qtbot, Qt.Key.Key_Delete)
    assert "Deleted 3 recordings." in texts(app)
    assert sent(app, Delete) == [Delete((2,)), Delete((1, 5))]
    qtbot.waitUntil(lambda: not app.library.library.searching and len(titles(app)) == 27, timeout=2000)
    key(app, qtbot, Qt.Key.Key_Z, CTRL)
    assert sent(app, Restore) == [Restore((2, 1, 5))]
    qtbot.waitUntil(lambda: titles(app) == before, timeout=2000)
    assert "Deleted" not in texts(app) and not app.window.actions_.undo.isEnabled()


def test_undo_is_a_button_and_goes_after_ten_seconds(app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library_work.NOTICE_MS == 10_000
    choose(app, 0)
    app.panel.list.menu.delete.trigger()
    qtbot.mouseClick(button(app, "Undo"), Qt.MouseButton.LeftButton)
    assert sent(app, Restore) == [Restore((1,))]
    qtbot.waitUntil(lambda: len(titles(app)) == 30, timeout=2000)
    choose(app, 0)
    app.library_work._timer.setInterval(30)
    app.panel.list.menu.delete.trigger()
    qtbot.waitUntil(lambda: "Deleted" not in texts(app), timeout=2000)
    assert not app.window.actions_.undo.isEnabled() and len(titles(app)) == 29


def test_the_last_recording_can_be_brought_back(
    open_window: OpenWindow, call: Call, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    engine.recordings = made_up(1)
    app = open_window(replaying(call), library=engine)
    qtbot.waitUntil(lambda: len(titles(app)) == 1, timeout=2000)
    choose(app, 0)
    app.panel.list.menu.delete.trigger()
    qtbot.waitUntil(lambda: app.library.library.empty, timeout=2000)
    assert "Recordings you analyse are kept here" in texts(app)
    qtbot.mouseClick(button(app, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(titles(app)) == 1, timeout=2000)
    app.library_work._timer.setInterval(30)
    choose(app, 0)
    app.panel.list.menu.delete.trigger()
    qtbot.waitUntil(lambda: not app.panel.isVisible(), timeout=2000)


def test_what_is_deleted_is_closed_but_a_file_stays_open(
    open_window: OpenWindow, call: Call, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    app = open_window(replaying(call), engine.recordings[0].path, library=engine)
    qtbot.waitUntil(lambda: len(titles(app)) == 30, timeout=2000)
    arrived(app, qtbot)
    double_click(app, qtbot, 1)
    arrived(app, qtbot)
    choose(app, 0, 1)
    app.panel.list.menu.delete.trigger()
    app.desk.paint()
    assert [session.path for session in app.desk.desk.sessions] == ["/calls/1.wav"]


def test_a_moment_does_not_delete_its_recording(app: App, qtbot: QtBot) -> None:
    look_for(app, qtbot, "angry refund")
    choose(app, 1)
    assert app.panel.list.menu.open_.text() == "Open at this moment"
    app.library_work.delete()
    assert sent(app, Delete) == [] and not app.panel.list.menu.delete.isEnabled()


def test_missing_sound_is_said_and_found_again(
    app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app.library.open(app.library.library.kept(MISSING))
    arrived(app, qtbot)
    assert "The sound is not where it was (/calls/6.wav): the play head moves, but nothing is heard." in texts(app)
    assert app.playback._player._silent and app.review._transcript.model().rowCount() == 16
    key(app, qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: app.playback.cursor.time > 0.05, timeout=2000)
    key(app, qtbot, Qt.Key.Key_Space)
    at = app.playback.cursor.time
    monkeypatch.setattr(library_dialogs, "find_media", lambda parent, lost: str(tmp_path / "found.wav"))
    qtbot.mouseClick(button(app, "Find the file…"), Qt.MouseButton.LeftButton)
    assert sent(app, Relink) == [Relink(MISSING, str(tmp_path / "found.wav"))]
    qtbot.waitUntil(lambda: "The sound is not where it was" not in texts(app), timeout=2000)
    assert app.playback._player._path == str(tmp_path / "found.wav") and not app.playback._player._silent
    assert app.playback.cursor.time == at
    kept = app.library.library.kept(MISSING)
    assert kept is not None and not kept.missing


def test_a_recording_that_cannot_be_opened_is_told(app: App, qtbot: QtBot, told: list[str]) -> None:
    app.engines[0].library = lambda command: iter([JobFailed(command.job, "StoreError", "Its results are damaged.")])
    app.library.open(app.library.library.kept(2))
    qtbot.waitUntil(lambda: bool(told), timeout=2000)
    assert told == ["Support call 0231 could not be opened. Its results are damaged."]
    app.desk.paint()
    assert "Open a recording" in texts(app) and app.panel.isVisible()


def test_export_and_import(app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    do, asked = app.window.actions_, []
    assert not do.export.isEnabled()
    choose(app, 0, 1)
    assert not do.export.isEnabled()
    choose(app, 1)
    monkeypatch.setattr(
        library_dialogs, "choose_export", lambda parent, folder, title: asked.append(title) or str(tmp_path / "one.x")
    )
    do.export.trigger()
    assert asked == ["Support call 0231"] and sent(app, ExportKept) == [ExportKept(2, str(tmp_path / "one.x"))]
    qtbot.waitUntil(lambda: "Exported as one.x." in texts(app), timeout=2000)
    shown: list[str] = []
    monkeypatch.setattr(recording_dialogs, "show_in_folder", shown.append)
    qtbot.mouseClick(button(app, "Show"), Qt.MouseButton.LeftButton)
    app.panel.list.menu.folder.trigger()
    assert shown == [str(tmp_path), "/calls"]
    monkeypatch.setattr(library_dialogs, "choose_import", lambda parent, folder: str(tmp_path / "two.x"))
    do.import_.trigger()
    assert sent(app, ImportKept) == [ImportKept(str(tmp_path / "two.x"))]
    qtbot.waitUntil(lambda: len(titles(app)) == 31, timeout=2000)


def test_what_is_in_view_can_be_exported(app: App, qtbot: QtBot) -> None:
    app.library.open(app.library.library.kept(3))
    arrived(app, qtbot)
    assert app.window.actions_.export.isEnabled()


@pytest.mark.parametrize(
    ("typed", "chosen", "found"),
    [
        ("x", library_dialogs.KINDS[0][0], "x.mmemotion"),
        ("x", "Report (*.html)", "x (2).html"),
        ("x", "Praat (*.TextGrid)", "x.TextGrid"),
        ("x.srt", "Report (*.html)", "x.srt"),
        ("x.html", "Report (*.html)", "x.html"),
        ("v1.2", "Table of words (*.words.csv)", "v1.2.words.csv"),
    ],
)
def test_export_names_a_file_after_the_title_and_the_format(
    typed: str, chosen: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.html").touch()
    named: list[str] = []
    answer = str(tmp_path / typed), chosen
    monkeypatch.setattr(library_dialogs.QFileDialog, "getSaveFileName", lambda *args: named.append(args[2]) or answer)
    assert library_dialogs.choose_export(None, "/home", "A/B: what?") == str(tmp_path / found)
    assert named == ["/home/A-B- what-"]


def test_every_format_of_the_window_is_one_of_the_engine() -> None:
    endings = [ending for _, ending in library_dialogs.KINDS]
    assert endings[0] == WHOLE
    assert [of_file(Path(f"a{ending}")).suffix for ending in endings[1:]] == endings[1:]


def test_results_are_kept_unless_that_is_switched_off(
    open_window: OpenWindow, call: Call, engine: ScriptedLibrary, qtbot: QtBot
) -> None:
    app = open_window(replaying(call), FILE, library=engine)
    arrived(app, qtbot)
    keep = app.window.actions_.keep
    assert keep.isChecked() and [command.config.keep for command in sent(app, Analyze)] == [True]
    keep.trigger()
    assert not app.settings.keep
    app.open(["/calls/other.flac"])
    qtbot.waitUntil(lambda: len(sent(app, Analyze)) == 2, timeout=2000)
    assert not sent(app, Analyze)[1].config.keep
    engine.recordings = []
    app.engines[0].listener(LibraryChanged(()))
    qtbot.waitUntil(lambda: "Results are not kept now." in texts(app), timeout=2000)


def test_a_new_result_appears_in_the_list(app: App, qtbot: QtBot, engine: ScriptedLibrary) -> None:
    engine.recordings.insert(0, made_up(31)[30])
    app.engines[0].listener(LibraryChanged((31,)))
    qtbot.waitUntil(lambda: len(titles(app)) == 31, timeout=2000)


def test_a_recording_that_is_made_is_kept(live: LiveWindow) -> None:
    live.click_record()
    assert [command.config.keep for command in live.engine_got(Listen)] == [True]
    assert not live.app.window.actions_.library.isEnabled()
