"""Large results on their way to the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mmemotion.engine.slices import SLICE, Joiner, sliced
from mmemotion.messages import Event, JobFinished, LibraryChanged, ResultPart, decode_event, encode
from mmemotion.store.blobs import pack
from mmemotion.types import Recording, Span
from tests.store.made import Line, result


def long_one(count: int) -> Recording:
    found = result(Path("call.wav"), [Line("so it is")])
    (said,) = found.utterances
    return replace(found, utterances=tuple(replace(said, span=Span(float(n), n + 0.5)) for n in range(count)))


def sent(*events: Event) -> list[Event]:
    """What arrives."""
    joiner = Joiner(decode_event)
    taken = (joiner.take(encode(part)) for event in events for part in sliced(event))
    return [event for event in taken if event is not None]


@pytest.mark.parametrize("count", [0, 1, SLICE, SLICE + 1, 5 * SLICE + 7])
def test_a_result_arrives_as_it_was(count: int) -> None:
    (finished,) = sent(JobFinished("1", long_one(count)))
    assert isinstance(finished, JobFinished)
    assert pack(finished.recording) == pack(long_one(count))


def test_no_message_is_large() -> None:
    parts = list(sliced(JobFinished("1", long_one(1000))))
    assert max(len(part.utterances) for part in parts if isinstance(part, ResultPart)) <= SLICE
    assert isinstance(parts[-1], JobFinished)
    assert not parts[-1].recording.utterances


def test_results_may_cross_on_their_way() -> None:
    joiner = Joiner(decode_event)
    one, other = (list(sliced(JobFinished(job, long_one(count)))) for job, count in (("1", 250), ("2", 350)))
    mixed = [event for pair in zip(one, other, strict=False) for event in pair] + other[len(one) :]
    arrived = [event for event in (joiner.take(encode(each)) for each in [LibraryChanged((1,)), *mixed]) if event]
    assert arrived[0] == LibraryChanged((1,))
    lengths = {event.job: len(event.recording.utterances) for event in arrived if isinstance(event, JobFinished)}
    assert lengths == {"1": 250, "2": 350}
