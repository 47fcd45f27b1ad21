from __future__ import annotations

import numpy as np
import pytest

from mmemotion.pipeline.windows import SAMPLE_RATE, SampleBuffer, Window, WindowPacker
from mmemotion.types import Segment, Span


def pack(*spans: tuple[float, float], length: float = 120.0) -> list[Window]:
    """Windows of segments in a channel whose sample values are their own times."""
    sound = SampleBuffer()
    sound.append((np.arange(round(length * SAMPLE_RATE)) / SAMPLE_RATE).astype(np.float32))
    packer = WindowPacker(0, sound)
    windows: list[Window] = []
    for start, end in spans:
        windows += packer.add(Segment(Span(start, end), 0), Span(max(0, start - 0.2), end + 0.2))
    return windows + packer.finish()


def test_segments_fill_a_window_of_at_most_thirty_seconds() -> None:
    windows = pack((1, 13), (20, 32), (40, 52), (60, 64))
    assert [len(window.segments) for window in windows] == [2, 2]
    assert all(len(window.samples) <= 30 * SAMPLE_RATE for window in windows)


def test_a_short_pause_is_kept_and_a_long_one_is_left_out() -> None:
    (near,) = pack((1, 2), (2.8, 4))
    (far,) = pack((1, 2), (12.8, 14))
    assert len(near.pieces) == 1
    assert len(near.samples) == pytest.approx(3.4 * SAMPLE_RATE, abs=2)
    assert len(far.pieces) == 2
    assert len(far.samples) == pytest.approx((1.4 + 1.6) * SAMPLE_RATE, abs=2)


def test_times_in_a_window_lead_back_to_the_recording() -> None:
    (window,) = pack((5, 6), (20, 22), (40, 41))
    for index in range(0, len(window.samples), 997):
        assert window.source_time(index / SAMPLE_RATE) == pytest.approx(float(window.samples[index]), abs=1e-3)


def test_the_sound_of_a_segment_is_its_own() -> None:
    (window,) = pack((5, 6), (6.9, 8), (20, 22))
    for segment in window.segments:
        sound = window.sound_of(segment.span)
        assert sound[0] == pytest.approx(segment.span.start, abs=1e-3)
        assert sound[-1] == pytest.approx(segment.span.end, abs=1e-3)


def test_a_buffer_forgets_only_what_it_may() -> None:
    sound = SampleBuffer()
    for start in range(0, 1000, 100):
        sound.append(np.arange(start, start + 100, dtype=np.float32))
    sound.forget(250)
    assert list(sound.read(250, 253)) == [250, 251, 252]
    assert sound.end == 1000
