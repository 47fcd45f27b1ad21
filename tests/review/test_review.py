"""Edits of an analysed recording: what becomes of words, places, speakers and numbers, and how each is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mmemotion.errors import EditError
from mmemotion.review.corrected import corrected, judged_as, pending
from mmemotion.review.edits import (
    AssignSpeaker,
    CorrectEmotion,
    CorrectWords,
    Edit,
    Merge,
    MoveBounds,
    RenameSpeaker,
    Split,
    SwapSpeakers,
)
from mmemotion.types import (
    EMOTIONS,
    ChannelPlan,
    Emotion,
    Estimate,
    Media,
    Prosody,
    Recording,
    Segment,
    Span,
    Transcript,
    Utterance,
    Word,
)


def _estimate(label: Emotion) -> Estimate:
    shares = {emotion: 0.7 if emotion is label else 0.05 for emotion in EMOTIONS}
    return Estimate(shares, {}, {}, 0.7, False)


def _utterance(start: float, channel: int, text: str, label: Emotion = Emotion.NEUTRAL) -> Utterance:
    words = text.split()
    step = 2.0 / len(words)
    placed = tuple(
        Word(f" {word}", Span(start + place * step, start + (place + 1) * step), 0.9)
        for place, word in enumerate(words)
    )
    speaker = f"Speaker {channel + 1}"
    return Utterance(
        Span(start, start + 2.0), channel, speaker, Transcript(placed, "en"), Prosody({}, {}), _estimate(label)
    )


CALL = Recording(
    Media("call.wav", "wav", "pcm", 8000, 2, 30.0),
    30.0,
    ChannelPlan.SPLIT,
    "en",
    (
        _utterance(0, 0, "good morning how are you"),
        _utterance(3, 1, "i want my honey back", Emotion.ANGRY),
        _utterance(6, 1, "right now please", Emotion.ANGRY),
        _utterance(9, 0, "of course"),
    ),
    (),
)
HONEY = CALL.utterances[1].segment


def _with(*edits: Edit, rescored: tuple[Utterance, ...] = ()) -> Recording:
    return corrected(CALL, edits, {judged_as(one): one for one in rescored})


def test_corrected_words_keep_the_times_of_those_that_were_right_and_wait_for_an_estimate() -> None:
    found = _with(CorrectWords(HONEY, "I want my  money back")).utterances[1]
    assert found.transcript.text == "I want my money back"
    before = CALL.utterances[1].transcript.words
    assert [word.span for word in found.transcript.words] == [word.span for word in before]
    assert [word.probability for word in found.transcript.words] == [0.9, 0.9, 0.9, 1.0, 0.9]
    assert found.estimate is None
    assert found.correction is not None
    assert found.correction.pending
    assert found.correction.before == (CALL.utterances[1],)


def test_words_put_in_where_there_is_no_room_stay_in_order_within_the_utterance() -> None:
    found = _with(CorrectWords(HONEY, "well i want all of my honey back today")).utterances[1]
    starts = [word.span.start for word in found.transcript.words]
    assert starts == sorted(starts)
    assert starts[0] >= 3
    assert found.transcript.words[-1].span.end <= 5


def test_a_new_estimate_stands_beside_the_old_one() -> None:
    edit = CorrectWords(HONEY, "i want my money back")
    waiting = _with(edit)
    assert pending(waiting) == (waiting.utterances[1],)
    judged = replace(waiting.utterances[1], estimate=_estimate(Emotion.SAD), correction=None)
    found = _with(edit, rescored=(judged,))
    one = found.utterances[1]
    assert not pending(found)
    assert one.estimate is not None
    assert one.estimate.label is Emotion.SAD
    assert one.correction is not None
    assert one.correction.before[0].estimate is CALL.utterances[1].estimate


def test_who_comes_back_to_what_was_recognised_has_its_estimate_again() -> None:
    found = _with(CorrectWords(HONEY, "something else"), CorrectWords(HONEY, "i want my honey back")).utterances[1]
    assert found.estimate is CALL.utterances[1].estimate
    assert found.transcript is CALL.utterances[1].transcript
    assert found.correction is None


def test_an_emotion_the_user_hears_stands_beside_the_estimate_of_the_model() -> None:
    found = _with(CorrectEmotion(HONEY, Emotion.DISGUST)).utterances[1]
    assert found.correction is not None
    assert found.correction.label is Emotion.DISGUST
    assert found.estimate is CALL.utterances[1].estimate
    back = _with(CorrectEmotion(HONEY, Emotion.DISGUST), CorrectEmotion(HONEY, None)).utterances[1]
    assert back.correction is None


def test_split_deals_the_words_by_time_and_merge_puts_them_together_again() -> None:
    halves = _with(Split(HONEY, 4.0))
    first, second = halves.utterances[1:3]
    assert (first.transcript.text, second.transcript.text) == ("i want", "my honey back")
    assert (first.span, second.span) == (Span(3, 4), Span(4, 5))
    assert first.correction is not None
    assert first.correction.before == (CALL.utterances[1],)
    whole = _with(Split(HONEY, 4.0), Merge(first.segment))
    assert len(whole.utterances) == 4
    assert whole.utterances[1].estimate is CALL.utterances[1].estimate


def test_merge_takes_the_next_of_the_same_channel() -> None:
    found = _with(Merge(HONEY))
    assert [one.transcript.text for one in found.utterances] == [
        "good morning how are you",
        "i want my honey back right now please",
        "of course",
    ]
    assert found.utterances[1].span == Span(3, 8)


def test_bounds_move_as_far_as_the_neighbours_and_the_recording_reach() -> None:
    found = _with(MoveBounds(HONEY, Span(2.5, 6.0))).utterances[1]
    assert found.span == Span(2.5, 6.0)
    assert found.transcript.text == "i want my honey back"
    last = CALL.utterances[3].segment
    for segment, span in ((HONEY, Span(3, 6.5)), (last, Span(9, 31)), (last, Span(1.5, 11)), (HONEY, Span(4, 4.05))):
        assert "left out" in " ".join(_with(MoveBounds(segment, span)).warnings)


def test_speakers_are_renamed_swapped_and_assigned_without_another_estimate() -> None:
    renamed = _with(RenameSpeaker("Speaker 2", " Ms  Bell "))
    assert [one.speaker for one in renamed.utterances] == ["Speaker 1", "Ms Bell", "Ms Bell", "Speaker 1"]
    assert renamed.utterances[1].estimate is CALL.utterances[1].estimate
    swapped = _with(SwapSpeakers("Speaker 1", "Speaker 2"))
    assert [one.speaker for one in swapped.utterances] == ["Speaker 2", "Speaker 1", "Speaker 1", "Speaker 2"]
    assigned = _with(AssignSpeaker(HONEY, "Speaker 1"))
    assert assigned.speakers == ("Speaker 1", "Speaker 2")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (CorrectWords(Segment(Span(0, 1), 0), "x"), "not there any more"),
        (CorrectWords(HONEY, "x" * 5001), "split it first"),
        (Split(HONEY, 3.01), "0.1 s"),
        (Split(HONEY, float("nan")), "0.1 s"),
        (Merge(CALL.utterances[2].segment), "nothing to merge"),
        (RenameSpeaker("Nobody", "x"), "Nobody in this recording is called Nobody"),
        (RenameSpeaker("Speaker 1", "  "), "1 to 100"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(edit: Edit, words: str) -> None:
    from mmemotion.review.applied import applied

    with pytest.raises(EditError, match=words):
        applied(CALL.utterances, edit, CALL.duration)


def test_edits_that_do_not_fit_another_analysis_are_left_out_and_counted() -> None:
    found = _with(CorrectWords(Segment(Span(0.5, 1), 0), "x"), CorrectEmotion(HONEY, Emotion.SAD))
    assert found.utterances[1].correction is not None
    assert found.warnings == (
        "1 correction does not fit this analysis and had to be left out; undo the corrections, or make them again.",
    )


def test_five_thousand_utterances_are_corrected_in_a_moment() -> None:
    import time

    many = tuple(_utterance(3.0 * place, 0, "one two three") for place in range(5000))
    recording = replace(CALL, utterances=many, duration=15000.0)
    edits = [CorrectWords(one.segment, "one two four") for one in many[::100]]
    began = time.perf_counter()
    assert len(pending(corrected(recording, edits, {}))) == 50
    assert time.perf_counter() - began < 0.5
