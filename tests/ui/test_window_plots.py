"""What the rows of the time axis draw."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from scripted_engine import Call

from mmemotion.messages import JobFinished, JobStarted, WaveformAdvanced
from mmemotion.palette import COLOURS
from mmemotion.types import Emotion, Estimate, Span, Track
from ui.plots.pitch import join, ranges
from ui.plots.time_axis import TimeAxis
from ui.plots.time_rows import TimeRows
from ui.state.blocks import Timeline, block_of
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
    utterances = tuple(u for u in call.recording.utterances if u.channel == 0)
    blocks = Timeline().with_utterances(utterances).blocks
    single = blocks.averaged(0.1)
    assert single.starts.tolist() == [u.span.start for u in utterances]
    assert single.ends.tolist() == [u.span.end for u in utterances]
    together = blocks.averaged(20.0)
    assert len(together) < len(utterances) / 2
    assert together.probabilities.sum(axis=1) == pytest.approx(np.ones(len(together)))
    assert (together.starts % 20.0 == 0).all()  # while the axis is moved along, none becomes another
    assert block_of(utterances[0]).text in (*Emotion, "not sure")


def test_an_average_weighs_by_time(call: Call) -> None:
    first, second, third, *_ = (u for u in call.recording.utterances if u.estimate is not None)
    happy = replace(SURE, probabilities={e: 1.0 if e is Emotion.HAPPY else 0.0 for e in Emotion}, confidence=0.0)
    said = (
        replace(first, span=Span(0.0, 1.0), estimate=SURE),
        replace(second, span=Span(1.0, 4.0), estimate=happy),
        replace(third, span=Span(4.0, 4.9), estimate=None),
    )
    blocks = Timeline().with_utterances(said).blocks.averaged(5.0)
    assert (len(blocks), blocks.starts[0], blocks.ends[0]) == (1, 0.0, 5.0)
    assert blocks.probabilities[0, list(Emotion).index(Emotion.HAPPY)] == pytest.approx(0.75)
    assert blocks.confidences[0] == pytest.approx(0.25)


def test_a_timeline_grows_and_changes(call: Call) -> None:
    utterances = tuple(u for u in call.recording.utterances if u.channel == 0)
    corrected = (*utterances[:2], replace(utterances[2], estimate=SURE), *utterances[3:])
    grown = Timeline().with_utterances(utterances[:3]).with_utterances(utterances).with_utterances(corrected)
    fresh = Timeline().with_utterances(corrected)
    np.testing.assert_array_equal(grown.blocks.starts, fresh.blocks.starts)
    np.testing.assert_array_equal(grown.blocks.probabilities, fresh.blocks.probabilities)
    assert grown.blocks.at(np.array([utterances[1].span.start, -1.0, 1e6])).tolist() == [1, -1, -1]


def test_pitch_is_never_joined_across_utterances() -> None:
    tracks = [Track("f0", "Hz", start, 0.01, np.full(100, 200.0, np.float32)) for start in (0.0, 5.0, 10.0)]
    times, f0 = join(join(None, tracks[:2]), tracks[2:])
    finite = np.isfinite(f0)
    assert (np.diff(times)[finite[:-1] & finite[1:]] < 0.02).all()
    for columns in (5, 10, 50, 1000):
        edges = np.linspace(0.0, 20.0, columns + 1)
        low, high = ranges((times, f0), edges)
        spoken = [any(a < start + 1.0 and start < b for start in (0, 5, 10)) for a, b in pairwise(edges)]
        assert np.isfinite(low).sum() <= sum(spoken)
        assert (low[np.isfinite(low)] == 200).all()
        assert (high[np.isfinite(high)] == 200).all()


def test_the_range_of_the_pitch_in_a_column_is_all_of_it() -> None:
    values = np.random.default_rng(0).uniform(100, 300, 5000).astype(np.float32)
    values[1000:1400] = np.nan
    low, high = ranges(join(None, [Track("f0", "Hz", 0.0, 0.01, values)]), np.linspace(0.0, 50.0, 51))
    rows = values.reshape(50, 100)
    assert np.isnan(low).tolist() == np.isnan(rows).all(axis=1).tolist()
    spoken = ~np.isnan(low)
    assert low[spoken].tolist() == rows[spoken].min(axis=1).tolist()
    assert high[spoken].tolist() == rows[spoken].max(axis=1).tolist()


def test_ticks_are_round_times_that_do_not_crowd(qapp: QApplication) -> None:
    axis = TimeAxis()
    for length in (0.5, 7.0, 100.0, 10_800.0):
        ((step, _),) = axis.tickSpacing(0.0, length, 1000)
        assert 2 <= length / step <= 12
    assert axis.tickStrings([0.0, 0.5], 1.0, 0.5) == ["0:00.0", "0:00.5"]
    assert axis.tickStrings([3600.0], 1.0, 60.0) == ["1:00:00"]
