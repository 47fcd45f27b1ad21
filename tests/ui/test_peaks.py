"""The waveform as the window keeps it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mmemotion.messages import JobStarted, WaveformAdvanced, WaveformDrawn
from mmemotion.pyramid import write_pyramid
from mmemotion.types import Envelope, Media
from ui.state.peaks import DrawnPeaks, Peaks
from ui.state.session import Session

HOP = 0.001
COUNT = 200_000


@pytest.fixture(scope="module")
def envelope() -> Envelope:
    """200 s in two channels, with one click that must never be lost."""
    values = np.random.default_rng(1).uniform(-0.3, 0.3, (2, COUNT, 2)).astype(np.float32)
    values[:, 123_456, 1] = -0.9
    return Envelope(0.0, HOP, values.min(axis=0), values.max(axis=0))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, envelope: Envelope) -> Path:
    """Its file."""
    path = tmp_path_factory.mktemp("drawn") / "drawn"
    write_pyramid(path, 2, HOP, [envelope])
    return path


@pytest.mark.parametrize("columns", [1, 7, 900, 3840])
@pytest.mark.parametrize("stretch", [(0.0, 200.0), (50.0, 150.0), (123.0, 124.0), (123.45, 123.5)])
def test_a_file_shows_the_same_as_the_values_in_memory(
    envelope: Envelope, path: Path, columns: int, stretch: tuple[float, float]
) -> None:
    edges = np.linspace(*stretch, columns + 1)
    low, high = DrawnPeaks.read(str(path)).bars(1, edges)
    exact_low, exact_high = Peaks().append(envelope).bars(1, edges)
    slack = edges[1] - edges[0]  # a coarse level may give a value to the column beside
    assert low.min() == pytest.approx(-0.9, abs=1e-4)
    assert abs(edges[low.argmin()] - 123.456) <= 2 * slack + HOP
    assert np.abs(low - exact_low).max() < 0.7
    if slack < 8 * HOP:
        assert np.abs(low - exact_low).max() < 1e-4
        assert np.abs(high - exact_high).max() < 1e-4


def test_outside_of_the_recording_there_is_nothing(path: Path, envelope: Envelope) -> None:
    edges = np.linspace(-10.0, 220.0, 24)  # a coarse level ends a little behind the sound
    for peaks in (DrawnPeaks.read(str(path)), Peaks().append(envelope)):
        low, _ = peaks.bars(0, edges)
        assert np.isnan(low)[[0, 1, 20, 22]].tolist() == [True, False, False, True]
        assert np.isnan(peaks.bars(5, edges)[0]).all()
    assert np.isnan(Peaks().bars(0, edges)[0]).all()


def test_channels_together(path: Path, envelope: Envelope) -> None:
    edges = np.linspace(123.0, 124.0, 500)
    drawn, known = DrawnPeaks.read(str(path)).mixed(), Peaks().append(envelope).mixed()
    assert drawn.channel_count == known.channel_count == 1
    for one, other in zip(drawn.bars(0, edges), known.bars(0, edges), strict=True):
        assert np.abs(one - other).max() < 1e-4


def test_a_drawing_takes_the_place_of_what_was_sent(path: Path) -> None:
    media = Media("a.wav", "wav", "pcm_s16le", 8000, 2, 200.0)
    session = Session("1", "a.wav").apply(JobStarted("1", media))
    flat = np.zeros((100, 2), np.float32)
    session = session.apply(WaveformAdvanced("1", Envelope(0.0, 0.02, flat, flat)))
    drawn = session.apply(WaveformDrawn("1", str(path)))
    assert drawn.outline.duration == pytest.approx(200.0)
    assert len(drawn.lanes) == 2
    assert session.apply(WaveformDrawn("other", str(path))) is session
    assert session.apply(WaveformDrawn("1", str(path.with_name("gone")))) is session
