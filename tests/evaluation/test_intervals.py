"""Bootstrap intervals hold the truth as often as they say."""

from __future__ import annotations

import time

import numpy as np
import pytest

from mmemotion.evaluation.intervals import group_difference, interval, paired_difference
from mmemotion.evaluation.metrics import macro_f1, ua, wa
from mmemotion.evaluation.predictions import Predictions, make_predictions, softmax


def _coin(right: np.ndarray, speakers: np.ndarray | None = None, genders: np.ndarray | None = None) -> Predictions:
    """Two labels; right says where the found one is the wanted one."""
    wanted = np.arange(len(right)) % 2
    probabilities = np.where(np.arange(2)[None] == np.where(right, wanted, 1 - wanted)[:, None], 0.8, 0.2)
    names = {"speakers": speakers, "genders": genders}
    return make_predictions(("a", "b"), wanted, probabilities, **{k: v for k, v in names.items() if v is not None})


def test_an_interval_over_examples_holds_the_truth_nineteen_times_of_twenty() -> None:
    chance = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        found = interval(wa, _coin(chance.random(200) < 0.7), 0, draws=400)
        held += found.low <= 0.7 <= found.high
    assert 0.90 <= held / 200 <= 0.985


def test_speakers_that_differ_widen_the_interval() -> None:
    """30 speakers whose own accuracy varies: an interval over clips would hold the truth far too seldom."""
    chance = np.random.default_rng(1)
    speakers = np.repeat([f"s{number}" for number in range(30)], 20)
    held, widths = 0, []
    for _ in range(100):
        right = chance.random(600) < np.repeat(chance.beta(3.5, 1.5, 30), 20)
        by_speaker, by_clip = interval(wa, _coin(right, speakers), 0, 250), interval(wa, _coin(right), 0, 250)
        held += by_speaker.low <= 0.7 <= by_speaker.high
        widths.append((by_speaker.high - by_speaker.low) / (by_clip.high - by_clip.low))
    assert by_speaker.drawn == "speakers" and by_clip.drawn == "examples"
    assert held / 100 >= 0.88
    assert np.mean(widths) > 1.5


def test_few_speakers_are_not_drawn_as_wholes() -> None:
    right = np.random.default_rng(0).random(70) < 0.7
    assert interval(wa, _coin(right, np.array(list("abcdefg") * 10)), 0).drawn == "examples"
    assert interval(wa, _coin(right[:64], np.array(list("abcdefgh") * 8)), 0).drawn == "speakers"


def test_a_difference_on_the_same_examples_is_sharper_than_two_intervals() -> None:
    chance = np.random.default_rng(2)
    first = chance.random(500) < 0.6
    second = first | (chance.random(500) < 0.1)
    difference = paired_difference(wa, _coin(first), _coin(second), 0)
    assert difference.value == pytest.approx(second.mean() - first.mean())
    assert 0 < difference.low < difference.value < difference.high
    assert interval(wa, _coin(second), 0).low < interval(wa, _coin(first), 0).high
    none = paired_difference(wa, _coin(first), _coin(first), 0)
    assert none.low == none.value == none.high == 0


def test_different_examples_have_no_paired_difference() -> None:
    with pytest.raises(ValueError, match="same examples"):
        paired_difference(wa, _coin(np.ones(4, dtype=bool)), _coin(np.ones(5, dtype=bool)), 0)


def test_women_and_men() -> None:
    chance = np.random.default_rng(3)
    genders = np.repeat(["female", "male"], 300)
    right = chance.random(600) < np.repeat([0.9, 0.6], 300)
    found = group_difference(ua, _coin(right, genders=genders), genders, ("female", "male"), 0)
    assert found.low < -0.3 < found.high < -0.15


def test_the_same_seed_gives_the_same_interval_and_it_is_quick() -> None:
    chance = np.random.default_rng(4)
    logits = chance.normal(0, 1, (5000, 7))
    p = make_predictions(tuple("abcdefg"), chance.integers(0, 7, 5000), softmax(logits))
    started = time.perf_counter()
    first = interval(macro_f1, p, 0)
    assert time.perf_counter() - started < 5
    assert first == interval(macro_f1, p, 0) != interval(macro_f1, p, 1)
