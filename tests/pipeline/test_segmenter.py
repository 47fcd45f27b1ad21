from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mmemotion.pipeline.segmenter import FRAME_SECONDS, FrameRange, Segmenter, SegmenterSettings


def frames(*runs: tuple[float, float]) -> np.ndarray:
    """Probabilities from (probability, seconds) runs."""
    return np.concatenate([np.full(round(s / FRAME_SECONDS), p, dtype=np.float32) for p, s in runs])


def segments(probabilities: np.ndarray) -> list[FrameRange]:
    segmenter = Segmenter()
    return segmenter.push(probabilities) + segmenter.finish()


def test_a_pause_of_a_second_divides_and_one_of_a_third_does_not() -> None:
    found = segments(frames((0, 1), (0.9, 2), (0, 0.32), (0.9, 1), (0, 1), (0.9, 1), (0, 1)))
    assert [round((f.last - f.first) * FRAME_SECONDS, 1) for f in found] == [3.3, 1.0]


def test_a_click_is_not_speech() -> None:
    assert segments(frames((0, 1), (0.9, 0.064), (0, 2))) == []


def test_silence_has_no_segment() -> None:
    assert segments(frames((0.01, 30))) == []


def test_long_speech_is_cut_at_its_least_probable_place_and_nothing_is_lost() -> None:
    found = segments(frames((0.9, 10), (0.6, 0.16), (0.9, 10), (0, 1)))
    assert len(found) == 2
    assert abs(found[0].last * FRAME_SECONDS - 10.08) < 0.2
    assert found[0].cut_after
    assert found[1].cut_before
    assert found[0].last == found[1].first


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 400), max_size=8))
def test_lengths_stay_within_bounds_and_the_cutting_does_not_matter(seed: int, sizes: list[int]) -> None:
    random = np.random.default_rng(seed)
    levels = random.choice([0.02, 0.4, 0.95], size=60, p=[0.25, 0.15, 0.6])
    probabilities = np.repeat(levels, random.integers(1, 60, size=60)).astype(np.float32)
    whole = segments(probabilities)
    segmenter, at, pieces = Segmenter(), 0, []
    for size in sizes:
        pieces += segmenter.push(probabilities[at : at + size])
        at += size
    assert pieces + segmenter.push(probabilities[at:]) + segmenter.finish() == whole
    for found in whole:
        assert (found.last - found.first) * FRAME_SECONDS <= SegmenterSettings().longest - 0.4 + FRAME_SECONDS
    for one, next_one in zip(whole, whole[1:], strict=False):
        assert one.last <= next_one.first
