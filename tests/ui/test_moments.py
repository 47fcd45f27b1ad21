"""Which moments are strong, in which order they are gone to, and where each emotion is strongest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from scripted_engine import Call

from mmemotion.types import Emotion, Estimate, Utterance
from ui.state.moments import Peak, is_strong, next_strong, peaks, places

NEUTRAL, ANGRY, SAD = Emotion.NEUTRAL, Emotion.ANGRY, Emotion.SAD


def judged(emotion: Emotion, share: float = 0.7, sure: bool = True) -> Estimate:
    rest = (1 - share) / 6
    return Estimate({e: share if e is emotion else rest for e in Emotion}, {}, {}, share, abstained=not sure)


def with_estimates(call: Call, estimates: Sequence[Estimate | None]) -> list[Utterance]:
    return [replace(u, estimate=e) for u, e in zip(call.recording.utterances, estimates, strict=False)]


@pytest.fixture
def spoken(call: Call) -> list[Utterance]:
    """Strong are rows 1, 4 and 5."""
    unsure, quiet = judged(ANGRY, 0.9, sure=False), judged(NEUTRAL)
    return with_estimates(call, [quiet, judged(ANGRY, 0.6), unsure, None, judged(SAD), judged(ANGRY, 0.8), quiet])


def test_strong_is_sure_and_not_neutral(spoken: list[Utterance]) -> None:
    assert [row for row, utterance in enumerate(spoken) if is_strong(utterance)] == [1, 4, 5]


def test_they_are_gone_to_in_order_of_time_and_around(spoken: list[Utterance]) -> None:
    starts = [utterance.span.start for utterance in spoken]
    assert [next_strong(spoken, row, starts[row], 1) for row in range(7)] == [1, 4, 4, 4, 5, 1, 1]
    assert [next_strong(spoken, row, starts[row], -1) for row in range(7)] == [5, 5, 1, 1, 1, 4, 5]


def test_what_has_not_begun_yet_is_next(call: Call) -> None:
    spoken = with_estimates(call, [judged(SAD), judged(ANGRY)])
    assert next_strong(spoken, 0, 0.0, 1) == 0
    assert next_strong(spoken, 0, spoken[0].span.start, 1) == 1


def test_without_a_strong_moment_there_is_nowhere_to_go(call: Call) -> None:
    spoken = with_estimates(call, [judged(NEUTRAL), None, judged(SAD, sure=False)])
    assert next_strong(spoken, 0, 0.0, 1) is None
    assert next_strong([], 0, 0.0, 1) is None


def test_the_peak_of_an_emotion_is_the_most_probable_of_the_sure(spoken: list[Utterance]) -> None:
    found = {peak.emotion: peak for peak in peaks(spoken)}
    assert (found[SAD], found[ANGRY]) == (Peak(SAD, 4, 0.7, True), Peak(ANGRY, 5, 0.8, True))


def test_an_unsure_peak_is_said_to_be_unsure(call: Call) -> None:
    spoken = with_estimates(call, [judged(NEUTRAL), judged(ANGRY, 0.4, sure=False), judged(ANGRY, 0.3, sure=False)])
    assert "Angry 40\u2009%, not sure · 0:04 · Speaker 2" in [place.name for place in places(spoken)]


def test_where_an_emotion_never_comes_first_its_most_probable_place_is_told_as_that(call: Call) -> None:
    spoken = with_estimates(call, [judged(NEUTRAL, 0.9), judged(NEUTRAL, 0.4), None])
    (angry,) = [peak for peak in peaks(spoken) if peak.emotion is ANGRY]
    assert (angry.row, angry.behind, angry.sure) == (1, NEUTRAL, False)
    assert any(place.name.startswith("Angry 10\u2009%, behind neutral · 0:04") for place in places(spoken))
    assert peaks(with_estimates(call, [None, judged(NEUTRAL, 0.999)])) == ()
