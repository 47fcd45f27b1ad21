"""Heldner & Edlund (2010), figure 1: pauses, gaps, and overlaps within a turn and at a transfer."""

from __future__ import annotations

import pytest
from conversations import talk

from mmemotion.calls.floor import Floor, floor, moments, overlaps, silences
from mmemotion.calls.interruptions import interruptions
from mmemotion.calls.stretches import stretches
from mmemotion.types import Span

Part = tuple[str, float, float]


def held(*parts: Part) -> Floor:
    found = stretches(talk(*parts))
    return floor(found, moments(found, 60))


def transfers(*parts: Part) -> list[tuple[str, str, float, float]]:
    return [(t.last, t.next, round(t.at, 6), round(t.offset, 6)) for t in held(*parts).transfers]


def turns(*parts: Part) -> list[Part]:
    return [(t.speaker, t.span.start, t.span.end) for t in held(*parts).turns]


def test_a_gap() -> None:
    assert transfers(("A", 0, 2), ("B", 2.5, 4)) == [("A", "B", 2.5, 0.5)]


def test_a_pause_transfers_nothing() -> None:
    assert transfers(("A", 0, 2), ("A", 2.5, 4)) == []
    assert turns(("A", 0, 2), ("A", 2.5, 4)) == [("A", 0, 4)]


def test_an_overlap_at_a_transfer() -> None:
    assert transfers(("A", 0, 2), ("B", 1.7, 4)) == [("A", "B", 1.7, -0.3)]
    assert turns(("A", 0, 2), ("B", 1.7, 4)) == [("A", 0, 2), ("B", 1.7, 4)]


def test_an_overlap_within_a_turn_transfers_nothing() -> None:
    assert transfers(("A", 0, 4), ("B", 1, 1.5)) == []
    assert turns(("A", 0, 4), ("B", 1, 1.5)) == [("A", 0, 4)]


def test_no_gap_and_no_overlap() -> None:
    assert transfers(("A", 0, 2), ("B", 2, 4)) == [("A", "B", 2, 0)]


def test_talk_that_ends_under_anothers_belongs_to_the_turn() -> None:
    assert turns(("A", 0, 2), ("B", 1.5, 2)) == [("A", 0, 2)]


def test_both_begin_at_once_and_one_goes_on() -> None:
    assert transfers(("A", 0, 1), ("A", 2, 3), ("B", 2, 5)) == [("A", "B", 2, -1)]


def test_three_speakers() -> None:
    assert transfers(("A", 0, 2), ("B", 2.1, 3), ("C", 3.4, 5), ("A", 4.9, 6)) == [
        ("A", "B", 2.1, 0.1),
        ("B", "C", 3.4, 0.4),
        ("C", "A", 4.9, -0.1),
    ]


def test_after_a_lapse_talk_is_no_response_and_a_new_turn() -> None:
    assert transfers(("A", 0, 2), ("B", 5.5, 6), ("A", 6.5, 7)) == [("B", "A", 6.5, 0.5)]
    assert turns(("A", 0, 2), ("A", 5.5, 6)) == [("A", 0, 2), ("A", 5.5, 6)]


def test_overlaps_and_silences_are_found_with_their_bounds() -> None:
    found = stretches(talk(("A", 1, 4), ("B", 2, 3), ("B", 3.5, 5)))
    parts = moments(found, 8)
    assert overlaps(parts) == (Span(2, 3), Span(3.5, 4))
    assert silences(parts) == (Span(0, 1), Span(5, 8))


def test_nobody_talks() -> None:
    assert moments((), 3)[0].span == Span(0, 3)
    assert held() == Floor((), ())


@pytest.mark.parametrize(
    ("parts", "who"),
    [
        ((("A", 0, 4), ("B", 3, 6)), [("B", "A")]),
        ((("A", 0, 4), ("B", 3.5, 6)), [("B", "A")]),
        ((("A", 0, 4), ("B", 3.6, 6)), []),  # a little early
        ((("A", 0, 4), ("B", 1, 2), ("B", 4.1, 6)), []),  # talked over, did not take the floor
        ((("A", 0, 4), ("B", 3, 6), ("A", 5, 8)), [("B", "A"), ("A", "B")]),
    ],
)
def test_who_interrupts_whom(parts: tuple[Part, ...], who: list[tuple[str, str]]) -> None:
    assert [(t.next, t.last) for t in interruptions(held(*parts).transfers)] == who
