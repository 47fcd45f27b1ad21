"""Clips as networks read them: cached, gain-proof, and narrow as a telephone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmemotion.corpora import ravdess
from mmemotion.errors import DataError
from mmemotion.evaluation.encoded import ClipEncoder
from mmemotion.evaluation.load import clip_encoder
from mmemotion.evaluation.sound import read_sound, telephone
from mmemotion.evaluation.texts import held_out_texts, learned_texts


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> ClipEncoder:
    return clip_encoder(tmp_path_factory.mktemp("clips"))


def test_a_clip_is_measured_once_and_read_back_the_same(encoder: ClipEncoder, shared_data: Path) -> None:
    clip = ravdess.read(shared_data / "ravdess")[0]
    first, again = encoder.encode(clip), encoder.encode(clip)
    assert len(list(encoder.cache.glob("*.npz"))) == 1
    assert np.array_equal(first.frames, again.frames)
    assert np.array_equal(first.measures, again.measures, equal_nan=True)
    narrow = encoder.encode(clip, narrow=True)
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


def test_telephone_keeps_its_band_alone(shared_data: Path) -> None:
    sound = read_sound(shared_data / "ravdess" / "03-01-05-02-01-01-01.flac")
    narrow = telephone(sound, 1)
    assert narrow.shape == sound.shape and narrow.dtype == np.float32
    assert np.array_equal(narrow, telephone(sound, 1))
    spectrum = np.abs(np.fft.rfft(narrow)) ** 2
    frequency = np.fft.rfftfreq(len(narrow), 1 / 16_000)
    inside = (frequency > 250) & (frequency < 3600)
    assert spectrum[inside].sum() > 0.95 * spectrum.sum()


def test_held_out_dialogues_are_not_learned(shared_data: Path) -> None:
    learned, held = learned_texts(shared_data / "text"), held_out_texts(shared_data / "text")
    dialogues = [{s.group for s in part if s.corpus == "meld"} for part in (learned, held)]
    assert not dialogues[0] & dialogues[1]
    assert len(held) > 2000 and len(learned) > 15 * len(held)
