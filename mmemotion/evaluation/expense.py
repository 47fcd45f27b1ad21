"""What an acoustic encoder costs: its size, and processor time per second of sound."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from mmemotion.audio.front_end import SAMPLE_RATE
from mmemotion.backends.whisper_encoder import LAYERS, WIDTH, WhisperAcousticEncoder, load_encoder
from mmemotion.fitting.log_mel import log_mel
from mmemotion.fitting.techniques import new_encoder, padded
from mmemotion.networks.acoustic import AcousticBranch
from mmemotion.networks.spectral import SpectralBranch
from mmemotion.types import FloatArray


@dataclass(frozen=True, slots=True)
class Expense:
    """parameters: all that are read at run time; seconds: of one processor core per second of speech."""

    parameters: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.parameters / 1e6:.2f} M parameters, {1000 * self.seconds:.1f} ms per second of speech"


def spectral_expense(kind: str, classes: int, sounds: Sequence[FloatArray]) -> Expense:
    """Of an encoder of ENCODERS, spectrogram and branch included; sounds: 16 kHz mono, behind the front end."""
    model = SpectralBranch(new_encoder(kind, 0), classes).eval()
    return Expense(_size(model), _seconds(lambda sound: model(*padded([log_mel(sound)])), sounds))


def transformer_expense(folder: Path, classes: int, sounds: Sequence[FloatArray]) -> Expense:
    """Of Whisper's encoder in a folder, as far as its highest layer used, and the branch on it. Raises ModelError."""
    pretrained = load_encoder(folder)
    encoder, model = WhisperAcousticEncoder(pretrained), AcousticBranch(len(LAYERS), WIDTH, classes).eval()

    def say(sound: FloatArray) -> None:
        frames = torch.from_numpy(encoder.encode(sound).vectors)[None]
        model(frames, torch.ones(frames.shape[:2], dtype=torch.bool))

    return Expense(_size(pretrained) + _size(model), _seconds(say, sounds))


def _size(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def _seconds(say: Callable[[FloatArray], object], sounds: Sequence[FloatArray]) -> float:
    with torch.inference_mode():
        say(sounds[0])  # the first call makes plans
        start = time.process_time()
        for sound in sounds:
            say(sound)
    return (time.process_time() - start) / (sum(map(len, sounds)) / SAMPLE_RATE)
