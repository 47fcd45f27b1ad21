"""Encoders from the spectrum: they learn, they repeat, and pre-training teaches them to fill in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from mmemotion.fitting.course import LoopSettings
from mmemotion.fitting.log_mel import log_mel
from mmemotion.fitting.pretraining import PretrainingSettings, masked_loss, parts, pretrain
from mmemotion.fitting.spectrogram_noise import SpectrogramNoise
from mmemotion.fitting.techniques import (
    ENCODERS,
    SpectralSet,
    SpectralSettings,
    batch_of,
    fit_spectral,
    new_encoder,
    spectral_logits,
    steps_of,
)
from mmemotion.networks.masked_prediction import MaskedPrediction
from mmemotion.networks.spectral import BANDS, STACK

SETTINGS = SpectralSettings(2, LoopSettings(rate=3e-3, epochs=6), batch=8)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As in training: the same numbers each time."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _clips(count: int, seed: int) -> SpectralSet:
    """Rising and falling tones in noise."""
    chance = np.random.default_rng(seed)
    frames, labels = [], np.arange(count) % 2
    for label in labels:
        length = int(chance.integers(10, 20))
        picture = chance.normal(-0.5, 0.2, (length * STACK, BANDS))
        band = np.linspace(20, 60, length * STACK)[:: -1 if label else 1].astype(int)
        picture[np.arange(length * STACK), band] += 2
        frames.append(picture.reshape(length, STACK * BANDS).astype(np.float16))
    return SpectralSet(frames, labels)


@pytest.mark.parametrize("kind", sorted(ENCODERS))
def test_an_encoder_learns_and_the_seed_fixes_everything(kind: str) -> None:
    clips, others = _clips(48, 0), _clips(20, 1)
    first, second = (
        spectral_logits(fit_spectral(new_encoder(kind, 3), clips, SETTINGS, 3), others.frames) for _ in range(2)
    )
    assert torch.equal(first, second)
    assert (first.argmax(1).numpy() == others.labels).mean() > 0.85


@pytest.mark.parametrize("kind", sorted(ENCODERS))
def test_pretraining_teaches_to_fill_in_recordings_it_has_not_heard(kind: str) -> None:
    settings = PretrainingSettings(LoopSettings(rate=3e-3, epochs=8), batch=8, span=2, longest=12)
    recordings, others = _clips(24, 0).frames, _clips(8, 1).frames
    encoder = new_encoder(kind, 0)
    torch.manual_seed(0)
    model = MaskedPrediction(encoder)
    before = masked_loss(model, others, settings)
    start = {name: value.clone() for name, value in encoder.state_dict().items()}
    assert pretrain(encoder, recordings, settings, 0).encoder is encoder
    after = masked_loss(pretrain(encoder, recordings, settings, 0), others, settings)
    assert after < 0.8 * before
    assert any(not torch.equal(start[name], value) for name, value in encoder.state_dict().items())


def test_an_epoch_holds_each_clip_at_most_once_and_as_many_as_fill_batches() -> None:
    frames = _clips(30, 0).frames
    steps = steps_of(30, 8)
    epochs = [np.concatenate([batch_of(frames, 8, epoch * steps + i, 0) for i in range(steps)]) for epoch in (0, 1)]
    assert all(len(set(places.tolist())) == 24 for places in epochs)
    assert epochs[0].tolist() != epochs[1].tolist()


def test_parts_are_even_and_lose_nothing() -> None:
    frames = np.arange(25, dtype=np.float16)[:, None]
    cut = parts([frames, frames[:3]], 10)
    assert [len(part) for part in cut] == [9, 8, 8, 3]
    assert np.array_equal(np.concatenate(cut[:3]), frames)


def test_a_tone_is_in_its_band_and_every_40_ms_has_a_frame() -> None:
    seconds = np.arange(8000) / 16_000
    frames = log_mel(np.sin(2 * np.pi * 1000 * seconds).astype(np.float32))
    assert frames.shape == (13, STACK * BANDS)
    picture = frames.astype(np.float32).reshape(-1, BANDS)
    middle = picture[5:45].argmax(1)
    assert len(set(middle.tolist())) == 1 and 20 <= middle[0] <= 32
    assert picture.max() - picture.min() <= 2.001
    assert np.isfinite(log_mel(np.zeros(1, dtype=np.float32))).all()


def test_noise_keeps_whole_frames_and_without_it_nothing_changes() -> None:
    frames = _clips(1, 0).frames[0]
    changed = SpectrogramNoise().apply(frames, np.random.default_rng(0))
    assert changed.shape[1] == frames.shape[1] and abs(len(changed) / len(frames) - 1) <= 0.2
    none = SpectrogramNoise(0, 0, 0, 0, 0, 0, 0)
    assert np.array_equal(none.apply(frames, np.random.default_rng(0)), frames.astype(np.float32))
