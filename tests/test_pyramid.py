from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mmemotion.pyramid import FACTOR, SMALLEST, STEPS, read_pyramid, write_pyramid
from mmemotion.types import Envelope

HOP = 0.001


def envelope(count: int, start: float = 0.0) -> Envelope:
    values = np.random.default_rng(count).uniform(-0.9, 0.9, (2, count, 2)).astype(np.float32)
    return Envelope(start, HOP, values.min(axis=0), values.max(axis=0))


@pytest.mark.parametrize("count", [1, SMALLEST, SMALLEST + 1, 70_001])
def test_every_level_holds_the_extremes_of_the_one_before(tmp_path: Path, count: int) -> None:
    drawn = envelope(count)
    write_pyramid(tmp_path / "drawn", 2, HOP, [drawn])
    pyramid = read_pyramid(tmp_path / "drawn")
    assert (pyramid.hop, pyramid.channel_count) == (HOP, 2)
    assert np.abs(pyramid.levels[0][:, :, 0] / STEPS - drawn.minima).max() <= 0.5 / STEPS
    assert np.abs(pyramid.levels[0][:, :, 1] / STEPS - drawn.maxima).max() <= 0.5 / STEPS
    assert len(pyramid.levels[-1]) <= SMALLEST
    for lower, upper in zip(pyramid.levels, pyramid.levels[1:], strict=False):
        assert len(upper) == -(-len(lower) // FACTOR)
        for row in (0, len(upper) // 2, len(upper) - 1):
            below = lower[row * FACTOR : (row + 1) * FACTOR]
            assert upper[row, :, 0].tolist() == below[:, :, 0].min(axis=0).tolist()
            assert upper[row, :, 1].tolist() == below[:, :, 1].max(axis=0).tolist()
    assert pyramid.loudest == pytest.approx(np.abs([drawn.minima, drawn.maxima]).max(), abs=1 / STEPS)


def test_pieces_follow_each_other_and_a_gap_is_silence(tmp_path: Path) -> None:
    pieces = [envelope(50), envelope(30, 50 * HOP), envelope(20, 100 * HOP)]
    write_pyramid(tmp_path / "drawn", 2, HOP, pieces)
    (level,) = read_pyramid(tmp_path / "drawn").levels
    assert len(level) == 120
    assert not level[80:100].any()
    assert np.abs(level[100:, :, 1] / STEPS - pieces[2].maxima).max() <= 0.5 / STEPS


@pytest.mark.parametrize("size", [0, 10, 28, 5000, -1])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    write_pyramid(tmp_path / "drawn", 2, HOP, [envelope(3000)])
    data = (tmp_path / "drawn").read_bytes()
    (tmp_path / "drawn").write_bytes(data[:size])
    with pytest.raises(ValueError, match="cut short"):
        read_pyramid(tmp_path / "drawn")


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"x" * 10_000)
    with pytest.raises(ValueError, match="not a waveform"):
        read_pyramid(tmp_path / "other")
