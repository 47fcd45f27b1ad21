from __future__ import annotations

import numpy as np
import pytest
from conversations import said, talk

from mmemotion.calls.stretches import seconds, stretches
from mmemotion.types import Span, Utterance


def spans(*utterances: Utterance) -> list[tuple[str, float, float]]:
    return [(s.speaker, round(s.span.start, 3), round(s.span.end, 3)) for s in stretches(utterances)]


def test_utterances_that_touch_or_nearly_touch_are_one() -> None:
    assert spans(*talk(("A", 0, 1), ("A", 1, 2), ("A", 2.2, 3))) == [("A", 0, 3)]


def test_a_pause_divides_talk() -> None:
    assert spans(*talk(("A", 0, 1), ("A", 1.25, 2))) == [("A", 0, 1), ("A", 1.25, 2)]


def test_speakers_are_not_joined() -> None:
    assert spans(*talk(("B", 1, 2), ("A", 0, 1))) == [("A", 0, 1), ("B", 1, 2)]


def test_sound_without_words_is_no_talk() -> None:
    assert spans(said("A", 0, 2, words=0), said("A", 3, 4)) == [("A", 3, 4)]


def test_the_level_tells_where_an_utterance_sounds_and_not_its_bounds() -> None:
    level = np.full(200, -60.0)
    level[20:60] = level[110:180] = -20.0  # the quiet between them lasts 0.5 s
    assert spans(said("A", 10, 12, level=level)) == [("A", 10.2, 10.6), ("A", 11.1, 11.8)]


def test_a_closure_within_a_word_and_a_click_beside_it_change_nothing() -> None:
    level = np.full(200, -60.0)
    level[50:90] = level[105:150] = -20.0
    level[5:8] = -25.0
    assert spans(said("A", 0, 2, level=level)) == [("A", 0.5, 1.5)]


@pytest.mark.parametrize("hole", [np.nan, -np.inf])
def test_a_level_that_is_not_known_is_silence(hole: float) -> None:
    level = np.full(100, -20.0)
    level[:40] = hole
    assert spans(said("A", 0, 1, level=level)) == [("A", 0.4, 1)]


def test_a_speakers_seconds_are_added_up() -> None:
    found = stretches(talk(("A", 0, 1), ("B", 0.5, 4), ("A", 2, 4)))
    assert seconds(found, "A") == pytest.approx(3)
    assert seconds(found, "C") == 0
    assert found[0].span == Span(0, 1)
