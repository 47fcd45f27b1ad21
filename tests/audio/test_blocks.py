from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mmemotion.audio.blocks import Blocks


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 50), st.lists(st.integers(0, 120), max_size=12))
def test_any_cutting_gives_the_same_blocks_and_loses_nothing(size: int, cuts: list[int]) -> None:
    samples = np.arange(2 * sum(cuts), dtype=np.float32).reshape(-1, 2)
    blocks, given_back, at = Blocks(size), [], 0
    for cut in cuts:
        given_back += blocks.push(samples[at : at + cut])
        at += cut
    assert all(len(block) == size for block in given_back)
    rest = blocks.finish()
    assert (0 if rest is None else len(rest)) == len(samples) % size
    parts = given_back + ([] if rest is None else [rest])
    np.testing.assert_array_equal(np.concatenate([samples[:0], *parts]), samples)


def test_nothing_is_left_after_finish() -> None:
    blocks = Blocks(4)
    assert blocks.finish() is None
    assert blocks.push(np.zeros((3, 1), dtype=np.float32)) == []
    assert blocks.finish() is not None
    assert blocks.finish() is None


def test_the_caller_may_reuse_the_array_of_a_waiting_rest() -> None:
    blocks, buffer = Blocks(4), np.ones((6, 1), dtype=np.float32)
    blocks.push(buffer)
    buffer[:] = 0
    assert blocks.push(np.ones((2, 1), dtype=np.float32))[0].tolist() == [[1]] * 4
