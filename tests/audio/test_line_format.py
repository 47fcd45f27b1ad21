"""A line of another rate or other channels goes on in the same file."""

import numpy as np
import pytest

from mmemotion.audio.line_format import LineFormat
from mmemotion.audio.wav import WavFormat


def test_the_same_format_is_left_as_it_is() -> None:
    samples = np.arange(100, dtype=np.int16)[:, None]
    line = LineFormat(16_000, 1, WavFormat(16_000, 1))
    assert line.push(samples) is samples
    assert len(line.finish()) == 0


@pytest.mark.parametrize("cut", [160, 999, 44_100])
def test_another_rate_is_resampled_with_no_seam_at_the_cuts(cut: int) -> None:
    times = np.arange(44_100) / 44_100
    tone = np.round(9000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16)[:, None]
    line = LineFormat(44_100, 1, WavFormat(48_000, 2))
    parts = [line.push(tone[at : at + cut]) for at in range(0, len(tone), cut)]
    whole = np.concatenate([*parts, line.finish()])
    assert whole.shape == (48_000, 2)
    wanted = 9000 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    assert np.abs(whole[2000:-2000, 0] - wanted[2000:-2000]).max() < 20
    assert np.array_equal(whole[:, 0], whole[:, 1])


def test_two_channels_become_one_by_their_mean() -> None:
    samples = np.array([[100, 300], [-50, 50]], dtype=np.int16)
    line = LineFormat(16_000, 2, WavFormat(16_000, 1))
    assert line.push(samples)[:, 0].tolist() == [200, 0]
