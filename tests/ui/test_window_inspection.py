"""What the window says in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted_engine import Call

from mmemotion.messages import JobFinished
from mmemotion.types import Branch, Emotion, Estimate, Modality
from ui.state.inspection import inspect, strongest, summary
from ui.state.session import Session
from ui.state.verdict import verdict
from ui.state.wording import clock, count, lasting, number, percent, signed

ANGRY = Estimate(
    probabilities={e: 0.4 if e is Emotion.ANGRY else 0.1 for e in Emotion},
    by_branch={Branch.VOICE: {Emotion.ANGRY: 0.8, Emotion.SAD: 0.2}},
    weights={Modality.ACOUSTIC: 0.5, Modality.PROSODY: 0.14, Modality.TEXT: 0.36},
    confidence=0.77,
    abstained=False,
)


def session_of(call: Call, estimate: Estimate | None) -> Session:
    first, *rest = call.recording.utterances
    recording = replace(call.recording, utterances=(replace(first, estimate=estimate), *rest))
    return Session("1", "a.wav").apply(JobFinished("1", recording))


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [
        (0, 0, "0:00"),
        (75.68, 1, "1:15.6"),
        (59.999, 1, "0:59.9"),
        (3661, 0, "1:01:01"),
        (-1, 0, "0:00"),
        (0.3, 1, "0:00.3"),
    ],
)
def test_clock(seconds: float, decimals: int, text: str) -> None:
    assert clock(seconds, decimals) == text


def test_numbers() -> None:
    assert percent(0.555) == "56\u2009%"
    assert signed(-1.23) == "\u22121.2"
    assert signed(2) == "+2.0"
    assert number(-26.4) == "\u221226"
    assert (lasting(41.6), lasting(59.7), lasting(200)) == ("42 s", "1 min 0 s", "3 min 20 s")
    assert count(1, "speaker") == "1 speaker"
    assert count(2, "speaker") == "2 speakers"


def test_a_sure_result_is_named() -> None:
    assert verdict(ANGRY) == "angry 40\u2009%"


def test_an_unsure_result_is_words_not_a_gap() -> None:
    assert verdict(replace(ANGRY, abstained=True)) == "not sure"
    assert verdict(None) == "not scored"


def test_the_inspection_says_what_said_so(call: Call) -> None:
    inspection = inspect(session_of(call, ANGRY), 0)
    assert inspection.words == pytest.approx(0.36)
    assert inspection.voice == pytest.approx(0.64)
    reasons = {fact.name: fact.value for fact in inspection.reasons}
    assert reasons["voice alone"] == "angry 80\u2009%"
    assert reasons["words alone"] == "nothing to go by"
    assert reasons["confidence"] == "77\u2009%"
    assert inspection.speaker == "Speaker 1"
    assert inspection.when == "0:00.5 – 0:03.5"


def test_how_much_of_the_speaker_the_voice_was_judged_against_is_told(call: Call) -> None:
    assert inspect(session_of(call, replace(ANGRY, baseline=41.6)), 0).compared == (
        "Compared with 42 s of this speaker's speech"
    )
    assert inspect(session_of(call, replace(ANGRY, baseline=200.0)), 0).compared == (
        "Compared with 3 min 20 s of this speaker's speech"
    )
    little = "No baseline yet: less than 10 s of this speaker heard"
    assert inspect(session_of(call, replace(ANGRY, baseline=9.9)), 0).compared == little


def test_a_model_without_baselines_claims_none(call: Call) -> None:
    assert inspect(session_of(call, replace(ANGRY, baseline=0.0)), 0).compared == ""
    assert inspect(session_of(call, None), 0).compared == ""
    session = session_of(call, replace(ANGRY, baseline=0.0))
    alone = inspect(replace(session, utterances=session.utterances[:1]), 0)
    assert alone.compared == "No baseline yet: less than 10 s of this speaker heard"


def test_the_words_are_rated_on_three_scales(call: Call) -> None:
    rated = replace(ANGRY, valence=-0.314, arousal=0.12, dominance=0.04)
    facts = {fact.name: fact.value for fact in inspect(session_of(call, rated), 0).affect}
    assert facts == {"valence": "unpleasant \u22120.31", "arousal": "excited +0.12", "dominance": "in between +0.04"}
    assert inspect(session_of(call, ANGRY), 0).affect == ()


def test_measures_are_compared_with_the_same_voice(call: Call) -> None:
    inspection = inspect(session_of(call, ANGRY), 0)
    pitch = next(fact for fact in inspection.measures if fact.name == "pitch")
    assert pitch.value.endswith(" Hz")
    assert pitch.usual.endswith(" sd")
    assert "0:21 of other speech" in inspection.baseline


def test_an_unknown_measure_is_left_out(call: Call) -> None:
    session = session_of(call, ANGRY)
    first, *rest = session.utterances
    prosody = replace(first.prosody, functionals={"f0_median_hz": float("nan"), "pause_share": 0.25})
    shown = inspect(replace(session, utterances=(replace(first, prosody=prosody), *rest)), 0).measures
    assert [(fact.name, fact.value) for fact in shown] == [("pauses", "25 %")]


def test_without_an_estimate_nothing_is_claimed(call: Call) -> None:
    inspection = inspect(session_of(call, None), 0)
    assert inspection.probabilities == ()
    assert inspection.words is None
    assert inspection.reasons == ()


def test_notes_and_dropped_words_are_told(call: Call) -> None:
    session = session_of(call, None)
    first, *rest = session.utterances
    first = replace(first, notes=("Too short.",), transcript=replace(first.transcript, dropped=("A loop.",)))
    assert inspect(replace(session, utterances=(first, *rest)), 0).notes == ("Too short.", "A loop.")


def test_the_strongest_come_first() -> None:
    assert strongest(ANGRY, 1) == [(Emotion.ANGRY, 0.4)]


def test_the_tool_tip_holds_speaker_result_and_words(call: Call) -> None:
    text = summary(call.recording.utterances[0])
    assert text.startswith("Speaker 1, 0:00.5\n")
    assert text.endswith("word0 word1 word2 word3 word4 word5")
