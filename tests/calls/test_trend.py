from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from conversations import mood, said

from mmemotion.calls.shares import by_quarter, shares, tone
from mmemotion.calls.trend import Trend, mann_kendall, pettitt, trend, turning_points
from mmemotion.types import EMOTIONS, Emotion, Span, Utterance


def moods(tones: Sequence[float]) -> list[Utterance]:
    """An utterance of 2 s every 3 s, as happy or, below 0, as angry as told."""
    return [
        said("A", 3 * i, 3 * i + 2, estimate=mood(Emotion.HAPPY if value > 0 else Emotion.ANGRY, abs(value)))
        for i, value in enumerate(tones)
    ]


def told(tones: Sequence[float]) -> Trend:
    utterances = moods(tones)
    return trend(utterances, by_quarter(utterances, 3.0 * len(tones)))


def test_tone_goes_from_unpleasant_to_pleasant() -> None:
    assert tone(mood(Emotion.HAPPY).probabilities) == 1
    assert tone(mood(Emotion.NEUTRAL).probabilities) == 0
    assert tone(mood(Emotion.SURPRISED).probabilities) == 0
    assert {tone(mood(e).probabilities) for e in (Emotion.SAD, Emotion.ANGRY, Emotion.FEARFUL, Emotion.DISGUST)} == {-1}
    assert tone(dict.fromkeys(EMOTIONS, 1 / 7)) == pytest.approx(-3 / 7)


def test_shares_are_of_scored_seconds_within_the_span() -> None:
    utterances = [
        said("A", 0, 4, estimate=mood(Emotion.ANGRY, 0.8)),
        said("A", 4, 6, estimate=mood(Emotion.HAPPY, 0.4, abstained=True)),
        said("A", 6, 9),
        said("A", 9, 11, estimate=mood(Emotion.HAPPY)),
    ]
    found = shares(utterances, Span(2, 10))
    assert found.seconds == 5
    assert found.named == {Emotion.ANGRY: pytest.approx(0.4), Emotion.HAPPY: pytest.approx(0.2)}
    assert found.unsure == pytest.approx(0.4)
    assert found.tone == pytest.approx((2 * -0.8 + 2 * 0.4 + 1) / 5)


def test_a_quarter_in_which_nobody_was_scored_has_no_tone() -> None:
    found = by_quarter(moods([0.5, 0.5]), 40)
    assert [quarter.tone for quarter in found] == [pytest.approx(0.5), None, None, None]


def test_a_rise_is_improving_and_a_fall_worsening() -> None:
    rise = [-0.6, -0.5, -0.4, -0.2, 0.0, 0.1, 0.3, 0.4]
    assert told(rise) is Trend.IMPROVING
    assert told(rise[::-1]) is Trend.WORSENING


def test_up_and_down_is_steady() -> None:
    assert told([0.5, -0.5] * 6) is Trend.STEADY


def test_a_certain_but_tiny_rise_is_steady() -> None:
    assert told(np.linspace(0.1, 0.15, 20).tolist()) is Trend.STEADY


def test_of_few_utterances_nothing_is_said() -> None:
    assert told([-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9]) is Trend.UNKNOWN


def test_mann_kendall_agrees_with_all_orders_of_seven_values() -> None:
    """The two-sided chance, against counting: 1.4 % of all orders have a score of 15 or more, or of -15 or less."""
    scores = np.array([mann_kendall(np.array(order))[0] for order in itertools.permutations(range(7))])
    values = np.array([0, 1, 2, 4, 6, 3, 5])
    score, chance = mann_kendall(values)
    assert score == 15
    assert chance == pytest.approx(float((abs(scores) >= score).mean()), abs=0.02)


def test_mann_kendall_with_ties() -> None:
    """By hand: of 15 pairs 11 rise, one falls and 3 tie, which are three groups of two."""
    score, chance = mann_kendall(np.array([1, 2, 1, 2, 3, 3.0]))
    assert score == 11 - 1
    variance = (6 * 5 * 17 - 3 * 2 * 1 * 9) / 18
    assert chance == pytest.approx(2 * (1 - _normal(9 / variance**0.5)), abs=1e-9)
    assert mann_kendall(np.array([1.0, 1, 1, 1])) == (0, 1.0)


def test_pettitt_by_hand() -> None:
    """Six low values, six high: U = 2 * 21 - 6 * 13 = -36; chance 2 exp(-6 * 36^2 / (12^3 + 12^2)) = 0.0314."""
    at, chance = pettitt(np.array([3, 1, 2, 6, 5, 4, 12, 10, 11, 7, 8, 9.0]))
    assert at == 6
    assert chance == pytest.approx(0.0314, abs=1e-4)


def test_a_tone_that_falls_at_once_has_one_turning_point() -> None:
    tones = [0.3, 0.2, 0.25, 0.35, 0.3, 0.2, 0.3, -0.5, -0.6, -0.4, -0.5, -0.7, -0.5, -0.6]
    (point,) = turning_points(moods(tones))
    assert point.at == 21
    assert point.before == pytest.approx(np.mean(tones[:7]))
    assert point.after == pytest.approx(np.mean(tones[7:]))


def test_there_and_back_has_two() -> None:
    high, low = [0.4 + 0.01 * (i % 3) for i in range(20)], [-0.5 - 0.01 * (i % 3) for i in range(20)]
    assert [point.at for point in turning_points(moods([*high, *low, *high]))] == [60, 120]


def test_an_even_tone_has_none() -> None:
    assert turning_points(moods([0.2, 0.3] * 10)) == ()
    assert turning_points([]) == ()


def test_chance_finds_a_turn_about_as_seldom_as_promised() -> None:
    rng = np.random.default_rng(0)
    found = sum(bool(turning_points(moods(rng.uniform(-1, 1, 24).tolist()))) for _ in range(300))
    assert found / 300 < 0.07


def _normal(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
