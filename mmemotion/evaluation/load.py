"""Encoders and clips for evaluation and training, from the manifest and the user's cache."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmemotion.corpora.labels import Clip, labelled
from mmemotion.evaluation.encoded import ClipEncoder, EncodedClips, Report
from mmemotion.evaluation.skipped import Skipped, sentence
from mmemotion.evaluation.voices import Voices, example
from mmemotion.fitting.augmentation import CLEAN, Rendering
from mmemotion.manifest import Manifest
from mmemotion.paths import cache_dir
from mmemotion.types import EMOTIONS


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """Clips as networks read them, and those that could not be used."""

    voices: Voices
    skipped: tuple[Skipped, ...]

    @property
    def warning(self) -> str:
        """One sentence about those left out, or nothing."""
        return sentence(self.skipped, len(self.skipped) + len(self.voices.clips))


def clip_encoder(cache: Path | None = None) -> ClipEncoder:
    """Whisper's encoder and the measures of the voice. Raises ModelError."""
    from mmemotion.backends.whisper_encoder import WhisperAcousticEncoder, load_encoder
    from mmemotion.features.prosody import VoiceProsody

    acoustic = WhisperAcousticEncoder(load_encoder(Manifest.load().folder("whisper-base")))
    return ClipEncoder(acoustic, VoiceProsody("cpu"), cache or cache_dir() / "clips")


def load_clips(clips: Sequence[Clip], encoder: ClipEncoder, renderings: Sequence[Rendering], report: Report) -> Loaded:
    """Clips that have one of the seven labels, clean and in the other renderings; those that cannot be used are left
    out. Raises DataError when none is left."""
    kept = labelled(clips)
    skipped: list[Skipped] = []
    kinds: list[EncodedClips] = []
    for rendering in (CLEAN, *renderings):
        found = encoder.encode_all(kept, rendering, report)
        kinds = [_only(kept, found.clips, kind) for kind in kinds] + [found]
        kept = found.clips
        skipped += found.skipped
    examples = tuple(tuple(example(clip) for clip in kind) for kind in zip(*(k.encoded for k in kinds), strict=True))
    labels = np.array([EMOTIONS.index(clip.label) for clip in kept if clip.label is not None])
    return Loaded(Voices(kept, examples, labels), tuple(skipped))


def load_own_labels(clips: Sequence[Clip], encoder: ClipEncoder, report: Report) -> Voices:
    """All clips, clean, also those whose label is none of the seven: numbers of labels are those of the corpus's own.

    Those left out are told on standard error. Raises DataError when none is left.
    """
    found = encoder.encode_all(clips, CLEAN, report)
    if found.skipped:
        sys.stderr.write(f"mmemotion: {sentence(found.skipped, len(clips))}\n")
    names = sorted({clip.original for clip in found.clips})
    labels = np.array([names.index(clip.original) for clip in found.clips])
    return Voices(found.clips, tuple((example(one),) for one in found.encoded), labels)


def _only(before: Sequence[Clip], kept: Sequence[Clip], kind: EncodedClips) -> EncodedClips:
    """A kind without the clips that a later rendering could not use."""
    wanted = set(map(id, kept))
    places = [place for place, clip in enumerate(before) if id(clip) in wanted]
    return EncodedClips(tuple(kept), tuple(kind.encoded[place] for place in places), kind.skipped)
