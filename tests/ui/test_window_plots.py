"""What the rows of the time axis draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from scripted_engine import Call

from mmemotion.messages import JobFinished, JobStarted, WaveformAdvanced
from mmemotion.palette import COLOURS
from mmemotion.types import Emotion, Estimate, Span, Track
from ui.plots.pitch import _join, _thin
from ui.plots.time_axis import TimeAxis
from ui.plots.time_rows import TimeRows
from ui.state.blocks import blocks
from ui.state.session import Session
from ui.theme import DARK, LIGHT

SURE = Estimate({e: 1.0 if e is Emotion.SAD else 0.0 for e in Emotion}, {}, {}, 1.0, False)


@pytest.fixture
def rows(qapp: QApplication, call: Call) -> TimeRows:
    """Rows with the whole conversation, every utterance surely sad."""
    recording = replace(call.recording, utterances=tuple(replace(u, estimate=SURE) for u in call.recording.utterances))
    session = Session("1", "a.flac").apply(JobStarted("1", recording.media))
    session = session.apply(WaveformAdvanced("1", call.envelope)).apply(JobFinished("1", recording))
    rows = TimeRows(LIGHT)
    rows.resize(1000, 400)
    rows.show()
    rows.show_session(session)
    qapp.processEvents()
    return rows


def colour_at(rows: TimeRows, row: int, time: float, y: float) -> str:
    """The colour painted in a row at a time (s) and height (0 at the bottom, 1 at the top)."""
    box = rows._grid.boxes[row]
    (_, _), (low, high) = box.viewRange()
    place = rows.mapFromScene(box.mapViewToScene(QPointF(time, low + y * (high - low))))
    return rows.viewport().grab().toImage().pixelColor(place).name()


def test_emotion_is_drawn_only_where_somebody_speaks(rows: TimeRows) -> None:
    assert colour_at(rows, 1, 1.0, 0.9) == COLOURS[Emotion.SAD]
    assert colour_at(rows, 1, 5.5, 0.9) == LIGHT.panel
    assert colour_at(rows, 3, 5.5, 0.9) == COLOURS[Emotion.SAD]


def test_the_waveform_is_drawn_where_there_is_sound(rows: TimeRows) -> None:
    assert colour_at(rows, 0, 2.0, 0.6) == LIGHT.speaker(0)
    assert colour_at(rows, 0, 6.0, 0.6) == LIGHT.panel
    assert colour_at(rows, 2, 6.0, 0.6) == LIGHT.speaker(1)


def test_one_play_head_crosses_all_rows(rows: TimeRows, qapp: QApplication) -> None:
    rows.set_cursor(32.0, None, follow=False)
    qapp.processEvents()
    assert {colour_at(rows, row, 32.0, 0.5) for row in range(5)} == {LIGHT.play_head}


def test_the_page_turns_when_the_play_head_leaves_the_view(rows: TimeRows) -> None:
    rows.zoom(5, 5.0)
    rows.set_cursor(50.0, None, follow=False)
    assert not rows._head.isVisible()
    rows.set_cursor(50.0, None, follow=True)
    start, end = rows._grid.boxes[0].viewRange()[0]
    assert start < 50.0 < end
    assert rows._head.isVisible()


def test_a_new_theme_keeps_the_place(rows: TimeRows) -> None:
    rows.zoom(3, 20.0)
    before = rows._grid.boxes[0].viewRange()[0]
    rows.set_theme(DARK)
    assert rows._grid.boxes[0].viewRange()[0] == pytest.approx(before)


def test_blocks_are_utterances_or_averages_of_many(call: Call) -> None:
    utterances = [u for u in call.recording.utterances if u.channel == 0]
    single = list(blocks(utterances, 0.1))
    assert [block.span for block in single] == [u.span for u in utterances]
    assert single[0].text in (*Emotion, "not sure")
    together = list(blocks(utterances, 20.0))
    assert len(together) < len(utterances) / 2
    for block in together:
        assert sum(block.probabilities) == pytest.approx(1.0)
        assert block.label is None
    assert together[0].span.start == utterances[0].span.start


def test_an_average_weighs_by_time(call: Call) -> None:
    first, second, *_ = (u for u in call.recording.utterances if u.estimate is not None)
    happy = replace(SURE, probabilities={e: 1.0 if e is Emotion.HAPPY else 0.0 for e in Emotion}, confidence=0.0)
    pair = [
        replace(first, span=Span(0.0, 1.0), estimate=SURE),
        replace(second, span=Span(1.0, 4.0), estimate=happy),
    ]
    (block,) = blocks(pair, 5.0)
    assert block.probabilities[list(Emotion).index(Emotion.HAPPY)] == pytest.approx(0.75)
    assert block.confidence == pytest.approx(0.25)


def test_pitch_is_never_joined_across_utterances() -> None:
    tracks = [Track("f0", "Hz", start, 0.01, np.full(100, 200.0, np.float32)) for start in (0.0, 5.0, 10.0)]
    points = _join(None, tracks)
    for most in (5, 10, 50, 1000):
        times, values = _thin(points, 0.0, 20.0, most)
        finite = np.isfinite(values)
        pairs = finite[:-1] & finite[1:]
        assert (np.diff(times)[pairs] < 2.0).all()


def test_ticks_are_round_times_that_do_not_crowd(qapp: QApplication) -> None:
    axis = TimeAxis()
    for length in (0.5, 7.0, 100.0, 10_800.0):
        ((step, _),) = axis.tickSpacing(0.0, length, 1000)
        assert 2 <= length / step <= 12
    assert axis.tickStrings([0.0, 0.5], 1.0, 0.5) == ["0:00.0", "0:00.5"]
    assert axis.tickStrings([3600.0], 1.0, 60.0) == ["1:00:00"]
