"""Clips as networks read them: acoustic frames and measures of the voice, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from mmemotion.audio.front_end import prepare
from mmemotion.audio.level import SILENCE_DBFS, active_power
from mmemotion.corpora.labels import Clip
from mmemotion.errors import DataError, InputError, NoSoundError, NotMediaError, TooShortError
from mmemotion.evaluation.skipped import Skipped, refuse_nothing
from mmemotion.evaluation.sound import SAMPLE_RATE, read_sound
from mmemotion.features.functionals import FUNCTIONALS
from mmemotion.fitting.augmentation import CLEAN, Rendering
from mmemotion.protocols import AcousticEncoder, ProsodyExtractor
from mmemotion.types import FloatArray

VERSION = "2"
"""Part of every name in the cache: changes whenever front end or encoders give other numbers."""

SHORTEST = 0.1
"""Seconds of sound that a clip must have."""

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """frames float16 [n, layers * width]; measures float32, one per name in FUNCTIONALS, NaN where not defined."""

    frames: npt.NDArray[np.float16]
    measures: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class EncodedClips:
    """The clips that could be used, each with what networks read of it, and those left out."""

    clips: tuple[Clip, ...]
    encoded: tuple[Encoded, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class ClipEncoder:
    """encode() reads a clip through the front end, in a rendering."""

    acoustic: AcousticEncoder
    prosody: ProsodyExtractor
    cache: Path

    def encode_all(self, clips: Sequence[Clip], rendering: Rendering, report: Report) -> EncodedClips:
        """All clips in order; one that cannot be used is left out. Raises DataError when none is left."""
        kept, encoded, skipped = [], [], []
        for number, clip in enumerate(clips, start=1):
            try:
                encoded.append(self.encode(clip, rendering))
                kept.append(clip)
            except DataError as error:
                skipped.append(Skipped(clip.path, reason(error)))
            report("clips" if rendering == CLEAN else rendering.name, number / len(clips))
        refuse_nothing(kept, skipped)
        return EncodedClips(tuple(kept), tuple(encoded), tuple(skipped))

    def encode(self, clip: Clip, rendering: Rendering = CLEAN) -> Encoded:
        """The clip from the cache, or measured and put there. Raises DataError naming a clip that cannot be used."""
        try:
            content = clip.path.read_bytes()
        except OSError as error:
            raise DataError(f"{clip.path} cannot be read; get the corpus again.") from error
        name = hashlib.sha256(content + VERSION.encode() + rendering.key).hexdigest()[:32]
        place = self.cache / f"{name}.npz"
        return _load(place) or _save(place, self._measure(clip, rendering, rendering.seed(content)))

    def _measure(self, clip: Clip, rendering: Rendering, seed: int) -> Encoded:
        try:
            samples = _checked(read_sound(clip.path))
        except InputError as error:
            raise DataError(f"{clip.path} cannot be used: {error}") from error
        speech = prepare(rendering.apply(samples, seed))
        functionals = self.prosody.extract(speech.sound, 0.0).functionals
        measures = np.asarray([functionals[name] for name in FUNCTIONALS], dtype=np.float32)
        return Encoded(self.acoustic.encode(speech.levelled).vectors.astype(np.float16), measures)


def _checked(samples: FloatArray) -> FloatArray:
    """samples [n] with speech in them, or at least some sound. Raises InputError."""
    if len(samples) < SHORTEST * SAMPLE_RATE:
        raise TooShortError("shorter than 0.1 s")
    if active_power(np.nan_to_num(samples), SAMPLE_RATE) <= 10 ** (SILENCE_DBFS / 10):
        raise NoSoundError("silent")
    return samples


def reason(error: DataError) -> str:
    """Why a clip cannot be used, in a few words."""
    match error.__cause__:
        case FileNotFoundError():
            return "missing"
        case NotMediaError():
            return "not a media file"
        case TooShortError():
            return "too short"
        case NoSoundError() as cause:
            return "silent" if str(cause) == "silent" else "no sound in it"
    return "cannot be read"


def _load(path: Path) -> Encoded | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return Encoded(stored["frames"], stored["measures"])
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return None


def _save(path: Path, encoded: Encoded) -> Encoded:
    """Written beside under a name of its own, and moved into place: neither a cut-off run nor two at once do harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".npz")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, frames=encoded.frames, measures=encoded.measures)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return encoded
