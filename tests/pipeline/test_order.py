from __future__ import annotations

from itertools import permutations

from mmemotion.pipeline.measured import Measured
from mmemotion.pipeline.order import Order
from mmemotion.types import Prosody, Span, Transcript, Utterance


def measured(start: float, channel: int) -> Measured:
    said = Utterance(Span(start, start + 1), channel, "", Transcript((), "en"), Prosody({}, {}), None)
    return Measured(said, {}, 1.0, scored=False, words_scored=False)


def starts(order: Order, before: tuple[float, int]) -> list[tuple[float, int]]:
    return [(one.utterance.span.start, one.utterance.channel) for one in order.release(before)]


def test_however_they_come_they_leave_by_start_and_then_channel() -> None:
    places = [(0.5, 1), (2.0, 0), (2.0, 1), (3.0, 0)]
    for arrival in permutations(places):
        order = Order()
        for place in arrival:
            order.add([measured(*place)])
        assert starts(order, (9.0, 0)) == places
        assert starts(order, (9.0, 0)) == []


def test_what_an_earlier_one_may_still_precede_is_held() -> None:
    order = Order()
    order.add([measured(1.0, 0), measured(4.0, 0), measured(4.0, 1)])
    assert starts(order, (1.0, 0)) == []
    assert starts(order, (4.0, 1)) == [(1.0, 0), (4.0, 0)]
    order.add([measured(3.5, 1)])
    assert starts(order, (4.1, 0)) == [(3.5, 1), (4.0, 1)]
