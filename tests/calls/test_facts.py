"""A call made by hand, every fact of it counted by hand."""

from __future__ import annotations

import pytest
from conversations import mood, said, talk

from mmemotion.calls.facts import CallFacts, SpeakerFacts, facts
from mmemotion.calls.trend import Trend
from mmemotion.types import Emotion, Span

#        0    2    4    6    8   10   12   14   16   18   20
# A      =====     ==========                   ====
# B           ====        =      =========                      (7-7.5 over A; 10-15)
CALL = (
    said("A", 0, 2, words=6, dbfs=-20, estimate=mood(Emotion.NEUTRAL)),
    said("B", 2.5, 4, words=4, dbfs=-30, estimate=mood(Emotion.HAPPY)),
    said("A", 4, 9, words=14, dbfs=-26, estimate=mood(Emotion.ANGRY, 0.8)),
    said("B", 7, 7.5, words=1, dbfs=-30),
    said("B", 8, 15, words=20, dbfs=-30, estimate=mood(Emotion.HAPPY, 0.5, abstained=True)),
    said("A", 16, 18, words=5, dbfs=-20, estimate=mood(Emotion.NEUTRAL)),
)


@pytest.fixture(scope="module")
def call() -> CallFacts:
    return facts(CALL, 20.0)


@pytest.fixture(scope="module")
def both(call: CallFacts) -> tuple[SpeakerFacts, SpeakerFacts]:
    first, second = call.speakers
    return first, second


def test_between_the_speakers(call: CallFacts) -> None:
    assert call.overlaps == (Span(7, 7.5), Span(8, 9))
    assert call.overlap_seconds == pytest.approx(1.5)
    assert call.silences == (Span(2, 2.5), Span(15, 16), Span(18, 20))
    assert call.silence_seconds == pytest.approx(3.5)
    assert call.longest_silence == Span(18, 20)
    assert call.lapses == ()
    assert [round(t.offset, 3) for t in call.transfers] == [0.5, 0, -1, 1]


def test_talk_and_listening(both: tuple[SpeakerFacts, SpeakerFacts]) -> None:
    first, second = both
    assert (first.talk_seconds, second.talk_seconds) == (pytest.approx(9), pytest.approx(9))
    assert first.talk_share == pytest.approx(0.5)
    assert first.listen_share == pytest.approx(7.5 / 16.5)
    assert second.listen_share == pytest.approx(7.5 / 16.5)


def test_turns_and_responses(both: tuple[SpeakerFacts, SpeakerFacts]) -> None:
    first, second = both
    assert (first.turns, second.turns) == (3, 2)
    assert first.longest_monologue == Span(4, 9)
    assert second.longest_monologue == Span(8, 15)
    assert first.response_times == (pytest.approx(0), pytest.approx(1))
    assert first.response_time == pytest.approx(0.5)
    assert second.response_times == (pytest.approx(0.5), pytest.approx(-1))


def test_interruptions(both: tuple[SpeakerFacts, SpeakerFacts]) -> None:
    first, second = both
    assert (first.interrupted, second.interrupted) == ({}, {"A": 1})


def test_rate_and_loudness(both: tuple[SpeakerFacts, SpeakerFacts]) -> None:
    first, second = both
    assert (first.words, second.words) == (25, 25)
    assert first.words_per_minute == pytest.approx(60 * 25 / 9)
    assert first.loudness == pytest.approx((2 * -20 + 5 * -26 + 2 * -20) / 9)
    assert second.loudness == pytest.approx(-30)


def test_emotions(both: tuple[SpeakerFacts, SpeakerFacts]) -> None:
    first, second = both
    assert first.emotions.named == {Emotion.NEUTRAL: pytest.approx(4 / 9), Emotion.ANGRY: pytest.approx(5 / 9)}
    assert second.emotions.named == {Emotion.HAPPY: pytest.approx(1.5 / 8.5)}
    assert second.emotions.unsure == pytest.approx(7 / 8.5)
    assert [None if q.tone is None else round(q.tone, 3) for q in first.quarters] == [-0.267, -0.8, None, 0]
    assert first.trend is Trend.UNKNOWN


def test_one_who_says_nothing_is_there_with_nothing() -> None:
    first, second = facts([*talk(("A", 1, 3)), said("B", 4, 5, words=0)], 6).speakers
    assert first.talk_share == 1
    assert (second.talk_share, second.listen_share, second.words_per_minute) == (0, 1, None)
    assert (second.longest_monologue, second.response_time, second.loudness) == (None, None, None)


def test_of_nothing() -> None:
    empty = facts((), 10)
    assert empty.speakers == ()
    assert empty.silences == (Span(0, 10),)
    assert facts((), 0).longest_silence is None


def test_a_hold_is_a_lapse_and_ends_a_monologue() -> None:
    call = facts(talk(("A", 0, 4), ("A", 64, 66)), 66)
    assert call.lapses == (Span(4, 64),)
    assert call.speakers[0].longest_monologue == Span(0, 4)
