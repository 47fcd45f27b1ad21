"""The acoustic encoders that can be chosen by a word, fitted to labelled clips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from mmemotion.fitting.course import Course, Group, LoopSettings
from mmemotion.fitting.hooks import Hooks
from mmemotion.fitting.log_mel import Frames
from mmemotion.fitting.loop import run_course
from mmemotion.fitting.spectrogram_noise import SpectrogramNoise
from mmemotion.networks.acoustic_cnn import CnnEncoder
from mmemotion.networks.acoustic_rnn import BiGruEncoder
from mmemotion.networks.spectral import FrameEncoder, SpectralBranch

ENCODERS: Mapping[str, Callable[[], FrameEncoder]] = {"cnn": CnnEncoder, "bigru": BiGruEncoder}
"""By the word that chooses it. The pretrained transformer is fitted by fit_voice, on frames of its own."""

SUPERVISED, SELF_SUPERVISED = "supervised", "masked prediction, then supervised"
OBJECTIVES = (SUPERVISED, SELF_SUPERVISED)
"""By the word that chooses them; the second is pretrain, then fit_spectral."""

ROUND = 8

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SpectralSettings:
    """How a branch is fitted to log-mel frames; encoder_rate: share of the rate at which the encoder learns."""

    classes: int
    loop: LoopSettings = field(default_factory=lambda: LoopSettings(rate=2e-3, epochs=20))
    batch: int = 32
    encoder_rate: float = 1.0
    mixup: float = 0.4
    smoothing: float = 0.05
    noise: SpectrogramNoise = field(default_factory=SpectrogramNoise)


@dataclass(frozen=True, slots=True, eq=False)
class SpectralSet:
    """Log-mel frames of each clip, and the numbers of their labels."""

    frames: Sequence[Frames]
    labels: Numbers

    def take(self, places: Numbers) -> SpectralSet:
        """Some of the clips."""
        return SpectralSet([self.frames[i] for i in places.tolist()], self.labels[places])


def new_encoder(kind: str, seed: int) -> FrameEncoder:
    """An encoder of ENCODERS with first weights that the seed fixes."""
    torch.manual_seed(seed)
    return ENCODERS[kind]()


def fit_spectral(
    encoder: FrameEncoder, clips: SpectralSet, settings: SpectralSettings, seed: int, hooks: Hooks | None = None
) -> SpectralBranch:
    """A branch on the encoder, fitted together with it. The encoder is changed in place."""
    torch.manual_seed(seed)
    model = SpectralBranch(encoder, settings.classes)
    run_course(_Supervised(model, clips, settings, seed), settings.loop, seed, hooks)
    return model


def spectral_logits(model: SpectralBranch, frames: Sequence[Frames]) -> Tensor:
    """What the branch says of each clip: logits [n, classes]."""
    with torch.inference_mode():
        return torch.cat([model(*padded(frames[i : i + 32]))[0] for i in range(0, len(frames), 32)])


def padded(frames: Sequence[npt.NDArray[np.floating]]) -> tuple[Tensor, Tensor]:
    """frames [batch, n, width] with zeros behind the shorter ones, and which are there [batch, n].

    n is a multiple of ROUND: convolutions are planned anew for every length they meet.
    """
    lengths = [len(clip) for clip in frames]
    longest = -(-max(lengths) // ROUND) * ROUND
    rows = torch.zeros(len(frames), longest, frames[0].shape[1])
    for row, clip in enumerate(frames):
        rows[row, : lengths[row]] = torch.from_numpy(clip)
    return rows, torch.arange(longest)[None] < torch.tensor(lengths)[:, None]


def steps_of(count: int, batch: int) -> int:
    """Whole batches in so many clips, at least one."""
    return max(1, count // batch)


def batch_of(frames: Sequence[Frames], size: int, step: int, seed: int) -> Numbers:
    """Places of the clips of a step: in every epoch each clip comes once, but for those that fill no batch, with others
    of like length, in an order of its own."""
    epoch, number = divmod(step, steps_of(len(frames), size))
    chance = np.random.default_rng([seed, epoch])
    lengths = np.array([len(clip) for clip in frames]) * chance.uniform(0.8, 1.25, len(frames))
    left_out = len(frames) % size if len(frames) > size else 0
    order = np.delete(np.argsort(lengths), chance.choice(len(frames), left_out, replace=False))
    groups = order.reshape(-1, min(size, len(frames)))
    return np.asarray(groups[chance.permutation(len(groups))[number]])


class _Supervised(Course):
    """Cross entropy; statistics of shuffled pairs are mixed before the classifier (Zhang et al. 2017, arXiv 1710.09412;
    Verma et al. 2018, arXiv 1806.05236)."""

    name = "spectral"

    def __init__(self, model: SpectralBranch, clips: SpectralSet, settings: SpectralSettings, seed: int) -> None:
        self.model: SpectralBranch = model
        self.steps_per_epoch = steps_of(len(clips.labels), settings.batch)
        self._clips, self._settings, self._seed = clips, settings, seed

    def groups(self) -> Sequence[Group]:
        own = [p for name, p in self.model.named_parameters() if not name.startswith("encoder.")]
        return Group(list(self.model.encoder.parameters()), self._settings.encoder_rate), Group(own)

    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        settings = self._settings
        clips = self._clips.take(batch_of(self._clips.frames, settings.batch, step, self._seed))
        frames, mask = padded([settings.noise.apply(clip, chance) for clip in clips.frames])
        share = max(chance.beta(settings.mixup, settings.mixup), 1e-3)
        other = torch.from_numpy(chance.permutation(len(clips.labels)))
        target = nn.functional.one_hot(torch.from_numpy(clips.labels), settings.classes).float()
        logits = self.model.classifier(_mix(self.model.pool(frames, mask)[0], other, share))
        return nn.functional.cross_entropy(
            logits.float(), _mix(target, other, share), label_smoothing=settings.smoothing
        )

    def identity(self) -> str:
        return (
            f"{self._settings} {len(self._clips.labels)} {int(self._clips.labels @ np.arange(len(self._clips.labels)))}"
        )


def _mix(values: Tensor, other: Tensor, share: float) -> Tensor:
    return share * values + (1 - share) * values[other]
