"""A transcript of thousands of rows: the first are there at once, the others when their heights are known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from scripted_engine import Call

from mmemotion.messages import JobFinished, JobStarted
from mmemotion.types import Span
from ui.state.session import Session
from ui.theme import LIGHT
from ui.views.row_heights import AT_ONCE, RowHeights
from ui.views.transcript import TranscriptView

ROWS = 3000


@pytest.fixture
def long_session(call: Call) -> Session:
    """The same few sentences for hours."""
    said = call.recording.utterances
    utterances = tuple(replace(said[n % len(said)], span=Span(3.0 * n, 3.0 * n + 2.0)) for n in range(ROWS))
    recording = replace(call.recording, utterances=utterances, duration=3.0 * ROWS)
    return Session("1", "a.flac").apply(JobStarted("1", recording.media)).apply(JobFinished("1", recording))


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    """An empty one."""
    view = TranscriptView(LIGHT)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    QApplication.processEvents()
    return view


def test_the_first_rows_are_there_at_once_and_the_others_soon(
    view: TranscriptView, long_session: Session, qtbot: QtBot
) -> None:
    view.show_session(long_session)
    assert 0 < view.model().rowCount() < ROWS
    qtbot.waitUntil(lambda: view.model().rowCount() == ROWS, timeout=20_000)


def test_a_row_far_down_comes_into_view_when_it_is_there(
    view: TranscriptView, long_session: Session, qtbot: QtBot
) -> None:
    view.show_session(long_session)
    view.set_current(2800)
    qtbot.waitUntil(lambda: view.currentIndex().row() == 2800, timeout=20_000)
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_at_another_width_rows_are_as_high_as_their_words_need(
    view: TranscriptView, long_session: Session, qtbot: QtBot
) -> None:
    view.show_session(long_session)
    qtbot.waitUntil(lambda: view.model().rowCount() == ROWS, timeout=20_000)
    before = [view.visualRect(view.model().index(row)).height() for row in range(ROWS)]
    view.resize(420, 400)
    fresh = TranscriptView(LIGHT)
    qtbot.addWidget(fresh)
    fresh.resize(420, 400)
    fresh.show()
    fresh.show_session(replace(long_session, utterances=long_session.utterances[:200]))
    qtbot.waitUntil(lambda: fresh.model().rowCount() == 200, timeout=20_000)

    def heights(shown: TranscriptView) -> list[int]:
        return [shown.visualRect(shown.model().index(row)).height() for row in range(200)]

    qtbot.waitUntil(lambda: heights(view) == heights(fresh), timeout=20_000)
    assert heights(view) != before[:200]


def test_heights_are_measured_once_for_a_width(call: Call) -> None:
    measured: list[int] = []
    said = call.recording.utterances
    utterances = [replace(said[n % len(said)], channel=0) for n in range(AT_ONCE + 50)]
    heights = RowHeights(lambda utterance, width: measured.append(width) or width)  # type: ignore[func-returns-value]
    assert [heights.measured(utterances, 100) for _ in range(3)] == [AT_ONCE, len(utterances), len(utterances)]
    assert measured == [100] * len(utterances)
    assert heights.measured(utterances, 200) == AT_ONCE
    assert heights.of(utterances[0]) == 100  # until all are known
    assert heights.measured(utterances, 200) == len(utterances)
    assert heights.of(utterances[0]) == 200
