"""Clips as networks read them: cached, gain-proof, and narrow as a telephone."""

from __future__ import annotations

import io
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmemotion.corpora import ravdess
from mmemotion.errors import DataError
from mmemotion.evaluation.encoded import ClipEncoder
from mmemotion.evaluation.load import clip_encoder, load_clips
from mmemotion.evaluation.skipped import Skipped, sentence
from mmemotion.evaluation.sound import read_sound, telephone
from mmemotion.fitting.augmentation import CLEAN, FAINT_TELEPHONE


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> ClipEncoder:
    return clip_encoder(tmp_path_factory.mktemp("clips"))


def test_a_clip_is_measured_once_and_read_back_the_same(encoder: ClipEncoder, shared_data: Path) -> None:
    clip = ravdess.read(shared_data / "ravdess")[0]
    first, again = encoder.encode(clip), encoder.encode(clip)
    assert len(list(encoder.cache.glob("*.npz"))) == 1
    assert np.array_equal(first.frames, again.frames)
    assert np.array_equal(first.measures, again.measures, equal_nan=True)
    narrow = encoder.encode(clip, FAINT_TELEPHONE)
    assert narrow.frames.shape[1] == first.frames.shape[1] == 3 * 512
    assert abs(len(narrow.frames) - len(first.frames)) <= 5


def test_a_half_written_file_is_measured_again(encoder: ClipEncoder, shared_data: Path) -> None:
    clip = ravdess.read(shared_data / "ravdess")[1]
    first = encoder.encode(clip)
    newest = max(encoder.cache.glob("*.npz"), key=lambda path: path.stat().st_mtime_ns)
    newest.write_bytes(newest.read_bytes()[:100])
    assert np.array_equal(encoder.encode(clip).frames, first.frames)


def test_a_clip_that_is_gone_is_named(encoder: ClipEncoder, shared_data: Path, tmp_path: Path) -> None:
    clip = replace(ravdess.read(shared_data / "ravdess")[0], path=tmp_path / "gone.flac")
    with pytest.raises(DataError, match=r"gone\.flac"):
        encoder.encode(clip)


def test_clips_that_cannot_be_used_are_named_skipped_and_counted(
    encoder: ClipEncoder, shared_data: Path, tmp_path: Path
) -> None:
    good = ravdess.read(shared_data / "ravdess")[0]
    contents = {
        "text.wav": b"Dear all, this is not a recording.\n" * 50,
        "empty.wav": b"",
        "silent.wav": _wave(np.zeros(16_000)),
        "short.wav": _wave(np.full(500, 0.1)),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    bad = [replace(good, path=tmp_path / name) for name in (*contents, "gone.wav")]
    loaded = load_clips([bad[0], good, *bad[1:]], encoder, (FAINT_TELEPHONE,), lambda stage, share: None)
    assert loaded.voices.clips == (good,)
    assert [len(renderings) for renderings in loaded.voices.renderings] == [2]
    assert {one.path.name: one.reason for one in loaded.skipped} == {
        "text.wav": "not a media file",
        "empty.wav": "not a media file",
        "silent.wav": "silent",
        "short.wav": "too short",
        "gone.wav": "missing",
    }
    assert loaded.warning.startswith("5 of 6 clips were left out: text.wav (not a media file), empty.wav")
    with pytest.raises(DataError, match=r"2 of 2 clips were left out: text\.wav .*Nothing is left"):
        encoder.encode_all(bad[:2], CLEAN, lambda stage, share: None)


def test_many_skipped_clips_make_one_short_sentence() -> None:
    many = [Skipped(Path(f"/somewhere/{number}.wav"), "silent") for number in range(1200)]
    said = sentence(many, 3000)
    assert said.startswith("1,200 of 3,000 clips were left out: 0.wav (silent), ")
    assert said.endswith("4.wav (silent) and 1,195 more.")
    assert sentence([], 10) == ""


def test_two_processes_may_encode_the_same_clip(encoder: ClipEncoder, shared_data: Path) -> None:
    """Each writes under a name of its own; whoever is last wins, with the same content."""
    clip = ravdess.read(shared_data / "ravdess")[2]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(encoder.encode, (clip, clip))
    assert np.array_equal(first.frames, second.frames)
    assert not [path for path in encoder.cache.iterdir() if path.name.startswith(".")]


def _wave(samples: np.ndarray) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return stream.getvalue()


def test_telephone_keeps_its_band_alone(shared_data: Path) -> None:
    sound = read_sound(shared_data / "ravdess" / "03-01-05-02-01-01-01.flac")
    narrow = telephone(sound, 1)
    assert narrow.shape == sound.shape and narrow.dtype == np.float32
    assert np.array_equal(narrow, telephone(sound, 1))
    spectrum = np.abs(np.fft.rfft(narrow)) ** 2
    frequency = np.fft.rfftfreq(len(narrow), 1 / 16_000)
    inside = (frequency > 250) & (frequency < 3600)
    assert spectrum[inside].sum() > 0.95 * spectrum.sum()
