"""What is selected, without a window: ends that move, utterances, and the text of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted_engine import Call

from mmemotion.messages import JobFinished
from mmemotion.types import Span
from ui.state.quote import quote
from ui.state.selection import Selection, grow, grow_by_utterance, reach, select
from ui.state.session import Session


def test_a_selection_runs_forward_whichever_end_moves_and_stays_inside() -> None:
    assert select(5.0, 2.0, 10.0).span == Span(2.0, 5.0)
    assert select(-3.0, 99.0, 10.0).span == Span(0.0, 10.0)
    assert select(4.0, 4.001, 10.0) is None
    assert select(11.0, 12.0, 10.0) is None


def test_the_nearer_end_goes_to_where_it_is_extended() -> None:
    known = Selection(2.0, 6.0)
    assert reach(known, 0.0, 8.0).span == Span(2.0, 8.0)
    assert reach(known, 0.0, 1.0).span == Span(1.0, 6.0)
    assert reach(known, 0.0, 5.0).span == Span(2.0, 5.0)
    assert reach(None, 3.0, 1.0).span == Span(1.0, 3.0)


def test_by_keys_the_end_moved_last_moves_on_even_past_the_other() -> None:
    grown = grow(grow(None, 3.0, 0.5), 99.0, 0.5)
    assert grown.span == Span(3.0, 4.0)
    assert grow(grown, 99.0, -2.0).span == Span(2.0, 3.0)


def test_it_grows_by_whole_utterances(call: Call) -> None:
    utterances = call.recording.utterances
    first = grow_by_utterance(None, 0.5, utterances, 1)
    assert first.span == utterances[0].span
    both = grow_by_utterance(first, 0.5, utterances, 1)
    assert both.span == Span(utterances[0].span.start, utterances[1].span.end)
    assert grow_by_utterance(both, 0.5, utterances, -1).edge == utterances[1].span.start
    everything = Selection(0.0, 64.0)
    assert grow_by_utterance(everything, 0.0, utterances, 1) == everything


@pytest.fixture
def session(call: Call) -> Session:
    return replace(Session("1", "/calls/made up.flac").apply(JobFinished("1", call.recording)), name="A call")


def test_the_text_of_a_selection_holds_the_words_whose_middle_is_inside(session: Session) -> None:
    assert quote(session, Span(2.0, 5.3)) == (
        "A call, 0:02.0 – 0:05.3\n0:00.5 Speaker 1: word3 word4 word5\n0:04.5 Speaker 2: word0 word1"
    )


def test_the_text_of_a_pause_is_its_times(session: Session) -> None:
    assert quote(session, Span(3.6, 4.4)) == "A call, 0:03.6 – 0:04.4"
