"""Encoders and clips for evaluation and training, from the manifest and the user's cache."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mmemotion.corpora.labels import Clip
from mmemotion.evaluation.encoded import ClipEncoder, Report
from mmemotion.evaluation.voices import Voices, example
from mmemotion.manifest import Manifest
from mmemotion.paths import cache_dir
from mmemotion.types import EMOTIONS


def clip_encoder(cache: Path | None = None) -> ClipEncoder:
    """Whisper's encoder and the measures of the voice. Raises ModelError."""
    from mmemotion.backends.whisper_encoder import WhisperAcousticEncoder, load_encoder
    from mmemotion.features.prosody import VoiceProsody

    acoustic = WhisperAcousticEncoder(load_encoder(Manifest.load().folder("whisper-base")))
    return ClipEncoder(acoustic, VoiceProsody("cpu"), cache or cache_dir() / "clips")


def load_voices(clips: Sequence[Clip], encoder: ClipEncoder, narrow: bool, report: Report) -> Voices:
    """Clips as networks read them, with the seven labels; narrow adds a rendering in the telephone band."""
    kinds = (False, True) if narrow else (False,)
    encoded = [encoder.encode_all(clips, kind, report) for kind in kinds]
    renderings = tuple(tuple(example(clip) for clip in kind) for kind in zip(*encoded, strict=True))
    return Voices(tuple(clips), renderings, np.array([EMOTIONS.index(clip.label) for clip in clips]))
