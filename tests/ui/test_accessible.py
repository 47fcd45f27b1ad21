"""Whoever hears the window instead of seeing it is told what everything is: every state, every dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from accessibility import faults, said, walk
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from scripted_library import ScriptedLibrary, made_up, spoken
from window_helpers import FILE, LiveWindow, OpenWindow, finished, replaying

from mmemotion.messages import Analyze, Event, JobFailed
from mmemotion.types import EMOTIONS
from ui.app import App
from ui.roles import tell_roles
from ui.views import dialogs, library_dialogs, recording_dialogs

BOXES: dict[str, Callable[[QWidget], None]] = {
    "error": lambda window: dialogs.show_error(window, "It cannot be opened.", "It is not a media file."),
    "about": lambda window: dialogs.show_about(window, "/models/default/card.md"),
    "law": lambda window: recording_dialogs.tell_the_law(window, lambda: None),
    "closing": lambda window: recording_dialogs.ask_before_closing(window, lambda: None),
    "unfinished": lambda window: recording_dialogs.offer_unfinished(
        window, "A recording was not stopped.", lambda: None, lambda: None, lambda: None
    ),
    "note": lambda window: library_dialogs.ask_note(window, "Call", "a note", lambda note: None),
    "keys": lambda window: dialogs.show_keys(window, {"Playing": [("Play", "Space")], "Files": [("Open", "Ctrl+O")]}),
    "tags": lambda window: library_dialogs.ask_tags(window, "Call", ("one",), lambda tags: None),
}


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    """Somebody listens: only then Qt keeps what it tells of rows up to date."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def empty(open_window: OpenWindow, call: Call) -> App:
    """A window in which nothing is open, beside a library."""
    library = ScriptedLibrary(call, made_up(12))
    library.moments = spoken(library.recordings)
    app = open_window(replaying(call), library=library)
    app.window.resize(1440, 900)
    return app


@pytest.fixture
def reviewed(empty: App, qtbot: QtBot) -> App:
    """Two recordings are open, one in view, the library beside it."""
    empty.open([FILE, "/calls/another.flac"])
    qtbot.waitUntil(lambda: finished(empty), timeout=5000)
    empty.playback.seek(5.0)
    empty.desk.paint()
    return empty


def dialog(window: QWidget) -> QDialog:
    """The one that is open."""
    return next(found for found in window.findChildren(QDialog) if found.isVisible())


@pytest.fixture
def behind(qtbot: QtBot) -> QWidget:
    """A window behind dialogs."""
    tell_roles()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def rows(app: App) -> list[str]:
    """What is read of the rows of all lists."""
    return [node.name for node in walk(app.window) if node.role.name == "ListItem"]


def test_everything_in_the_empty_window_is_named(empty: App, qtbot: QtBot) -> None:
    assert not faults(empty.window)
    empty.panel.search.setText("refund")
    qtbot.waitUntil(lambda: any("refund today" in row for row in rows(empty)), timeout=3000)
    assert not faults(empty.window)


def test_everything_in_the_review_is_named_and_read_in_order(reviewed: App) -> None:
    assert reviewed.panel.isVisible()
    assert not faults(reviewed.window)
    order = ["Header", "Side", "TimeRows", "TranscriptView", "Inspector", "PlayerBar"]
    kinds = [type(node.widget).__name__ for node in walk(reviewed.window)]
    places = [kinds.index(kind) for kind in order]
    assert places == sorted(places)


def test_what_is_painted_in_the_review_is_told_in_words(reviewed: App) -> None:
    window = reviewed.window
    assert all(emotion in said(window, kind) for emotion in EMOTIONS for kind in ("EmotionBars", "Legend"))
    assert "words" in said(window, "ShareBar") and "%" in said(window, "ShareBar")
    assert "pitch" in said(window, "TimeRows")
    assert any(node.name.startswith("Speed") and "1×" in node.name for node in walk(window))
    told = rows(reviewed)
    assert any("Speaker 1: word0 word1" in row and "not sure" in row for row in told)
    assert any("Call with hotel desk" in row and "neutral" in row for row in told)
    assert any("another.flac" in row for row in told)


def test_everything_in_the_live_view_is_named_and_told_in_words(live: LiveWindow) -> None:
    live.click_record()
    live.hear(6.0)
    window = live.app.window
    assert not faults(window)
    assert "dBFS" in said(window, "LevelMeter")
    assert "Valence" in said(window, "AffectPlane") and "arousal" in said(window, "AffectPlane")
    assert said(window, "BigEmotion").startswith("Perceived emotion: ")
    assert all(emotion in said(window, "EmotionBars") for emotion in EMOTIONS)
    assert "waveform" in said(window, "RollingAxis").lower()
    assert "Recording" in [node.name for node in walk(window)]


def test_an_analysis_that_failed_is_told(open_window: OpenWindow, call: Call, told: list[str], qtbot: QtBot) -> None:
    def fails(command: Analyze) -> Iterator[Event]:
        yield from islice(call.events(command.job), 30)
        yield JobFailed(command.job, "EngineError", "The engine stopped.")

    app = open_window(fails)
    app.open([FILE])
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    app.desk.paint()
    assert any("The engine stopped." in node.name for node in walk(app.window))
    assert not faults(app.window)


@pytest.mark.parametrize("name", BOXES)
def test_everything_in_a_dialog_is_named(behind: QWidget, name: str) -> None:
    BOXES[name](behind)
    assert not faults(dialog(behind))
