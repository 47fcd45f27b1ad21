"""A lane says how far back it may still reach: what is judged in order stands on that."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mmemotion.backends.scripted import LoudnessVad
from mmemotion.pipeline.lane import MOST_PATIENCE, Lane
from mmemotion.pipeline.segmenter import Segmenter
from mmemotion.pipeline.windows import SAMPLE_RATE, Window
from mmemotion.types import FloatArray

BLOCK = 4096


def listen(sound: FloatArray) -> tuple[list[tuple[float, list[Window]]], Lane]:
    """After each block, and at the end, how far back the lane may still reach and which windows just closed."""
    lane = Lane(0, LoudnessVad(), Segmenter())
    whole = len(sound) // BLOCK * BLOCK
    heard = []
    for at in range(0, whole, BLOCK):
        windows = lane.push(sound[at : at + BLOCK])
        heard.append((lane.open_since, windows))
    windows = lane.finish(sound[whole:])
    return [*heard, (lane.open_since, windows)], lane


def talk(seed: int, seconds: float = 200.0, longest_pause: float = 3.0) -> FloatArray:
    """Noise of 0.03 to 20 s with pauses between."""
    random = np.random.default_rng(seed)
    sound = random.uniform(-0.3, 0.3, round(seconds * SAMPLE_RATE)).astype(np.float32)
    at = 0.0
    while at < seconds:
        pause = random.uniform(0.1, longest_pause)
        sound[round(at * SAMPLE_RATE) : round((at + pause) * SAMPLE_RATE)] = 0
        at += pause + random.choice([0.03, 0.12, 1.0, 4.0, 20.0])
    return sound


@pytest.mark.parametrize("seed", range(6))
def test_no_segment_comes_from_before_what_was_promised(seed: int) -> None:
    heard, _ = listen(talk(seed))
    promised = 0.0
    for open_since, windows in heard:
        assert all(segment.span.start >= promised for window in windows for segment in window.segments)
        assert open_since >= promised
        promised = open_since
    assert promised == math.inf
    assert sum(len(windows) for _, windows in heard) > 2


def test_in_silence_the_promise_follows_the_clock() -> None:
    heard, _ = listen(np.zeros(10 * SAMPLE_RATE, dtype=np.float32))
    assert heard[-2][0] > 9.0


def test_who_says_one_word_in_an_hour_keeps_nobody_waiting() -> None:
    sound = np.zeros(round((2 * MOST_PATIENCE + 20) * SAMPLE_RATE), dtype=np.float32)
    sound[3 * SAMPLE_RATE : 4 * SAMPLE_RATE] = talk(1)[-SAMPLE_RATE:] + 0.1
    heard, lane = listen(sound)
    closed = [block for block, (_, windows) in enumerate(heard) if windows]
    assert len(closed) == 1
    assert (closed[0] + 1) * BLOCK / SAMPLE_RATE == pytest.approx(3 + MOST_PATIENCE, abs=0.5)
    assert lane.speech_waiting == 0
