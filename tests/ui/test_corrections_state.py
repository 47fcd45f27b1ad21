"""What becomes of a session when its recording is corrected. No window."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from scripted_engine import Call, made_up_call

from mmemotion.messages import Corrected, JobFailed, JobFinished, JobStarted, Kept, Rescored, ResultKept
from mmemotion.review.edits import (
    AssignSpeaker,
    CorrectEmotion,
    CorrectWords,
    Edit,
    Merge,
    MoveBounds,
    RenameSpeaker,
    Split,
)
from mmemotion.types import Emotion, Span, Utterance
from ui.state.corrections import named
from ui.state.cursor import go_to
from ui.state.desk import Desk
from ui.state.editing import before, beginning_at, cut, ending_at, fault, offer, row_of, why_not
from ui.state.inspection import inspect, summary
from ui.state.session import Session
from ui.state.verdict import corrections, earlier, heard, is_reworded, result

KEPT = Kept(7, "Call with hotel desk", "/calls/made up.flac", "", 64.0, (), 16, {}, ())


@pytest.fixture
def kept(call: Call) -> Session:
    """A recording that was opened from the library."""
    return _opened(call)


def _opened(call: Call, *edits: Edit) -> Session:
    desk = Desk().open_kept("job", KEPT)
    desk = desk.apply(Corrected(7, edits, ())).apply(JobStarted("job", call.recording.media))
    return desk.apply(JobFinished("job", call.recording)).sessions[0]


def _with(session: Session, *edits: Edit) -> Session:
    return session.apply(Corrected(7, edits, ()))


def _judged(one: Utterance, label: Emotion) -> Rescored:
    shares = {emotion: 0.55 if emotion is label else 0.075 for emotion in Emotion}
    known = one.correction.before[0] if one.correction is not None else one
    assert known.estimate is not None
    fresh = replace(known.estimate, probabilities=shares, abstained=False)
    return Rescored(7, replace(one, estimate=fresh, correction=None))


def test_a_recording_comes_out_of_the_library_with_its_corrections(call: Call) -> None:
    first = call.recording.utterances[0].segment
    session = _opened(call, CorrectWords(first, "hello there"))
    assert session.utterances[0].transcript.text == "hello there"
    assert session.recording is not None
    assert session.recording.utterances == session.utterances
    assert session.analysed is call.recording
    assert why_not(session) == ""


def test_a_new_estimate_comes_beside_the_old_one_and_the_rest_stays_the_same_object(kept: Session) -> None:
    first = kept.utterances[0]
    waiting = _with(kept, CorrectWords(first.segment, "hello there"))
    assert result(waiting.utterances[0]) == "not judged again yet"
    assert earlier(waiting.utterances[0]) == result(first)
    done = waiting.apply(_judged(waiting.utterances[0], Emotion.ANGRY))
    assert result(done.utterances[0]) == "angry 55\u2009%"
    assert earlier(done.utterances[0]) == result(first)
    assert all(a is b for a, b in zip(done.utterances[1:], kept.utterances[1:], strict=True))
    again = done.apply(Corrected(7, done.corrections.edits, ()))
    assert all(a is b for a, b in zip(again.utterances, done.utterances, strict=True))


def test_corrections_of_another_recording_do_not_concern_it(kept: Session) -> None:
    assert kept.apply(Corrected(8, (CorrectWords(kept.utterances[0].segment, "x"),), ())) is kept


def test_a_fresh_analysis_can_be_corrected_once_it_is_kept(call: Call) -> None:
    session = Session("1", "/calls/made up.flac").apply(JobFinished("1", call.recording))
    assert "Keep results in the library" in why_not(session)
    session = session.apply(ResultKept("1", 7))
    assert (session.kept, session.title, why_not(session)) == (7, "made up.flac", "")
    assert _with(session, CorrectEmotion(session.utterances[0].segment, Emotion.SAD)).corrections.edits


def test_corrections_come_again_to_another_analysis_and_the_old_one_can_be_corrected_meanwhile(kept: Session) -> None:
    edit = CorrectWords(kept.utterances[0].segment, "hello there")
    assert kept.analysed is not None
    running = _with(kept, edit).again("2").apply(JobStarted("2", kept.analysed.media))
    assert running.visible.utterances[0].transcript.text == "hello there"
    assert why_not(running) == "It can be corrected as soon as its analysis is complete."
    swapped = running.apply(Corrected(7, (edit, Merge(kept.utterances[1].segment)), ()))
    assert len(swapped.visible.utterances) == len(kept.utterances) - 1
    assert not swapped.corrections.edits
    failed = swapped.apply(JobFailed("2", "error", "no"))
    assert failed.held and len(failed.utterances) == len(kept.utterances) - 1
    done = swapped.apply(JobFinished("2", kept.analysed))
    assert done.utterances[0].transcript.text != "hello there"
    assert not done.held
    held = done.apply(ResultKept("2", 7)).apply(Corrected(7, (edit,), ()))
    assert held.utterances[0].transcript.text == "hello there"


def test_what_the_user_hears_and_what_was_recognised_is_told(kept: Session) -> None:
    first = kept.utterances[0]
    session = _with(kept, CorrectEmotion(first.segment, Emotion.ANGRY), CorrectWords(first.segment, "hello"))
    one = session.utterances[0]
    assert heard(one) == "you hear: angry"
    assert is_reworded(one)
    lines = inspect(session, 0).corrected
    assert lines == corrections(one)
    assert lines[0].startswith("You hear: angry.")
    assert lines[1] == f"Before: {result(first)} → now: not judged again yet"
    assert lines[2] == "Recognised as: “word0 word1 word2 word3 word4 word5”"
    assert "not judged again yet" in summary(one)
    assert inspect(kept, 0).corrected == ()


def test_what_was_split_and_merged_says_what_it_was_made_of(kept: Session) -> None:
    first = kept.utterances[0].segment
    halves = _with(kept, Split(first, 2.0)).utterances[:2]
    assert not any(is_reworded(half) for half in halves)
    assert is_reworded(_with(kept, Split(first, 2.0), CorrectWords(halves[1].segment, "word3 word5")).utterances[1])
    assert is_reworded(_with(kept, CorrectWords(first, "word0 word1")).utterances[0])
    assert corrections(halves[1])[1] == "Found as 0:00.5 – 0:03.5: “word0 word1 word2 word3 word4 word5”"
    whole = _with(kept, Merge(first)).utterances[0]
    assert not is_reworded(whole)
    assert len(corrections(whole)) == 3
    assert " and " in earlier(whole)


def test_the_play_head_stays_with_what_was_made_of_the_chosen_utterance(kept: Session) -> None:
    cursor = go_to(kept, 2)
    second = kept.utterances[2].segment
    merged = _with(kept, Merge(kept.utterances[0].segment))
    index = cursor.index(merged)
    assert index is not None and merged.utterances[index].span == Span(0.5, second.span.end)
    moved = _with(kept, MoveBounds(second, Span(second.span.start - 0.5, second.span.end)))
    assert cursor.index(moved) == 2


def test_a_text_cursor_is_a_time(kept: Session) -> None:
    one = kept.utterances[0]
    text = one.transcript.text
    assert cut(one, text, text.index("word2")) == pytest.approx(1.5)
    assert cut(one, text, text.index("word2") + 2) == pytest.approx(1.5)
    assert cut(one, text, text.index("word2") - 1) == pytest.approx(1.5)
    assert cut(one, "well " + text, len("well ")) == pytest.approx(0.5, abs=0.3)
    assert cut(one, text, 0) is None
    assert cut(one, text, 3) is None
    assert cut(one, text, len(text)) is None


def test_a_menu_offers_what_fits(kept: Session) -> None:
    one = kept.utterances[0]
    found = offer(kept, 0, 1.2, word=3, chosen=Span(0.2, 3.0))
    assert found.here == Split(one.segment, 1.2)
    assert found.there == Split(one.segment, 2.0)
    assert found.merge == Merge(one.segment)
    assert found.begin == MoveBounds(one.segment, Span(1.2, 3.5))
    assert found.end == MoveBounds(one.segment, Span(0.5, 1.2))
    assert found.bounds == MoveBounds(one.segment, Span(0.2, 3.0))
    assert (found.speaker, found.names, found.word) == ("Speaker 1", ("Speaker 1", "Speaker 2"), "word3")
    assert found.swap is not None
    last = len(kept.utterances) - 1
    nothing = offer(kept, last, 1.2, word=0, chosen=Span(0, 1000))
    assert (nothing.here, nothing.there, nothing.merge, nothing.end, nothing.bounds) == (None,) * 5


def test_in_a_pause_the_next_utterance_begins_earlier_and_the_last_one_ends_later(kept: Session) -> None:
    pause = kept.utterances[0].span.end + 0.4
    assert beginning_at(kept, 0, pause) == MoveBounds(kept.utterances[1].segment, Span(pause, 7.5))
    assert ending_at(kept, 0, pause) == MoveBounds(kept.utterances[0].segment, Span(0.5, pause))
    assert fault(kept, ending_at(kept, 0, 20.0)).startswith("An utterance may reach to its neighbours")


def test_utterances_are_found_by_their_places(kept: Session) -> None:
    third = kept.utterances[2].segment
    assert row_of(kept, third) == 2
    assert before(kept, third) == kept.utterances[0].segment
    assert before(kept, kept.utterances[1].segment) is None
    assert row_of(_with(kept, Merge(kept.utterances[0].segment)), third) is None


def test_a_lane_is_called_after_all_who_speak_on_it(kept: Session) -> None:
    assert [lane.name for lane in _with(kept, RenameSpeaker("Speaker 2", "Ms Bell")).lanes] == ["Speaker 1", "Ms Bell"]
    assigned = _with(kept, AssignSpeaker(kept.utterances[2].segment, "Guest"))
    assert [lane.name for lane in assigned.lanes] == ["Speaker 1, Guest", "Speaker 2"]


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (CorrectEmotion(None, Emotion.SAD), "“you hear: sad”"),  # type: ignore[arg-type]
        (RenameSpeaker("Speaker 2", "Ms Bell"), "renaming Speaker 2"),
    ],
)
def test_edits_have_names(edit: Edit, name: str) -> None:
    assert named(edit) == name


def test_five_thousand_utterances_with_a_hundred_edits_are_corrected_without_a_pause() -> None:
    call = made_up_call(16)
    first = call.recording.utterances[0]
    many = tuple(replace(first, span=Span(3.0 * at, 3.0 * at + 2.5)) for at in range(5000))
    recording = replace(call.recording, utterances=many, duration=15000.0)
    session = Session("job", "a", kept=7, held=True).apply(JobFinished("job", recording)).apply(ResultKept("job", 7))
    edits = tuple(CorrectWords(one.segment, "one two") for one in many[::50])
    began = time.perf_counter()
    session = _with(session, *edits)
    assert len([one for one in session.utterances if one.correction is not None]) == 100
    assert time.perf_counter() - began < 0.5
