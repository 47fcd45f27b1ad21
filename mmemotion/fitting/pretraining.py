"""Self-supervised pre-training of an acoustic encoder on recordings without labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from mmemotion.fitting.course import Course, LoopSettings
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.log_mel import Frames
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.techniques import batch_of, padded, steps_of
from mmemotion.networks.masked_prediction import MaskedPrediction, hide_spans
from mmemotion.networks.spectral import FrameEncoder


@dataclass(frozen=True, slots=True)
class PretrainingSettings:
    """span: frames of 40 ms hidden at a time; share: of the sound that is hidden; longest: frames of the parts into
    which recordings are cut."""

    loop: LoopSettings = field(default_factory=lambda: LoopSettings(rate=2e-3, epochs=12))
    batch: int = 32
    span: int = 5
    share: float = 0.35
    longest: int = 100


def pretrain(
    encoder: FrameEncoder,
    recordings: Sequence[Frames],
    settings: PretrainingSettings,
    seed: int,
    hooks: Hooks | None = None,
) -> MaskedPrediction:
    """Teaches the encoder, in place, to fill in hidden frames of the recordings; it is returned with what fills in."""
    torch.manual_seed(seed)
    model = MaskedPrediction(encoder)
    run_course(_FillingIn(model, recordings, settings, seed), settings.loop, seed, hooks)
    return model


def masked_loss(model: MaskedPrediction, recordings: Sequence[Frames], settings: PretrainingSettings) -> float:
    """How far the model is from hidden frames of recordings, whatever was hidden being the same at each call."""
    frames, mask = padded(parts(recordings, settings.longest))
    hidden = hide_spans(mask, settings.span, settings.share, torch.Generator().manual_seed(0))
    with torch.inference_mode():
        return float(model.eval()(frames, mask, hidden))


def parts(recordings: Sequence[Frames], longest: int) -> list[Frames]:
    """Recordings cut into even parts of at most longest frames."""
    return [part for frames in recordings for part in np.array_split(frames, -(-len(frames) // longest))]


class _FillingIn(Course):
    name = "masked prediction"

    def __init__(
        self, model: MaskedPrediction, recordings: Sequence[Frames], settings: PretrainingSettings, seed: int
    ) -> None:
        self.model: MaskedPrediction = model
        self._parts = parts(recordings, settings.longest)
        self.steps_per_epoch = steps_of(len(self._parts), settings.batch)
        self._settings, self._seed = settings, seed

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        places = batch_of(self._parts, self._settings.batch, step, self._seed)
        frames, mask = padded([self._parts[place] for place in places])
        generator = torch.Generator().manual_seed(int(chance.integers(2**31)))
        loss: Tensor = self.model(frames, mask, hide_spans(mask, self._settings.span, self._settings.share, generator))
        return loss

    def identity(self) -> str:
        return f"{self._settings} {len(self._parts)} {sum(map(len, self._parts))}"
