"""Clips as networks read them: acoustic frames and measures of the voice, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from mmemotion.audio.front_end import prepare
from mmemotion.corpora.labels import Clip
from mmemotion.errors import DataError, InputError
from mmemotion.evaluation.sound import read_sound, telephone
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.protocols import AcousticEncoder, ProsodyExtractor
from mmemotion.types import FloatArray

VERSION = "1"
"""Part of every name in the cache: changes whenever front end or encoders give other numbers."""

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """frames float16 [n, layers * width]; measures float32, one per name in FUNCTIONALS, NaN where not defined."""

    frames: npt.NDArray[np.float16]
    measures: FloatArray


@dataclass(frozen=True, slots=True)
class ClipEncoder:
    """encode() reads a clip through the front end; narrow: as a telephone would carry it."""

    acoustic: AcousticEncoder
    prosody: ProsodyExtractor
    cache: Path

    def encode_all(self, clips: Sequence[Clip], narrow: bool, report: Report) -> list[Encoded]:
        """All clips in order. Raises DataError naming a clip that cannot be read."""
        found = []
        for number, clip in enumerate(clips, start=1):
            found.append(self.encode(clip, narrow))
            report("telephone" if narrow else "clips", number / len(clips))
        return found

    def encode(self, clip: Clip, narrow: bool = False) -> Encoded:
        """The clip from the cache, or measured and put there."""
        try:
            content = clip.path.read_bytes()
        except OSError as error:
            raise DataError(f"{clip.path} cannot be read; get the corpus again.") from error
        name = hashlib.sha256(content + VERSION.encode() + bytes([narrow])).hexdigest()[:32]
        return _load(self.cache / f"{name}.npz") or _save(self.cache / f"{name}.npz", self._measure(clip, narrow))

    def _measure(self, clip: Clip, narrow: bool) -> Encoded:
        try:
            samples = read_sound(clip.path)
        except InputError as error:
            raise DataError(f"{clip.path} cannot be used: {error}") from error
        speech = prepare(telephone(samples, len(samples)) if narrow else samples)
        functionals = self.prosody.extract(speech.sound, 0.0).functionals
        measures = np.asarray([functionals[name] for name in FUNCTIONALS], dtype=np.float32)
        return Encoded(self.acoustic.encode(speech.levelled).vectors.astype(np.float16), measures)


def _load(path: Path) -> Encoded | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return Encoded(stored["frames"], stored["measures"])
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def _save(path: Path, encoded: Encoded) -> Encoded:
    """Written beside and moved into place: a cut-off run leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, frames=encoded.frames, measures=encoded.measures)
    part.replace(path)
    return encoded
