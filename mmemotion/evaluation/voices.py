"""The voice branches on speakers, or corpora, they did not hear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mmemotion.backends.prosody_groups import grouped
from mmemotion.corpora import emodb, nemo, ravdess, urdu
from mmemotion.corpora.labels import Clip, labelled
from mmemotion.evaluation.encoded import Encoded
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.fitting.voice import (
    Numbers,
    VoiceBranches,
    VoiceExample,
    VoiceSet,
    statistics_of,
    voice_logits,
)
from mmemotion.types import EMOTIONS

CORPORA = {"ravdess": ravdess.read, "emodb": emodb.read, "urdu": urdu.read, "nemo": nemo.read}

PROSODY_SHARE = 0.4
"""Weight of prosody beside the acoustic frames where no fusion is fitted."""


CLIP_FOLDS = 5
"""Where only one person speaks, every fifth clip of a label is a fold."""


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

    def only(self, kinds: slice) -> Voices:
        """Some of the renderings."""
        return Voices(self.clips, tuple(renderings[kinds] for renderings in self.renderings), self.labels)

    @property
    def folds(self) -> Numbers:
        """Fold of each clip: no two share a speaker."""
        return np.array([clip.fold for clip in self.clips])

    @property
    def corpora(self) -> Numbers:
        """Number of each clip's corpus, from 0 in order of name."""
        return np.unique([clip.corpus for clip in self.clips], return_inverse=True)[1].astype(np.int64)

    @property
    def speakers(self) -> Numbers:
        """Number of each clip's speaker, from 0; no two corpora share one."""
        names = [f"{clip.corpus} {clip.speaker}" for clip in self.clips]
        return np.unique(names, return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """How clips are heard: a rendering of each; beside all others of their speaker, or each by itself."""

    examples: Sequence[VoiceExample]
    beside: bool = True


Fit = Callable[[Voices, str], VoiceBranches]
"""Branches that learned from the clips; the word tells these fits from those without other groups."""


def read_clips(data: Path) -> tuple[Clip, ...]:
    """All clips of all corpora under data that have one of our labels. Raises DataError."""
    return labelled(clip for name, read in CORPORA.items() for clip in read(data / name))


def example(encoded: Encoded) -> VoiceExample:
    """A clip as the branches read it."""
    measures = dict(zip(FUNCTIONALS, map(float, encoded.measures), strict=True))
    return VoiceExample(statistics_of(encoded.frames), grouped(measures))


def voice_set(voices: Voices, balance: str = "corpus and label") -> VoiceSet:
    """Clips drawn so that every corpus comes as often, and within one every label; or every label; or every clip."""
    corpora = voices.corpora if balance == "corpus and label" else np.zeros_like(voices.labels)
    labels = voices.labels if balance != "none" else np.zeros_like(voices.labels)
    several = max(len(EMOTIONS), int(labels.max()) + 1)
    names, place, counts = np.unique(corpora * several + labels, return_inverse=True, return_counts=True)
    labels_of = np.bincount(names // several)[corpora]
    draw = 1.0 / (counts[place] * labels_of)
    return VoiceSet(voices.renderings, voices.labels, voices.speakers, draw / draw.sum())


def folds_of(voices: Voices) -> Numbers:
    """Fold of each clip. No two share a person, unless there is only one fold of people."""
    if len(np.unique(voices.folds)) > 1:
        return voices.folds
    rank = np.zeros(len(voices.labels), dtype=np.int64)
    for label in np.unique(voices.labels):
        own = np.flatnonzero(voices.labels == label)
        rank[own] = np.arange(len(own))
    return rank % CLIP_FOLDS + 1


def held_out_logits(voices: Voices, groups: Numbers, fit: Fit, given: Sequence[Given]) -> list[tuple[Tensor, Tensor]]:
    """For each way of hearing the clips, log probabilities [n, classes] by the acoustic and the prosody branch, which
    heard no clip of a clip's group."""
    found: list[list[Tensor]] = [[] for _ in given]
    order = []
    for group in np.unique(groups):
        held = np.flatnonzero(groups == group)
        model = fit(voices.take(np.flatnonzero(groups != group)), f"without {group}")
        order.append(held)
        for parts, way in zip(found, given, strict=True):
            speakers = voices.speakers[held] if way.beside else None
            parts.append(torch.stack(voice_logits(model, [way.examples[i] for i in held.tolist()], speakers)))
    back = np.argsort(np.concatenate(order))
    both = [torch.cat(parts, 1)[:, back] for parts in found]
    return [(one[0], one[1]) for one in both]


def voice_says(acoustic: Tensor, prosody: Tensor, share: float = PROSODY_SHARE) -> Tensor:
    """Log probabilities of the two voice branches added up, prosody at its share: logits [n, classes]."""
    return acoustic.log_softmax(-1) + share * prosody.log_softmax(-1)


def clean(voices: Voices) -> list[VoiceExample]:
    """The first rendering of each clip: as it was recorded."""
    return [renderings[0] for renderings in voices.renderings]
