"""Acoustic frames from the middle layers of Whisper's encoder (Radford et al. 2022, arXiv 2212.04356)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mmemotion.types import Embedding, FloatArray, Modality

if TYPE_CHECKING:
    from torch import Tensor

LAYERS = (2, 3, 4)
"""Outputs taken, counted from 1 as the first layer's: the middle ones tell emotions best; none above is computed."""

WIDTH = 512
FRAME_HOP = 0.04
"""Seconds between vectors: pairs of the encoder's 20 ms positions are averaged."""

LONGEST = 480_000
"""Samples Whisper can place in time (30 s); longer sound is read in parts."""

_HOP, _WINDOW, _MELS = 160, 400, 80


class WhisperAcousticEncoder:
    """encode() gives frames of LAYERS side by side; the sound is not padded to 30 s, so a short one costs little."""

    def __init__(self, encoder: Any) -> None:
        """encoder: a transformers WhisperEncoder of Whisper base; a recogniser may share it. See load_encoder."""
        import torch
        from transformers.audio_utils import mel_filter_bank

        self._encoder = encoder.eval()
        filters = mel_filter_bank(_WINDOW // 2 + 1, _MELS, 0.0, 8000.0, 16_000, norm="slaney", mel_scale="slaney")
        self._filters = torch.from_numpy(filters.T.astype(np.float32)).to(encoder.device)
        self._window = torch.hann_window(_WINDOW, device=encoder.device)

    def encode(self, samples: FloatArray) -> Embedding:
        """Vectors float32 [frames, 3 * 512] of 16 kHz mono sound [n], n >= 1; items are frame numbers, 25 a second."""
        import torch

        with torch.inference_mode():
            sound = torch.from_numpy(np.ascontiguousarray(samples)).to(self._encoder.device)
            parts = [self._frames(part) for part in sound.split(LONGEST)]
        vectors = np.asarray(torch.cat(parts).float().cpu().numpy())
        return Embedding(Modality.ACOUSTIC, vectors, tuple(range(len(vectors))))

    def log_mel(self, sound: Tensor) -> Tensor:
        """Whisper's log mel spectrogram [80, n / 160 + 1] of sound [n]: log10, floor 8 under the peak, (x + 4) / 4."""
        import torch

        padded = torch.nn.functional.pad(sound, (0, max(0, 2 * _WINDOW - len(sound))))
        spectrum = torch.stft(padded, _WINDOW, _HOP, window=self._window, return_complex=True)
        mel = (self._filters @ spectrum[:, :-1].abs().square()).clamp(min=1e-10).log10()
        scaled: Tensor = (mel.clamp(min=float(mel.max()) - 8.0) + 4.0) / 4.0
        return scaled

    def _frames(self, sound: Tensor) -> Tensor:
        """[frames, layers * 512] of at most 30 s."""
        import torch

        mel = self.log_mel(sound)
        count = max(1, -(-len(sound) // 640))
        mel = torch.nn.functional.pad(mel, (0, max(0, 4 * count - mel.shape[1])), value=float(mel.min()))
        outputs = self._positions(mel[None, :, : 4 * count].to(self._encoder.dtype))
        frames: Tensor = torch.cat(outputs, -1)[0].unflatten(0, (count, 2)).mean(1)
        return frames

    def _positions(self, mel: Tensor) -> list[Tensor]:
        """Outputs [1, positions, 512] of LAYERS for a log mel spectrogram [1, 80, 2 * positions]."""
        from torch.nn.functional import gelu

        encoder = self._encoder
        hidden = gelu(encoder.conv2(gelu(encoder.conv1(mel)))).transpose(1, 2)
        hidden = hidden + encoder.embed_positions.weight[: hidden.shape[1]]
        outputs = []
        for number, layer in enumerate(encoder.layers[: max(LAYERS)], start=1):
            found = layer(hidden, None)
            hidden = found if not isinstance(found, tuple) else found[0]
            if number in LAYERS:
                outputs.append(hidden)
        return outputs


def load_encoder(folder: Path, device: str = "cpu") -> Any:
    """Whisper base's encoder as far as the highest of LAYERS, from a folder with model.bin. Raises ModelError."""
    from transformers import WhisperConfig
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    from mmemotion.backends.whisper_weights import load_encoder_state

    config = WhisperConfig(**BASE, encoder_layers=max(LAYERS))
    encoder = WhisperEncoder(config)
    encoder.load_state_dict(_lower(load_encoder_state(folder)))
    return encoder.to(device).eval()


BASE: dict[str, int] = {
    "d_model": WIDTH,
    "encoder_attention_heads": 8,
    "decoder_layers": 6,
    "decoder_attention_heads": 8,
    "encoder_ffn_dim": 2048,
    "decoder_ffn_dim": 2048,
}
"""Sizes of Whisper base, by the names of transformers' WhisperConfig."""


def load_whisper(folder: Path, device: str = "cpu") -> Any:
    """All of Whisper base as a transformers WhisperForConditionalGeneration, for recognition on a GPU; its encoder
    (get_encoder()) serves WhisperAcousticEncoder too. Raises ModelError."""
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    from mmemotion.backends.whisper_weights import load_state

    model = WhisperForConditionalGeneration(WhisperConfig(**BASE, encoder_layers=6))
    model.load_state_dict(load_state(folder))
    return model.to(device).eval()


def _lower(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state without layers above the highest used; the final norm stays, unused, so that the names match."""
    above = tuple(f"layers.{number}." for number in range(max(LAYERS), 32))
    return {name: value for name, value in state.items() if not name.startswith(above)}
