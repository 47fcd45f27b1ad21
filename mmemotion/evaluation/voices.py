"""The voice branches on speakers, or corpora, they did not hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mmemotion.backends.prosody_groups import grouped
from mmemotion.corpora import emodb, nemo, ravdess, urdu
from mmemotion.corpora.labels import Clip, labelled
from mmemotion.evaluation.encoded import Encoded
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.fitting.voice import (
    Report,
    VoiceBranches,
    VoiceExample,
    VoiceSet,
    VoiceSettings,
    fit_voice,
    voice_logits,
)

CORPORA = {"ravdess": ravdess.read, "emodb": emodb.read, "urdu": urdu.read, "nemo": nemo.read}

PROSODY_SHARE = 0.2
"""Weight of prosody beside the acoustic frames where no fusion is fitted."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """Clips, what networks read of each rendering (the clean one first), and the number of each clip's label."""

    clips: tuple[Clip, ...]
    renderings: tuple[tuple[VoiceExample, ...], ...]
    labels: Numbers

    def take(self, places: Numbers) -> Voices:
        """Some of the clips."""
        chosen = places.tolist()
        return Voices(
            tuple(self.clips[i] for i in chosen), tuple(self.renderings[i] for i in chosen), self.labels[places]
        )

    @property
    def folds(self) -> Numbers:
        """Fold of each clip: no two share a speaker."""
        return np.array([clip.fold for clip in self.clips])

    @property
    def corpora(self) -> Numbers:
        """Number of each clip's corpus in CORPORA."""
        return np.array([list(CORPORA).index(clip.corpus) for clip in self.clips])


def read_clips(data: Path) -> tuple[Clip, ...]:
    """All clips of all corpora under data that have one of our labels. Raises DataError."""
    return labelled(clip for name, read in CORPORA.items() for clip in read(data / name))


def example(encoded: Encoded) -> VoiceExample:
    """A clip as the branches read it."""
    return VoiceExample(encoded.frames, grouped(dict(zip(FUNCTIONALS, map(float, encoded.measures), strict=True))))


def voice_set(voices: Voices) -> VoiceSet:
    """Clips drawn so that every corpus comes as often, and within one every label."""
    pairs = voices.corpora * 100 + voices.labels
    names, place, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    labels_of = np.array([(names // 100 == pair // 100).sum() for pair in pairs])
    draw = 1.0 / (counts[place] * labels_of)
    return VoiceSet(voices.renderings, voices.labels, draw / draw.sum())


def fit(voices: Voices, settings: VoiceSettings, seed: int, report: Report) -> VoiceBranches:
    """Branches fitted to all of the clips."""
    return fit_voice(voice_set(voices), settings, seed, report)


def held_out_logits(
    voices: Voices, groups: Numbers, settings: VoiceSettings, seed: int, report: Report
) -> tuple[Tensor, Tensor]:
    """Acoustic and prosody logits [n, classes] of each clip, by branches that heard no clip of its group."""
    acoustic = torch.zeros(len(voices.clips), settings.classes)
    prosody = torch.zeros_like(acoustic)
    for group in np.unique(groups):
        held = np.flatnonzero(groups == group)
        model = fit(voices.take(np.flatnonzero(groups != group)), settings, seed, report)
        acoustic[held], prosody[held] = voice_logits(model, clean(voices.take(held)))
    return acoustic, prosody


def voice_says(acoustic: Tensor, prosody: Tensor) -> Tensor:
    """Log probabilities of the two voice branches added up, the weaker one at PROSODY_SHARE: logits [n, classes]."""
    return acoustic.log_softmax(-1) + PROSODY_SHARE * prosody.log_softmax(-1)


def clean(voices: Voices) -> Sequence[VoiceExample]:
    """The first rendering of each clip: as it was recorded."""
    return [renderings[0] for renderings in voices.renderings]
