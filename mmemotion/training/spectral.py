"""Runs with an encoder that is not pretrained: measured on people not heard, and kept, but not for analysis.

The program analyses with the pretrained encoder alone; these are for comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mmemotion.corpora.labels import Clip, labelled
from mmemotion.errors import DataError
from mmemotion.evaluation.encoded import reason
from mmemotion.evaluation.log_mels import read_log_mels
from mmemotion.evaluation.metrics import unweighted_accuracy
from mmemotion.evaluation.skipped import Skipped, refuse_nothing, sentence
from mmemotion.evaluation.voices import Voices, folds_of
from mmemotion.fitting.hooks import Hooks, Report
from mmemotion.fitting.log_mel import Frames
from mmemotion.fitting.pretraining import PretrainingSettings, pretrain
from mmemotion.fitting.techniques import SpectralSet, SpectralSettings, fit_spectral, new_encoder, spectral_logits
from mmemotion.fitting.voice import Numbers
from mmemotion.networks.spectral import SpectralBranch
from mmemotion.paths import cache_dir
from mmemotion.training.config import TrainingConfig
from mmemotion.types import EMOTIONS

WEIGHTS = "acoustic.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class Spectra:
    """Clips that could be used, their spectrograms, and a sentence about those left out."""

    clips: tuple[Clip, ...]
    frames: Sequence[Frames]
    warning: str

    @property
    def labelled(self) -> SpectralSet:
        """As they are learned from."""
        labels = [EMOTIONS.index(clip.label) for clip in self.clips if clip.label is not None]
        return SpectralSet(self.frames, np.array(labels))

    @property
    def folds(self) -> Numbers:
        """Fold of each clip, of people where there are several."""
        return folds_of(Voices(self.clips, ((),) * len(self.clips), self.labelled.labels))


def read_spectra(clips: Sequence[Clip], report: Report, cache: Path | None = None) -> Spectra:
    """Of the clips with a label; those that cannot be used are left out. Raises DataError when none is left."""
    every = labelled(clips)
    kept: list[Clip] = []
    frames: list[Frames] = []
    skipped: list[Skipped] = []
    for number, clip in enumerate(every, start=1):
        try:
            frames += read_log_mels([clip.path], cache or cache_dir() / "log_mels", lambda stage, share: None)
            kept.append(clip)
        except DataError as error:
            skipped.append(Skipped(clip.path, reason(error)))
        report("spectrograms", number / len(every))
    refuse_nothing(kept, skipped)
    return Spectra(tuple(kept), frames, sentence(skipped, len(every)))


def fit(config: TrainingConfig, clips: SpectralSet, hooks: Hooks) -> SpectralBranch:
    """A branch fitted to the clips; before it, if the configuration says so, its encoder without their labels."""
    section = config.voice
    encoder = new_encoder(section.encoder, config.seed)
    if config.pretraining.objective == "masked":
        course = PretrainingSettings()
        course = replace(course, loop=replace(course.loop, epochs=config.pretraining.epochs))
        pretrain(encoder, clips.frames, course, config.seed, hooks)
    settings = SpectralSettings(len(EMOTIONS), batch=section.batch, mixup=section.mixup, smoothing=section.smoothing)
    loop = replace(settings.loop, rate=section.rate, epochs=section.epochs)
    return fit_spectral(encoder, clips, replace(settings, loop=loop), config.seed, hooks)


def people_not_heard(config: TrainingConfig, spectra: Spectra, hooks: Hooks) -> dict[str, float]:
    """Unweighted accuracy per corpus, every clip judged by a branch that learned from other folds alone."""
    clips, folds = spectra.labelled, spectra.folds
    found = np.zeros_like(clips.labels)
    for fold in np.unique(folds):
        own = np.flatnonzero(folds == fold)
        model = fit(config, clips.take(np.flatnonzero(folds != fold)), hooks.within(f"without {fold}"))
        found[own] = spectral_logits(model, clips.take(own).frames).argmax(-1).numpy()
    names = np.array([clip.corpus for clip in spectra.clips])
    return {
        f"unweighted accuracy, {config.voice.encoder}, {name}, people not heard": round(
            unweighted_accuracy(clips.labels[names == name], found[names == name]), 4
        )
        for name in dict.fromkeys(names.tolist())
    }


def save(model: SpectralBranch, folder: Path) -> None:
    """The weights as safetensors."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / WEIGHTS)
