"""What holds for every conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversations import mood, said
from hypothesis import given, settings
from hypothesis import strategies as st

from mmemotion.calls.facts import CallFacts, facts
from mmemotion.types import EMOTIONS, Span, Utterance, Word

DURATION = 110.0
part = st.tuples(
    st.sampled_from("ABC"),
    st.integers(0, 950),
    st.integers(1, 80),
    st.integers(0, 6),
    st.sampled_from(EMOTIONS),
    st.booleans(),
)


def made(parts: list[tuple[str, int, int, int, str, bool]]) -> tuple[Utterance, ...]:
    """Starts in tenths of a second, ends half a tenth later: nothing is as long as a threshold."""
    return tuple(
        said(who, at / 10, min((at + long) / 10, DURATION) + 0.05, words, estimate=mood(e, 0.7, unsure))
        for who, at, long, words, e, unsure in sorted(parts, key=lambda one: one[1])
    )


conversations = st.lists(part, max_size=14).map(made)
quick = settings(max_examples=150, deadline=None)


@quick
@given(conversations)
def test_shares_sum_to_one_and_times_to_the_whole(utterances: tuple[Utterance, ...]) -> None:
    call = facts(utterances, DURATION)
    talked = sum(speaker.talk_seconds for speaker in call.speakers)
    if talked:
        assert sum(speaker.talk_share for speaker in call.speakers) == pytest.approx(1)
    for speaker in call.speakers:
        assert 0 <= speaker.listen_share <= 1
        assert sum(speaker.emotions.named.values()) + speaker.emotions.unsure == pytest.approx(1)
        assert sum(quarter.seconds for quarter in speaker.quarters) == pytest.approx(speaker.emotions.seconds)
    spoken = DURATION - call.silence_seconds
    assert spoken + call.overlap_seconds - 1e-6 <= talked <= spoken + 2 * call.overlap_seconds + 1e-6


@quick
@given(conversations)
def test_every_change_of_turns_is_a_transfer_or_follows_a_lapse(utterances: tuple[Utterance, ...]) -> None:
    call = facts(utterances, DURATION)
    turns = sum(speaker.turns for speaker in call.speakers)
    assert len(call.transfers) <= max(0, turns - 1)
    assert sum(len(speaker.response_times) for speaker in call.speakers) == len(call.transfers)
    assert sum(sum(s.interrupted.values()) for s in call.speakers) == len(call.interruptions)
    assert all(transfer.last != transfer.next for transfer in call.transfers)


@quick
@given(conversations, st.integers(1, 50))
def test_a_later_start_moves_everything_and_changes_nothing_else(utterances: tuple[Utterance, ...], by: int) -> None:
    before, after = facts(utterances, DURATION), facts([moved(u, by) for u in utterances], DURATION + by)
    assert [t.offset for t in after.transfers] == pytest.approx([t.offset for t in before.transfers])
    assert [s.talk_seconds for s in after.speakers] == pytest.approx([s.talk_seconds for s in before.speakers])
    assert after.silence_seconds == pytest.approx(before.silence_seconds + by)


@quick
@given(conversations)
def test_names_do_not_matter(utterances: tuple[Utterance, ...]) -> None:
    renamed = [replace(u, speaker={"A": "Zoë", "B": "Y", "C": "X"}[u.speaker]) for u in utterances]
    before, after = facts(utterances, DURATION), facts(renamed, DURATION)
    assert summed(after) == summed(before)


@quick
@given(conversations)
def test_cutting_an_utterance_between_two_words_changes_nothing(utterances: tuple[Utterance, ...]) -> None:
    halves = [half for u in utterances for half in halved(u)]
    before, after = facts(utterances, DURATION), facts(halves, DURATION)
    assert [t.offset for t in after.transfers] == pytest.approx([t.offset for t in before.transfers])
    for one, other in zip(before.speakers, after.speakers, strict=True):
        assert (one.turns, one.words, one.trend) == (other.turns, other.words, one.trend)
        assert one.talk_seconds == pytest.approx(other.talk_seconds)
        assert one.emotions.tone == pytest.approx(other.emotions.tone)


def summed(call: CallFacts) -> list[tuple[object, ...]]:
    return [
        (s.talk_seconds, s.listen_share, s.turns, s.longest_monologue, s.response_times, sum(s.interrupted.values()))
        for s in call.speakers
    ]


def moved(utterance: Utterance, by: float) -> Utterance:
    words = tuple(Word(w.text, Span(w.span.start + by, w.span.end + by), 0.9) for w in utterance.transcript.words)
    span = Span(utterance.span.start + by, utterance.span.end + by)
    return replace(utterance, span=span, transcript=replace(utterance.transcript, words=words))


def halved(utterance: Utterance) -> list[Utterance]:
    words = utterance.transcript.words
    if len(words) < 2:
        return [utterance]
    middle = len(words) // 2
    at = words[middle].span.start
    return [
        replace(utterance, span=span, transcript=replace(utterance.transcript, words=part))
        for span, part in (
            (Span(utterance.span.start, at), words[:middle]),
            (Span(at, utterance.span.end), words[middle:]),
        )
    ]
