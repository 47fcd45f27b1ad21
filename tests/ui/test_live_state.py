"""What is known of a recording being made, without a window."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from scripted_engine import Call, made_up_call
from scripted_live import LiveCall

from mmemotion.config import ChannelMode
from mmemotion.messages import (
    EstimatePreviewed,
    GapFound,
    JobFailed,
    JobFinished,
    Listening,
    MicrophoneTrouble,
    PartialTranscript,
    RecordingSaved,
    TracksAdvanced,
    Trouble,
    UtteranceHeard,
    UtteranceReady,
    WaveformAdvanced,
)
from mmemotion.types import EMOTIONS, Emotion, Gap, Microphone, Span, Track, Unfinished
from ui.state.affect import PLACES, Place, place
from ui.state.choices import Choices
from ui.state.interrupted import sentence
from ui.state.level import HOLD, Level, share
from ui.state.live import CALM, LOADING, Live, begin
from ui.state.live_facts import late, lost, perceived, where_lost
from ui.state.live_lines import LiveLines
from ui.state.live_words import MOST_LINES
from ui.state.mood import SMOOTHING, Mood
from ui.state.restarts import Restarts
from ui.state.rolling import KEPT, LATENCY, Head, Points
from ui.state.session import Phase, Session

RECORDED = Session("1", "/r.wav", Phase.RECORDING, recorded=True)


def only(emotion: Emotion, share: float = 1.0) -> dict[Emotion, float]:
    return {e: share if e is emotion else (1 - share) / 6 for e in EMOTIONS}


def test_sound_grows_and_words_replace_each_other_in_place(call: Call) -> None:
    session, live = RECORDED, LiveCall(call)
    for event in live.sound("1", 0.0, 20.0, 100.0):
        session = session.apply(event)
    assert session.peaks.duration == pytest.approx(20.0)
    first, second, third = call.recording.utterances[:3]
    for utterance in (first, second, third):
        session = session.apply(UtteranceHeard("1", replace(utterance, estimate=None)))
    session = session.apply(UtteranceReady("1", second))
    assert [u.span for u in session.utterances] == [first.span, second.span, third.span]
    assert session.utterances[1] is second


def test_the_engine_cannot_end_a_recording(call: Call) -> None:
    assert RECORDED.apply(JobFailed("1", "ModelError", "no")).phase is Phase.RECORDING
    assert RECORDED.apply(WaveformAdvanced("1", call.envelope)).peaks.length == 0
    saved = RECORDED.apply(RecordingSaved("1", "/r.wav", 9.0, ()))
    assert saved.phase is Phase.RUNNING
    early = RECORDED.apply(JobFinished("1", call.recording))
    assert early.phase is Phase.FINISHED
    assert early.apply(RecordingSaved("1", "/r.wav", 9.0, ())) is early


def test_an_analysis_from_the_file_keeps_the_place_and_the_channels() -> None:
    again = replace(RECORDED, phase=Phase.RUNNING, channels=ChannelMode.SPLIT).again("2")
    assert (again.view, again.channels, again.recorded) == ("1", ChannelMode.SPLIT, True)


def test_the_mood_moves_calmly_and_names_do_not_flicker() -> None:
    mood = Mood().hear(only(Emotion.SAD), 0.0)
    assert mood.named is Emotion.SAD
    mood = mood.hear(only(Emotion.HAPPY), 0.0).moved(SMOOTHING)
    assert mood.shown[EMOTIONS.index(Emotion.HAPPY)] == pytest.approx(1 - np.exp(-1))
    assert mood.named is Emotion.HAPPY
    likely = tuple(only(Emotion.HAPPY, 0.45).values())
    mood = replace(mood, shown=likely, heard=likely)
    assert mood.moved(SMOOTHING + 0.01).named is Emotion.HAPPY
    assert replace(mood, named=None).moved(SMOOTHING + 0.01).named is None


def test_the_motion_does_not_depend_on_the_frame_rate() -> None:
    start = Mood().hear(only(Emotion.SAD), 0.0).hear(only(Emotion.HAPPY), 0.0)
    often = start
    for step in range(1, 101):
        often = often.moved(step / 100)
    assert often.shown == pytest.approx(start.moved(1.0).shown)


def test_a_mood_at_rest_does_not_change_and_its_trail_is_short() -> None:
    mood = Mood().hear(only(Emotion.SAD), 0.0)
    for step in range(2000):
        mood = mood.hear(only(EMOTIONS[step % 7]), step / 50).moved(step / 50)
    assert len(mood.trail) <= 42
    resting = mood.moved(60.0).moved(120.0)
    assert resting.is_stale(120.0)
    assert resting.moved(121.0) is resting


def test_the_place_is_the_weighted_mean() -> None:
    assert place(only(Emotion.ANGRY)) == PLACES[Emotion.ANGRY] == Place(-0.51, 0.59)
    both = place({Emotion.HAPPY: 0.5, Emotion.NEUTRAL: 0.5})
    assert (both.valence, both.arousal) == (pytest.approx(0.38), pytest.approx(0.24))


def test_a_peak_is_held_and_clipping_stays() -> None:
    level = Level().hear(-20.0, -0.1, True, 10.0)
    level = level.hear(-50.0, -45.0, False, 10.0 + HOLD / 2)
    assert (level.peak, level.clipped) == (-0.1, True)
    assert level.level == pytest.approx(-47.0)
    assert level.hear(-50.0, -45.0, False, 10.1 + HOLD).peak == -45.0
    assert not level.forgiven().clipped
    assert [share(value) for value in (-120.0, -30.0, 3.0)] == [0.0, 0.5, 1.0]


def test_the_head_rolls_evenly_and_waits_for_sound() -> None:
    rng = np.random.default_rng(1)
    head, places = Head(), []
    for step in range(1, 500):
        head = head.hear(step * 0.04, 50.0 + step * 0.04 + rng.uniform(0, 0.01))
        places += [head.at(50.005 + step * 0.04 + part * 0.01) for part in range(4)]
    moves = np.diff(places[400:])
    assert moves.min() >= 0.0
    assert moves.max() < 0.02
    assert head.at(1000.0) == pytest.approx(head.seconds)
    assert head.at(50.005 + head.seconds) == pytest.approx(head.seconds - LATENCY, abs=0.01)


def test_after_a_pause_the_head_goes_on_where_it_was() -> None:
    head = Head().hear(10.0, 100.0).hear(10.04, 160.04)
    assert head.at(160.04) == pytest.approx(10.04 - LATENCY)


def test_tracks_are_joined_only_where_they_meet_and_forgotten_later() -> None:
    track = Track("f0", "Hz", 0.0, 0.01, np.full(100, 200.0, np.float32))
    points = Points().append(track).append(replace(track, start=1.0)).append(replace(track, start=5.0))
    assert np.isnan(points.values).sum() == 1
    assert len(points.append(replace(track, start=5.0)).times) == len(points.times)
    for second in range(6, 6 + 3 * round(KEPT)):
        points = points.append(replace(track, start=float(second)))
    assert len(points.times) <= (KEPT + 1) * 100


def test_memory_stays_bounded() -> None:
    live = begin("1", "/r.wav", 1)
    for step in range(4000):
        end = step / 4
        live = live.apply(EstimatePreviewed("1", 0, Span(end - 4, end), only(Emotion.SAD)), end)
        live = live.apply(GapFound("1", Gap(end, 0.1, "slow")), end)
    assert len(live.channels[0].previews) <= 4 * KEPT + 1
    assert len(live.gaps) == 5
    assert lost(live) == "400.0 s of sound lost"
    assert where_lost(live).count("\n") == 4


def test_who_speaks_is_shown_but_not_for_every_interjection() -> None:
    live = begin("1", "/r.wav", 2)
    for now, channel in ((0.0, 0), (0.1, 1), (0.3, 0), (0.5, 1)):
        live = live.apply(EstimatePreviewed("1", channel, Span(0, now), only(Emotion.SAD)), now)
    assert live.speaking == 0
    live = live.apply(EstimatePreviewed("1", 1, Span(0, 2), only(Emotion.HAPPY)), 2.0)
    assert perceived(live, 2.0).caption == "Speaker 2"
    assert perceived(live, 9.0).caption == "nobody is speaking"


def test_the_worst_is_said_first() -> None:
    live = begin("1", "/r.wav", 1)
    assert live.sentence(0.0) == (LOADING, False)
    live = live.apply(Listening("1", 0.0, 3.0, True), 0.0)
    assert live.sentence(0.0) == (LOADING, False)
    live = live.apply(TracksAdvanced("1", 0, ()), 0.0)
    assert live.sentence(0.0) == (CALM, False)
    live = live.noticed("It was restarted.", 5.0)
    assert live.sentence(6.0) == ("It was restarted.", True)
    assert live.sentence(60.0) == (CALM, False)
    live = live.apply(JobFailed("1", "ModelError", "The model is gone."), 7.0)
    assert live.sentence(8.0)[0].startswith("The model is gone. The recording goes on")
    live = live.apply(MicrophoneTrouble("1", Trouble.MUTED, "It is muted."), 8.0)
    assert live.sentence(8.0) == ("It is muted.", True)
    live = live.apply(MicrophoneTrouble("1", Trouble.NONE, ""), 9.0)
    assert live.sentence(9.0)[0].startswith("The model is gone.")


def test_late_is_said_only_when_it_matters() -> None:
    live = begin("1", "/r.wav", 1)
    assert late(live.apply(Listening("1", 9.0, 6.4, False), 0.0)) == ""
    live = live.apply(TracksAdvanced("1", 0, ()), 0.0)
    assert late(live.apply(Listening("1", 9.0, 1.9, True), 0.0)) == ""
    assert late(live.apply(Listening("1", 9.0, 6.4, False), 0.0)) == "behind by 6 s"
    assert live.apply(Listening("2", 9.0, 6.4, False), 0.0) is live


def test_the_words_of_an_utterance_take_the_place_of_the_partial_ones(call: Call) -> None:
    first = call.recording.utterances[0]
    live, session, lines = begin("1", "/r.wav", 2), RECORDED, LiveLines()
    said = PartialTranscript("1", first.channel, first.span.start, " word0", " word1")
    live = live.apply(said, 0.0)
    (line,) = lines.of(session, live)
    assert (line.settled, line.tentative, line.ended) == ("word0", "word1", False)
    heard = UtteranceHeard("1", first)
    live, session = live.apply(heard, 0.0), session.apply(heard)
    (line,) = lines.of(session, live)
    assert line.ended
    following = PartialTranscript("1", first.channel, first.span.end + 1, "", " word9")
    live = live.apply(following, 0.0).apply(heard, 0.0)
    assert len(lines.of(session, live)) == 2
    assert live.apply(msgspec.structs.replace(following, tentative=""), 0.0).partials[first.channel].tentative == ""


def test_a_label_is_shown_only_when_sure(call: Call) -> None:
    session = replace(RECORDED, utterances=call.recording.utterances)
    for line, utterance in zip(LiveLines().of(session, begin("1", "", 2)), call.recording.utterances, strict=True):
        if utterance.estimate is None:
            assert (line.label, line.verdict) == (None, "not scored")
        elif utterance.estimate.abstained:
            assert (line.label, line.verdict) == (None, "not sure")
        else:
            assert line.label is utterance.estimate.label


def test_only_the_latest_lines_are_made() -> None:
    session = replace(RECORDED, utterances=made_up_call(200, rate=400).recording.utterances)
    assert len(LiveLines().of(session, begin("1", "", 2))) == MOST_LINES


def test_restarts_are_limited_in_time() -> None:
    restarts: Restarts | None = Restarts(most=3, seconds=30.0)
    for now in (0.0, 1.0, 2.0):
        assert restarts is not None
        restarts = restarts.again(now)
    assert restarts is not None
    assert restarts.again(10.0) is None
    assert restarts.again(31.5) is not None


def test_a_microphone_that_is_gone_is_not_asked_for() -> None:
    choices = Choices(wanted="Headset", wanted_channels=2)
    assert (choices.microphone, choices.channel_count) == ("Headset", 2)
    found = choices.with_microphones((Microphone("Built-in", 1, 48000, True), Microphone("Line", 8, 48000)))
    assert (found.microphone, found.channel_count, found.channels) == ("", 1, ChannelMode.AUTO)
    line = replace(found, wanted="Line")
    assert (line.microphone, line.channel_count, line.channels) == ("Line", 2, ChannelMode.SPLIT)


def test_an_interrupted_recording_is_named_by_its_time() -> None:
    found = Unfinished("/r/a.wav", 151.0, "2026-11-25T16:31:05")
    assert sentence(found) == "A recording of 25 November, 16:31 (2:31) was interrupted."
    assert sentence(replace(found, began="?")) == "A recording named a.wav (2:31) was interrupted."


def test_events_of_other_recordings_are_not_heard() -> None:
    live: Live = begin("1", "/r.wav", 1)
    assert live.apply(GapFound("2", Gap(0, 1, "")), 0.0) is live
