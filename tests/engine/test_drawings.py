"""Waveforms that the window draws from."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from mmemotion.engine.drawings import Drawings
from mmemotion.engine.local import LocalEngine
from mmemotion.errors import NotMediaError
from mmemotion.messages import DrawWaveform, Event, WaveformAdvanced, WaveformDrawn
from mmemotion.pyramid import read_pyramid
from mmemotion.types import Envelope
from tests.media import chirps, write_sound

RATE = 16_000


@pytest.fixture
def drawings(tmp_path: Path) -> Drawings:
    return Drawings(tmp_path / "cache")


@pytest.fixture
def call(tmp_path: Path) -> Path:
    return write_sound(tmp_path / "call.wav", chirps(3.0, RATE, 2), RATE, "pcm_s16le")


def coarse(count: int = 100) -> Envelope:
    values = np.full((count, 2), 0.5, dtype=np.float32)
    return Envelope(0.0, 0.02, -values, values)


def test_every_millisecond_of_the_sound_is_drawn(drawings: Drawings, call: Path) -> None:
    pyramid = read_pyramid(drawings.fine("a", call))
    assert pyramid.hop == 0.001
    samples = chirps(3.0, RATE, 2).reshape(3000, 16, 2)
    assert np.abs(pyramid.levels[0][:, :, 0] / 32768 - samples.min(axis=1)).max() < 1e-4
    assert np.abs(pyramid.levels[0][:, :, 1] / 32768 - samples.max(axis=1)).max() < 1e-4


def test_it_is_drawn_once(drawings: Drawings, call: Path) -> None:
    path = drawings.fine("a", call)
    before = path.stat().st_ino
    assert drawings.fine("a", call) == path
    assert path.stat().st_ino == before


def test_what_is_damaged_or_gone_is_drawn_anew(drawings: Drawings, call: Path) -> None:
    path = drawings.fine("a", call)
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    assert drawings.find("a") is None
    assert drawings.fine("a", call).read_bytes() == whole
    path.unlink()
    assert drawings.fine("a", call).read_bytes() == whole


def test_the_finest_is_shown(drawings: Drawings, call: Path) -> None:
    first = drawings.known("1", "a", coarse)
    assert isinstance(first, WaveformDrawn)
    assert read_pyramid(Path(first.path)).hop == 0.02
    fine = drawings.fine("a", call)
    assert drawings.known("1", "a", coarse) == WaveformDrawn("1", str(fine))


def test_there_is_room_for_so_much_and_the_oldest_go(tmp_path: Path) -> None:
    size = Drawings(tmp_path / "measure").coarse("x", coarse()).stat().st_size
    drawings = Drawings(tmp_path / "cache", largest=3 * size)
    left_behind = tmp_path / "cache" / "x.fine.1-1.part"
    left_behind.parent.mkdir()
    left_behind.write_bytes(b"killed")
    os.utime(left_behind, (1, 1))
    for age, name in enumerate("abc"):
        os.utime(drawings.coarse(name, coarse()), (100 + age, 100 + age))
    assert drawings.find("a") is not None  # asked for: it is the newest now
    drawings.coarse("d", coarse())
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["a.coarse", "c.coarse", "d.coarse"]


def test_one_that_is_larger_than_the_room_is_kept_until_the_next(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path / "cache", largest=10)
    drawings.coarse("a", coarse())
    assert drawings.find("a") is not None
    drawings.coarse("b", coarse())
    assert (drawings.find("a"), drawings.find("b") is not None) == (None, True)


def test_what_cannot_be_read_leaves_nothing_behind(drawings: Drawings, tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound at all")
    with pytest.raises(NotMediaError):
        drawings.fine("a", tmp_path / "text.wav")
    assert drawings.answer(DrawWaveform("1", str(tmp_path / "text.wav"))) is None
    assert drawings.answer(DrawWaveform("1", str(tmp_path / "gone.wav"))) is None
    assert not (tmp_path / "cache").exists()


def test_without_a_cache_the_waveform_is_sent_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    told = Drawings(tmp_path / "in the way").known("1", "a", coarse)
    assert isinstance(told, WaveformAdvanced)
    assert len(told.envelope.maxima) == 100


def test_the_engine_draws_what_it_is_asked_to(tmp_path: Path, call: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmemotion.engine.drawings.cache_dir", lambda: tmp_path / "cache")
    events: list[Event] = []
    LocalEngine(events.append).send(DrawWaveform("1", str(call)))
    (drawn,) = events
    assert isinstance(drawn, WaveformDrawn)
    assert len(read_pyramid(Path(drawn.path)).levels[0]) == 3000
