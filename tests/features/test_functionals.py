import math

import numpy as np
import pytest

from mmemotion.features.functionals import loudness_functionals, pitch_functionals, semitones

NAN = math.nan


def test_semitones_count_from_27_5_hz() -> None:
    assert semitones(np.asarray([27.5, 55.0, 440.0], dtype=np.float32)).tolist() == pytest.approx([0.0, 12.0, 48.0])


def test_pitch_by_hand() -> None:
    f0 = np.asarray([NAN, 110.0, 220.0, NAN, 110.0], dtype=np.float32)
    found = pitch_functionals(f0)
    assert found["f0_mean_hz"] == pytest.approx(440.0 / 3.0)
    assert found["f0_median_hz"] == pytest.approx(110.0)
    assert found["f0_sd_semitones"] == pytest.approx(np.std([24.0, 36.0, 24.0]))
    assert found["f0_p20_semitones"] == pytest.approx(24.0)
    assert found["f0_p80_semitones"] == pytest.approx(24.0 + 0.6 * 12.0)
    assert found["f0_range_p20_p80_semitones"] == pytest.approx(0.6 * 12.0)
    assert found["f0_movement_semitones_per_s"] == pytest.approx(12.0 / 0.016)


def test_slope_passes_over_undefined_frames() -> None:
    rising = (110.0 * 2.0 ** (np.arange(50) * 0.016 * 5.0 / 12.0)).astype(np.float32)
    rising[10:20] = NAN
    assert pitch_functionals(rising)["f0_slope_semitones_per_s"] == pytest.approx(5.0, rel=1e-4)


def test_loudness_by_hand() -> None:
    levels = np.asarray([-120.0, -30.0, -20.0, -120.0], dtype=np.float32)
    found = loudness_functionals(levels, levels > -100.0)
    assert found["loudness_mean_dbfs"] == pytest.approx(-25.0)
    assert found["loudness_sd_db"] == pytest.approx(5.0)
    assert found["loudness_range_p20_p80_db"] == pytest.approx(6.0)
    assert found["loudness_slope_db_per_s"] == pytest.approx(10.0 / 0.016)


def test_one_voiced_frame_has_a_pitch_and_no_slope() -> None:
    found = pitch_functionals(np.asarray([NAN, 110.0, NAN], dtype=np.float32))
    assert found["f0_median_hz"] == pytest.approx(110.0)
    assert math.isnan(found["f0_slope_semitones_per_s"])
    assert math.isnan(found["f0_movement_semitones_per_s"])


def test_no_voiced_frame_leaves_pitch_undefined() -> None:
    assert all(math.isnan(value) for value in pitch_functionals(np.full(5, NAN, dtype=np.float32)).values())
