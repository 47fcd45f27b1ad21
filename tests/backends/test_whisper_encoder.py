"""Acoustic frames: Whisper's own spectrogram and layers, at any length."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mmemotion.backends.whisper_encoder import BASE, LAYERS, WIDTH, WhisperAcousticEncoder, load_encoder
from mmemotion.backends.whisper_weights import load_encoder_state
from mmemotion.manifest import Manifest
from mmemotion.types import FloatArray, Modality


@pytest.fixture(scope="module")
def encoder() -> WhisperAcousticEncoder:
    return WhisperAcousticEncoder(load_encoder(Manifest.load().folder("whisper-base")))


def _noise(count: int) -> FloatArray:
    return (np.random.default_rng(0).standard_normal(count) * 0.1).astype(np.float32)


def test_spectrogram_is_that_of_whisper(encoder: WhisperAcousticEncoder) -> None:
    from transformers import WhisperFeatureExtractor

    sound = _noise(48_000)
    wanted = WhisperFeatureExtractor()(sound, sampling_rate=16_000, return_tensors="pt").input_features[0]
    found = encoder.log_mel(torch.from_numpy(sound))
    assert torch.allclose(found[:, :298], wanted[:, :298], atol=1e-3)  # after that the padding is heard


def test_thirty_seconds_give_the_layers_of_the_whole_encoder(encoder: WhisperAcousticEncoder) -> None:
    from transformers import WhisperConfig, WhisperFeatureExtractor
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    whole = WhisperEncoder(WhisperConfig(**BASE, encoder_layers=6)).eval()
    whole.load_state_dict(load_encoder_state(Manifest.load().folder("whisper-base")))
    sound = _noise(480_000)
    features = WhisperFeatureExtractor()(sound, sampling_rate=16_000, return_tensors="pt").input_features
    with torch.inference_mode():
        hidden = whole(features, output_hidden_states=True).hidden_states
    wanted = torch.cat([hidden[layer] for layer in LAYERS], -1)[0].unflatten(0, (750, 2)).mean(1).numpy()
    assert np.allclose(encoder.encode(sound).vectors, wanted, atol=1e-2)


@pytest.mark.parametrize(("samples", "frames"), [(1, 1), (160, 1), (640, 1), (641, 2), (16_000, 25), (500_000, 782)])
def test_one_frame_per_40_ms_at_any_length(encoder: WhisperAcousticEncoder, samples: int, frames: int) -> None:
    found = encoder.encode(_noise(samples))
    assert found.modality is Modality.ACOUSTIC and found.items == tuple(range(frames))
    assert found.vectors.shape == (frames, len(LAYERS) * WIDTH) and np.isfinite(found.vectors).all()


def test_silence_is_finite(encoder: WhisperAcousticEncoder) -> None:
    assert np.isfinite(encoder.encode(np.zeros(8000, dtype=np.float32)).vectors).all()
