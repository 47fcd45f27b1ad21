"""Everything can be done by key: Tab comes to all there is and back, and where it is can be seen."""

from __future__ import annotations

import pytest
from accessibility import activate, describe, go_round, tab_stops, without_focus_to_be_seen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from test_accessible import BOXES, behind, dialog, empty, reviewed  # noqa: F401 - fixtures
from window_helpers import LiveWindow

from ui.app import App
from ui.theme import ThemeChoice
from ui.views.recordings import RecordingsView


def check_round(window: QWidget, qtbot: QtBot) -> None:
    """Forwards and backwards Tab comes to everything it should, in one order."""
    forwards = go_round(window, qtbot)
    missed = [describe(stop) for stop in tab_stops(window) if stop not in forwards]
    assert not missed
    backwards = go_round(window, qtbot, back=True)
    turned = backwards[::-1]
    start = turned.index(forwards[0])
    assert [*turned[start:], *turned[:start]] == forwards


def test_tab_comes_to_all_of_the_empty_window(empty: App, qtbot: QtBot) -> None:  # noqa: F811
    check_round(empty.window, qtbot)
    assert not without_focus_to_be_seen(empty.window, qtbot)


def test_tab_goes_through_the_review_as_a_person_reads(reviewed: App, qtbot: QtBot) -> None:  # noqa: F811
    check_round(reviewed.window, qtbot)
    parts = ["Header", "RecordingsView", "SearchField", "LibraryList", "TranscriptView", "Inspector", "PlayerBar"]
    order = [_part(stop, parts) for stop in go_round(reviewed.window, qtbot)]
    first = order.index("Header")
    known = [part for part in (*order[first:], *order[:first]) if part]
    assert list(dict.fromkeys(known)) == parts
    for _ in range(2):
        reviewed.window.actions_.close.trigger()
    check_round(reviewed.window, qtbot)  # the library was elsewhere in between


def _part(widget: QWidget | None, parts: list[str]) -> str:
    while widget is not None and type(widget).__name__ not in parts:
        widget = widget.parentWidget()
    return type(widget).__name__ if widget is not None else ""


def test_tab_comes_to_all_of_the_live_view(live: LiveWindow, qtbot: QtBot) -> None:
    live.click_record()
    live.hear(3.0)
    window = live.app.window
    check_round(window, qtbot)
    assert not without_focus_to_be_seen(window, qtbot)
    meter = live.app.live_view._header._meter
    meter.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(meter.clip_clicked, timeout=1000):
        QTest.keyClick(meter, Qt.Key.Key_Space)


@pytest.mark.parametrize("name", BOXES)
def test_tab_comes_to_all_of_a_dialog(behind: QWidget, name: str, qtbot: QtBot) -> None:  # noqa: F811
    BOXES[name](behind)
    check_round(dialog(behind), qtbot)


def test_the_focus_can_be_seen_in_the_review(reviewed: App, qtbot: QtBot) -> None:  # noqa: F811
    for theme in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        reviewed.look.choose(theme)
        assert not without_focus_to_be_seen(reviewed.window, qtbot)


def test_the_program_gives_the_focus_without_a_frame(reviewed: App, qtbot: QtBot) -> None:  # noqa: F811
    activate(reviewed.window, qtbot)
    transcript = reviewed.review._transcript
    transcript.clearFocus()
    reviewed.review.setFocus()
    assert QApplication.focusWidget() is transcript
    assert not transcript.property("ring")
    transcript.clearFocus()
    transcript.setFocus(Qt.FocusReason.TabFocusReason)
    assert transcript.property("ring") is True


def test_an_open_recording_is_chosen_by_key(reviewed: App, qtbot: QtBot) -> None:  # noqa: F811
    activate(reviewed.window, qtbot)
    shown = reviewed.desk.session
    where = reviewed.review.findChild(RecordingsView)
    assert isinstance(where, RecordingsView)
    where.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(where, Qt.Key.Key_Up if where.currentRow() else Qt.Key.Key_Down)
    assert reviewed.desk.session is shown
    QTest.keyClick(where, Qt.Key.Key_Return)
    reviewed.desk.paint()
    assert reviewed.desk.session is not shown
