"""The sound of a moment, read back by the wave module of Python."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from recordings import recording

from mmemotion.errors import ConfigError, InputError, OutputError
from mmemotion.export.moment import MomentExporter, cut
from mmemotion.types import Span

RATE = 8000


@pytest.fixture
def media(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """3 s of two channels of noise, as FLAC."""
    samples = np.random.default_rng(0).integers(-20000, 20000, (2, 3 * RATE), dtype=np.int16)
    path = tmp_path / "通話 a.flac"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=RATE, layout="stereo")
        frame = av.AudioFrame.from_ndarray(samples.T.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = RATE
        container.mux([*stream.encode(frame), *stream.encode()])
    return path, samples.T


def read(path: Path) -> tuple[int, np.ndarray]:
    with wave.open(str(path)) as found:
        assert found.getsampwidth() == 2
        samples = np.frombuffer(found.readframes(found.getnframes()), "<i2")
        return found.getframerate(), samples.reshape(-1, found.getnchannels())


@pytest.mark.parametrize(("start", "end"), [(0.5, 0.75), (0.9, 2.1), (0.0, 3.0), (1.0, 2.0), (2.5, 9.0)])
def test_the_moment_is_exact_to_the_sample(
    start: float, end: float, media: tuple[Path, np.ndarray], tmp_path: Path
) -> None:
    path, samples = media
    MomentExporter(Span(start, end)).export(
        replace(recording(), media=replace(recording().media, path=str(path))), tmp_path / "moment.wav"
    )
    rate, found = read(tmp_path / "moment.wav")
    assert rate == RATE
    np.testing.assert_array_equal(found, samples[round(start * RATE) : round(end * RATE)])


@pytest.mark.parametrize(
    "span", [Span(2, 1), Span(1, 1), Span(-1, 1), Span(float("nan"), 1), Span(0, 4000), Span(5, 6)]
)
def test_a_moment_that_is_none_is_one_sentence(span: Span, media: tuple[Path, np.ndarray], tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        cut(media[0], span, tmp_path / "moment.wav")
    assert not (tmp_path / "moment.wav").exists()


def test_what_cannot_be_read_or_written_is_said(media: tuple[Path, np.ndarray], tmp_path: Path) -> None:
    with pytest.raises(InputError):
        cut(tmp_path / "none.flac", Span(0, 1), tmp_path / "moment.wav")
    with pytest.raises(OutputError):
        cut(media[0], Span(0, 1), tmp_path / "通話 a.flac" / "moment.wav")
