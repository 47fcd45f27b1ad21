"""What if, why, and selections: what is asked, what is shown of the answers, and in which words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scripted_engine import Call
from scripted_reasons import NUMBER, reasons

from mmemotion.messages import (
    EngineStopped,
    Explained,
    JobFinished,
    ResultKept,
    ReviewFailed,
    Suppose,
    Supposed,
)
from mmemotion.types import EMOTIONS, Branch, Emotion, Estimate, Modality, Prosody, Reasons, Span
from ui.state.inspection import NOTHING_UNUSUAL, inspect
from ui.state.reasons import LITTLE, MOST_WORDS, NO_SOUND, NO_VOICE, NO_WORDS, WORKING, Part, Why, carried
from ui.state.selection_summary import inspect_selection
from ui.state.session import Phase, Session
from ui.state.subject import NOT_KEPT, NOT_YET, Subject, subject_of
from ui.state.what_if import HINT, VOICE_ONLY, WhatIf
from ui.state.what_if import NO_WORDS as NOTHING_SAID


def shares(emotion: Emotion, share: float) -> dict[Emotion, float]:
    """One emotion has so much, the others the rest alike."""
    return {other: share if other is emotion else (1 - share) / 6 for other in EMOTIONS}


ANGRY = Estimate(
    probabilities=shares(Emotion.ANGRY, 0.64),
    by_branch={Branch.TEXT: shares(Emotion.SAD, 0.7), Branch.VOICE: shares(Emotion.HAPPY, 0.4)},
    weights={Modality.TEXT: 0.5, Modality.ACOUSTIC: 0.5},
    confidence=0.64,
    abstained=False,
    word_attention=(0.3, 0.1, 0.2, 0.2, 0.1, 0.1),
    frame_attention=np.full(75, 1 / 75, dtype=np.float32),
    prosody_attention={"pitch": 0.6, "loudness": 0.2, "timbre": 0.1, "tempo": 0.1},
)
NEUTRAL = replace(ANGRY, probabilities=shares(Emotion.NEUTRAL, 0.52))


def session_of(call: Call, *estimates: Estimate | None) -> Session:
    """The whole call, its first utterances with these estimates."""
    first = [replace(one, estimate=e) for one, e in zip(call.recording.utterances, estimates, strict=False)]
    recording = replace(call.recording, utterances=(*first, *call.recording.utterances[len(first) :]))
    return Session("1", "a.wav").apply(JobFinished("1", recording))


@pytest.fixture
def subject(call: Call) -> Subject:
    """Six words of three seconds, in the library: word0 to word5."""
    found = subject_of(session_of(call, ANGRY).apply(ResultKept("1", NUMBER)), 0)
    assert found is not None
    return found


def test_only_a_result_in_the_library_can_be_asked_about(call: Call) -> None:
    session = session_of(call, ANGRY)
    found = subject_of(session, 0)
    assert found is not None and found.number is None and found.hindrance == NOT_KEPT
    running = subject_of(replace(session, phase=Phase.RUNNING), 0)
    assert running is not None and running.hindrance == NOT_YET
    kept = subject_of(session.apply(ResultKept("1", NUMBER)), 0)
    assert kept is not None and (kept.number, kept.hindrance) == (NUMBER, "")
    assert subject_of(session, None) is None
    assert subject_of(session_of(call, None), 0) is None


def test_one_side_alone_needs_no_engine(subject: Subject) -> None:
    what_if = WhatIf(subject).choose(Branch.VOICE)
    assert what_if.question("1") is None
    shown = what_if.shown()
    assert shown.changed
    assert dict(shown.probabilities) == subject.estimate.by_branch[Branch.VOICE]
    assert shown.outcome == "Voice alone: perceived as happy, 40\u2009%."
    assert not what_if.choose(None).shown().changed


def test_a_word_left_out_is_asked_about_and_the_answer_shown(subject: Subject) -> None:
    what_if = WhatIf(subject).toggle(1)
    question = what_if.question("1")
    assert question == Suppose("1", NUMBER, subject.utterance.segment, (1,), ())
    waiting = what_if.asked("1")
    assert waiting.question("2") is None
    assert waiting.shown().outcome == "Without “word1”: being judged…"
    assert waiting.shown().probabilities == ()
    told = waiting.apply(Supposed("1", NEUTRAL)).shown()
    assert told.outcome == "Without “word1”: perceived as neutral, 52\u2009%."
    assert dict(told.probabilities) == NEUTRAL.probabilities and told.certain
    unsure = waiting.apply(Supposed("1", replace(NEUTRAL, abstained=True))).shown()
    assert unsure.outcome == "Without “word1”: not sure; most of all neutral, 52\u2009%."
    assert not unsure.certain


def test_words_of_one_side(subject: Subject) -> None:
    what_if = WhatIf(subject).toggle(1).toggle(4).choose(Branch.TEXT)
    assert what_if.question("1") == Suppose("1", NUMBER, subject.utterance.segment, (1, 4), (Branch.TEXT,))
    assert what_if.asked("1").shown().outcome.startswith("Words alone, without “word1” and “word4”: ")
    voice = what_if.choose(Branch.VOICE)
    assert voice.question("1") is None
    assert voice.shown().outcome.endswith(VOICE_ONLY)
    assert not voice.shown().can_leave_out
    assert what_if.toggle(0).toggle(2).asked("1").shown().outcome.startswith("Words alone, without 4 words: ")


def test_nothing_left_a_failure_and_an_engine_that_stops_are_told(subject: Subject) -> None:
    waiting = WhatIf(subject).toggle(0).asked("1")
    assert waiting.apply(Supposed("1", None)).shown().outcome == "Without “word0”: nothing is left to judge."
    assert waiting.apply(ReviewFailed(NUMBER, "1", "It is gone.")).shown().outcome == "Without “word0”: It is gone."
    assert waiting.apply(EngineStopped("It ended.")).shown().outcome == "Without “word0”: It ended."
    done = waiting.apply(Supposed("1", NEUTRAL))
    assert done.apply(EngineStopped("It ended.")) is done


def test_late_answers_and_those_to_others_change_nothing(subject: Subject) -> None:
    waiting = WhatIf(subject).toggle(0).asked("2")
    for event in (Supposed("1", NEUTRAL), ReviewFailed(NUMBER, "", "An edit."), Explained("2", None)):  # type: ignore[arg-type]
        assert waiting.apply(event) is waiting
    assert WhatIf(subject).apply(Supposed("", NEUTRAL)).answer is None
    changed = waiting.toggle(3)
    assert changed.apply(Supposed("2", NEUTRAL)) is changed


def test_another_utterance_begins_anew_and_the_same_one_goes_on(call: Call, subject: Subject) -> None:
    what_if = WhatIf(subject).toggle(1).choose(Branch.TEXT)
    again = what_if.about(Subject(subject.utterance, subject.estimate, 9))
    assert (again.without, again.branch) == ((1,), Branch.TEXT)
    other = what_if.about(subject_of(session_of(call, ANGRY), 1))
    assert (other.without, other.branch) == ((), None)
    assert what_if.reset().shown().outcome == HINT


def test_words_that_were_not_judged_cannot_be_left_out(subject: Subject) -> None:
    voice = replace(ANGRY, by_branch={Branch.VOICE: ANGRY.by_branch[Branch.VOICE]})
    shown = WhatIf(replace(subject, estimate=voice)).shown()
    assert shown.branches == (Branch.VOICE,) and shown.words == ()
    assert shown.outcome == NOTHING_SAID
    alone = WhatIf(replace(subject, number=None, hindrance=NOT_KEPT)).shown()
    assert alone.outcome == NOT_KEPT and not alone.can_leave_out and len(alone.words) == 6


def test_why_is_asked_once_it_is_wanted_and_of_the_emotion_perceived(call: Call, subject: Subject) -> None:
    assert Why(subject).question("1") is None
    why = Why(subject).want(True)
    question = why.question("1")
    assert question is not None and (question.emotion, question.segment) == (Emotion.ANGRY, subject.utterance.segment)
    asked = why.asked("1")
    assert asked.question("2") is None and asked.status == WORKING
    told = asked.apply(Explained("1", reasons(subject.utterance, Emotion.ANGRY)))
    assert told.carried is not None and told.carried.emotion is Emotion.ANGRY
    other = told.want(True, Emotion.SAD)
    assert other.carried is None
    found = other.question("2")
    assert found is not None and found.emotion is Emotion.SAD
    elsewhere = other.about(subject_of(session_of(call, ANGRY, NEUTRAL).apply(ResultKept("1", NUMBER)), 1))
    assert elsewhere.wanted and elsewhere.emotion is Emotion.NEUTRAL


def test_why_says_what_went_wrong(subject: Subject) -> None:
    asked = Why(subject).want(True).asked("1")
    assert asked.apply(ReviewFailed(NUMBER, "1", "It is gone.")).status == "It is gone."
    assert asked.apply(EngineStopped("It ended.")).status == "It ended."
    assert asked.apply(Explained("0", reasons(subject.utterance, Emotion.ANGRY))) is asked
    hindered = Why(replace(subject, number=None, hindrance=NOT_KEPT)).want(True)
    assert hindered.status == NOT_KEPT and hindered.question("1") is None and not hindered.possible


def test_words_are_ranked_by_how_much_they_change_and_beside_their_attention(subject: Subject) -> None:
    found = carried(reasons(subject.utterance, Emotion.ANGRY), subject.utterance, subject.estimate)
    assert [part.name for part in found.words[:2]] == ["word2", "word1"]
    assert [part.points for part in found.words[:2]] == ["+34", "\u22125"]
    assert [part.attention for part in found.words[:2]] == [0.2, 0.1]
    assert len(found.words) == MOST_WORDS
    assert found.scale == pytest.approx(0.34)
    assert [part.name for part in found.groups] == ["pitch", "loudness", "voice quality", "tempo"]
    assert found.groups[0].attention == 0.6
    assert found.note.startswith("Angry has 64\u2009%")
    assert Part("", 0.004).points == "0" and Part("", -0.004).points == "0"


def test_attention_lies_under_the_stretch_it_belongs_to(subject: Subject) -> None:
    attention = np.zeros(75, dtype=np.float32)
    attention[7], attention[74] = 0.25, 0.75  # 0.28 s and 2.96 s
    said = Reasons(Emotion.ANGRY, (), np.zeros(15, dtype=np.float32), 0.2, {})
    found = carried(said, subject.utterance, replace(ANGRY, frame_attention=attention))
    assert np.flatnonzero(found.looked).tolist() == [1, 14]
    assert found.looked.sum() == pytest.approx(1)


def test_what_is_missing_is_said(subject: Subject) -> None:
    def note(said: Reasons, estimate: Estimate = ANGRY) -> str:
        return carried(said, subject.utterance, estimate).note

    nothing = np.zeros(0, dtype=np.float32)
    said = reasons(subject.utterance, Emotion.ANGRY)
    assert not any(line in note(said) for line in (NO_WORDS, NO_SOUND, NO_VOICE, LITTLE))
    assert NO_WORDS in note(replace(said, words=()))
    assert NO_SOUND in note(replace(said, frames=nothing, groups={}))
    words_only = replace(ANGRY, by_branch={Branch.TEXT: ANGRY.by_branch[Branch.TEXT]})
    assert NO_VOICE in note(replace(said, frames=nothing, groups={}), words_only)
    flat = replace(said, words=(0.001,) * 6, frames=np.zeros(15, dtype=np.float32), groups={})
    assert LITTLE in note(flat)


def test_words_left_out_together_are_one_line(subject: Subject) -> None:
    said = Reasons(Emotion.ANGRY, (0.1, 0.1, 0.1, -0.2, -0.2, -0.2), np.zeros(0, np.float32), 0.2, {})
    found = carried(said, subject.utterance, subject.estimate).words
    assert [part.name for part in found] == ["word3 word4 word5", "word0 word1 word2"]
    assert found[1].attention == pytest.approx(0.6)


def test_what_is_unusual_for_the_speaker_is_said_in_words(call: Call) -> None:
    def pitched(hertz: float) -> Prosody:
        return Prosody({}, {"f0_median_hz": hertz, "hnr_mean_db": 10.0})

    session = session_of(call, ANGRY)
    others = [replace(one, prosody=pitched(200 + 10 * (i % 2))) for i, one in enumerate(session.utterances[2::2])]

    def unusual(hertz: float) -> tuple[str, ...]:
        first = replace(session.utterances[0], prosody=pitched(hertz))
        return inspect(replace(session, utterances=(first, *others)), 0).unusual

    mean = np.mean([one.prosody.functionals["f0_median_hz"] for one in others])
    deviation = np.std([one.prosody.functionals["f0_median_hz"] for one in others])
    assert unusual(mean + 2.1 * deviation) == ("Pitch 2.1 standard deviations above this speaker's usual",)
    assert unusual(mean - 1.3 * deviation) == ("Pitch 1.3 standard deviations below this speaker's usual",)
    assert unusual(mean + 0.9 * deviation) == (NOTHING_UNUSUAL,)
    few = replace(session, utterances=session.utterances[:4])
    assert inspect(few, 0).unusual == ()


def test_a_selection_counts_what_lies_in_it(call: Call) -> None:
    session = session_of(call, ANGRY, replace(NEUTRAL, abstained=True), NEUTRAL)
    summary = inspect_selection(session, Span(2.5, 11.5))
    assert (summary.when, summary.length) == ("0:02.5 – 0:11.5", "9.00\u2009s")
    one, two = summary.speakers
    assert (one.speaker, two.speaker) == ("Speaker 1", "Speaker 2")
    assert one.spoken == "4.00\u2009s in 2 utterances" and two.spoken == "3.00\u2009s in 1 utterance"
    mean = dict(one.probabilities)  # one second of angry, three of neutral
    assert mean[Emotion.ANGRY] == pytest.approx((0.64 + 3 * 0.08) / 4)
    assert sum(mean.values()) == pytest.approx(1)
    assert one.facts == ("not sure 0\u2009% of the time", "strongest: angry 64\u2009% at 0:00.5")
    assert two.facts == ("not sure 100\u2009% of the time",)
    assert one.words == "word4 word5 word0 word1 word2 word3 word4 word5"


def test_what_is_not_scored_is_said_and_counts_for_nothing(call: Call) -> None:
    session = session_of(call, None, ANGRY, NEUTRAL)
    one, _ = inspect_selection(session, Span(0.0, 11.5)).speakers
    assert "not scored 50\u2009% of the time" in one.facts
    assert dict(one.probabilities) == pytest.approx(NEUTRAL.probabilities)
    alone = inspect_selection(session, Span(0.5, 3.5)).speakers[0]
    assert alone.probabilities == () and alone.facts[-1] == "not scored 100\u2009% of the time"


def test_where_nobody_speaks(call: Call) -> None:
    assert inspect_selection(session_of(call, ANGRY), Span(3.6, 4.4)).speakers == ()
