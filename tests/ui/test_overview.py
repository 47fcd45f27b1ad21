"""The whole recording above the time axis."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from window_helpers import FILE, OpenWindow, finished, replaying

from ui.app import App
from ui.plots.overview import LEFT, Overview
from ui.plots.row_grid import MARGIN
from ui.plots.time_rows import TimeRows


@pytest.fixture
def app(open_window: OpenWindow, call: Call, qtbot: QtBot) -> App:
    """A window with a conversation of a minute in it."""
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=10_000)
    app.desk.paint()
    QApplication.processEvents()
    return app


def parts(app: App) -> tuple[Overview, TimeRows]:
    """Overview and time axis."""
    return app.review.findChildren(Overview)[0], app.review.findChildren(TimeRows)[0]


def stretch(rows: TimeRows) -> tuple[float, float]:
    """What is in view, s."""
    start, end = rows._grid.boxes[0].viewRange()[0]
    return start, end


def at(overview: Overview, rows: TimeRows, time: float) -> QPoint:
    """Where a time is in the overview."""
    width = overview.width() - LEFT - MARGIN
    return QPoint(round(LEFT + time / rows.duration * width), overview.height() // 2)


def test_it_lies_over_the_time_axis(app: App) -> None:
    overview, rows = parts(app)
    for time in (0.0, 30.0, rows.duration):
        assert at(overview, rows, time).x() == pytest.approx(rows.mapFromScene(QPointF(rows.x_at(time), 0)).x(), abs=2)


def test_a_click_brings_a_time_into_view(app: App, qtbot: QtBot) -> None:
    overview, rows = parts(app)
    app.review.show_stretch(0.0, 6.0)
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=at(overview, rows, 40.0))
    assert stretch(rows) == pytest.approx((37.0, 43.0), abs=0.2)
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=at(overview, rows, rows.duration))
    assert stretch(rows)[1] == pytest.approx(rows.duration)


def test_the_window_can_be_dragged(app: App, qtbot: QtBot) -> None:
    overview, rows = parts(app)
    app.review.show_stretch(10.0, 20.0)
    qtbot.mousePress(overview, Qt.MouseButton.LeftButton, pos=at(overview, rows, 18.0))
    assert stretch(rows) == pytest.approx((10.0, 20.0), abs=0.2)
    qtbot.mouseMove(overview, at(overview, rows, 38.0))
    assert stretch(rows) == pytest.approx((30.0, 40.0), abs=0.2)
    qtbot.mouseMove(overview, at(overview, rows, 0.0))
    assert stretch(rows) == pytest.approx((0.0, 10.0), abs=0.2)
    qtbot.mouseRelease(overview, Qt.MouseButton.LeftButton, pos=at(overview, rows, 0.0))
    qtbot.mouseMove(overview, at(overview, rows, 30.0))
    assert stretch(rows) == pytest.approx((0.0, 10.0), abs=0.2)


def test_while_all_is_in_view_a_click_moves_the_play_head(app: App, qtbot: QtBot) -> None:
    overview, rows = parts(app)
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=at(overview, rows, 30.0))
    assert app.playback.cursor.time == pytest.approx(30.0, abs=0.3)
    assert stretch(rows) == pytest.approx((0.0, rows.duration))


def test_the_wheel_zooms_around_the_pointer(app: App) -> None:
    overview, rows = parts(app)
    place = QPointF(at(overview, rows, 30.0))
    for _ in range(5):
        no = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
        event = QWheelEvent(place, overview.mapToGlobal(place), QPoint(), QPoint(0, 120), *no)
        QApplication.sendEvent(overview, event)
    start, end = stretch(rows)
    assert end - start == pytest.approx(rows.duration * 0.8**5, rel=0.01)
    assert start < 30.0 < end


def test_what_is_out_of_view_is_veiled(app: App) -> None:
    overview, rows = parts(app)
    before = overview.grab().toImage()
    app.review.show_stretch(10.0, 20.0)
    after = overview.grab().toImage()
    inside, outside = (at(overview, rows, time) for time in (15.0, 45.0))
    line = range(10, overview.height() - 6)
    assert [before.pixel(inside.x(), y) for y in line] == [after.pixel(inside.x(), y) for y in line]
    assert [before.pixel(outside.x(), y) for y in line] != [after.pixel(outside.x(), y) for y in line]
