"""What the window knows, without a window: sessions, the desk, the cursor and the waveform."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scripted_engine import Call

from mmemotion.messages import (
    ChannelsPlanned,
    EngineStopped,
    JobCancelled,
    JobFailed,
    JobFinished,
    JobStarted,
    Progressed,
    UtteranceReady,
    WaveformAdvanced,
)
from mmemotion.types import ChannelPlan, Envelope, ModelRecord
from ui.state.cursor import Cursor, go_to
from ui.state.desk import Desk
from ui.state.models import Models, is_outdated
from ui.state.peaks import Peaks
from ui.state.session import Phase, Progress, Session


def played(call: Call) -> Session:
    session = Session("1", "/calls/made up.flac")
    for event in call.events("1"):
        session = session.apply(event)
    return session


def test_a_session_holds_what_the_engine_said(call: Call) -> None:
    session = played(call)
    assert session.phase is Phase.FINISHED
    assert session.utterances == call.recording.utterances
    assert session.duration == call.recording.duration
    assert session.title == "made up.flac"
    assert [lane.name for lane in session.lanes] == ["Speaker 1", "Speaker 2"]
    np.testing.assert_array_equal(session.peaks.buffer[: session.peaks.length, :, 0], call.envelope.minima)


def test_a_result_of_the_library_is_that_of_its_model(call: Call) -> None:
    other = ModelRecord("mine", "emotion", "ab")
    recording = replace(call.recording, models=(ModelRecord("whisper", "words", "cd"), other))
    kept = Session("1", "/calls/a.wav", Phase.OPENING, kept=4).apply(JobFinished("1", recording))
    assert kept.model == other
    assert is_outdated(kept, Models((ModelRecord("default", "emotion", "ef"),)))
    assert not is_outdated(kept, Models((other,), chosen="mine"))


def test_utterances_are_kept_in_order_however_they_arrive(call: Call) -> None:
    session = Session("1", "a.wav").apply(JobStarted("1", call.recording.media))
    for utterance in reversed(call.recording.utterances):
        session = session.apply(UtteranceReady("1", utterance))
    assert session.utterances == call.recording.utterances


def test_old_values_do_not_change(call: Call) -> None:
    early = Session("1", "a.wav").apply(WaveformAdvanced("1", call.envelope))
    later = early.apply(WaveformAdvanced("1", replace(call.envelope, start=call.recording.duration)))
    assert early.peaks.duration == pytest.approx(call.recording.duration)
    assert later.peaks.duration == pytest.approx(2 * call.recording.duration)


def test_events_of_other_jobs_and_after_the_end_change_nothing(call: Call) -> None:
    session = played(call)
    assert session.apply(JobFailed("2", "InputError", "no")) is session
    assert session.apply(JobCancelled("1")) is session
    assert session.apply(EngineStopped("gone")) is session


def test_averaged_channels_are_one_lane(call: Call) -> None:
    first = tuple(replace(u, channel=0, speaker="Speaker") for u in call.recording.utterances)
    mixed = replace(call.recording, plan=ChannelPlan.MIX, utterances=first)
    session = Session("1", "a.wav").apply(WaveformAdvanced("1", call.envelope)).apply(JobFinished("1", mixed))
    assert len(session.lanes) == 1
    assert session.drawn_peaks.channel_count == 1
    assert session.drawn_peaks.loudest == session.peaks.loudest


def test_lanes_are_right_before_the_first_utterance(call: Call) -> None:
    session = Session("1", "a.wav").apply(WaveformAdvanced("1", call.envelope))
    assert len(session.apply(ChannelsPlanned("1", ChannelPlan.MIX)).lanes) == 1
    assert len(session.apply(ChannelsPlanned("1", ChannelPlan.SPLIT)).lanes) == 2


def test_nobody_speaking_is_told_apart_from_not_done_yet(call: Call) -> None:
    running = Session("1", "a.wav").apply(JobStarted("1", call.recording.media))
    assert not running.silent
    assert running.apply(JobFinished("1", replace(call.recording, utterances=()))).silent


def test_speed_counts_from_the_beginning_of_a_stage() -> None:
    session = Session("1", "a.wav")
    for elapsed, done in ((9.0, 1.0), (10.0, 4.0), (11.0, 8.0)):
        session = session.apply(Progressed("1", "listening", done, 20.0, elapsed))
    assert session.progress == Progress("listening", 8.0, 20.0, 11.0, 9.0)
    assert session.progress.speed == pytest.approx(4.0)
    assert session.progress.left == pytest.approx(3.0)


def test_files_are_analysed_one_after_the_other(call: Call) -> None:
    desk = Desk().open(["/a.wav", "/b.wav"])
    first, second = (session.job for session in desk.sessions)
    assert desk.shown == first
    desk = desk.start(first)
    assert desk.next is None
    desk = desk.apply(JobFinished(first, call.recording))
    assert desk.next is not None
    assert desk.next.job == second


def test_opening_the_same_file_twice_only_shows_it() -> None:
    desk = Desk().open(["/a.wav"]).open(["/b.wav"])
    again = desk.open(["/a.wav"])
    assert again.sessions == desk.sessions
    assert again.shown == desk.sessions[0].job


def test_a_dead_engine_stops_only_what_was_running() -> None:
    desk = Desk().open(["/a.wav", "/b.wav"])
    first, second = (session.job for session in desk.sessions)
    desk = desk.start(first).apply(EngineStopped("killed"))
    assert [session.phase for session in desk.sessions] == [Phase.STOPPED, Phase.WAITING]
    again = desk.again(first)
    assert again.session is not None
    assert again.session.phase is Phase.WAITING
    assert again.session.job not in (first, second)


def test_a_result_is_there_while_its_recording_waits_again(call: Call) -> None:
    desk = Desk().open(["/a.wav", "/b.wav"])
    first, second = (session.job for session in desk.sessions)
    desk = desk.start(first).apply(JobFinished(first, call.recording)).start(second).again(first)
    waiting = desk.sessions[0]
    assert waiting.phase is Phase.WAITING
    assert waiting.visible.utterances == call.recording.utterances
    assert desk.shown == waiting.job != first
    taken_back = desk.drop_waiting(waiting.job).sessions[0]
    assert taken_back.phase is Phase.FINISHED
    assert taken_back.utterances == call.recording.utterances
    assert taken_back.view == waiting.view == first
    assert taken_back.before is None


def test_closing_shows_the_neighbour() -> None:
    desk = Desk().open(["/a.wav", "/b.wav", "/c.wav"])
    middle = desk.show(desk.sessions[1].job).close(desk.sessions[1].job)
    assert middle.session is desk.sessions[2]
    assert Desk().open(["/a.wav"]).close("unknown").session is not None


def test_the_cursor_stays_with_what_the_user_chose(call: Call) -> None:
    first, second, *rest = call.recording.utterances
    overlapping = replace(second, span=replace(second.span, start=first.span.start))
    session = replace(played(call), utterances=(first, overlapping, *rest))
    cursor = go_to(session, 0)
    assert cursor.index(session) == 0
    assert cursor.moved(first.span.start + 1).index(session) == 0
    assert cursor.moved(first.span.end + 0.1).index(session) == 1
    assert Cursor(first.span.start).index(session) == 1


def test_the_choice_stays_when_all_are_judged_again(call: Call) -> None:
    first, second, *rest = call.recording.utterances
    overlapping = replace(second, span=replace(second.span, start=first.span.start))
    session = replace(played(call), utterances=(first, overlapping, *rest))
    cursor = go_to(session, 0)
    again = replace(session, utterances=tuple(replace(u, estimate=None) for u in session.utterances))
    assert cursor.index(again) == 0
    assert go_to(session, 1).index(again) == 1


def test_before_the_first_utterance_the_first_is_inspected(call: Call) -> None:
    assert Cursor(0.0).index(played(call)) == 0
    assert Cursor(0.0).index(Session("1", "a.wav")) is None


def test_columns_never_lose_a_peak() -> None:
    samples = np.zeros((100_000, 1), dtype=np.float32)
    samples[54_321] = 0.9
    peaks = Peaks().append(Envelope(0.0, 0.02, -samples, samples))
    times, low, high = peaks.columns(0, 0.0, 2000.0, 500)
    assert len(times) <= 1000
    assert high.max() == pytest.approx(0.9)
    assert low.min() == pytest.approx(-0.9)
    assert times[high.argmax()] == pytest.approx(54_321 * 0.02, abs=8)


def test_columns_outside_the_recording_are_empty() -> None:
    peaks = Peaks().append(Envelope(0.0, 0.02, np.zeros((10, 1), np.float32), np.ones((10, 1), np.float32)))
    assert len(peaks.columns(0, 5.0, 6.0, 100)[0]) == 0
    assert len(peaks.columns(3, 0.0, 0.2, 100)[0]) == 0
    assert len(Peaks().columns(0, 0.0, 1.0, 100)[0]) == 0
