"""Log-mel spectrograms of recordings, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from mmemotion.audio.front_end import prepare
from mmemotion.errors import DataError, InputError
from mmemotion.evaluation.sound import read_sound
from mmemotion.fitting.log_mel import Frames, log_mel

VERSION = "log-mel 1"
"""Part of every name in the cache: changes whenever the front end or the spectrogram gives other numbers."""

Report = Callable[[str, float], None]


def read_log_mels(paths: Sequence[Path], cache: Path, report: Report) -> list[Frames]:
    """Frames [n, 320] of each recording behind the front end; channels are averaged.

    Raises DataError naming a recording that cannot be used.
    """
    found = []
    for number, path in enumerate(paths, start=1):
        found.append(_read(path, cache))
        report("spectrograms", number / len(paths))
    return found


def _read(path: Path, cache: Path) -> Frames:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read; get the corpus again.") from error
    place = cache / f"{hashlib.sha256(content + VERSION.encode()).hexdigest()[:32]}.npy"
    stored = _load(place)
    return _save(place, _measured(path)) if stored is None else stored


def _measured(path: Path) -> Frames:
    try:
        return log_mel(prepare(read_sound(path)).levelled)
    except InputError as error:
        raise DataError(f"{path} cannot be used: {error}") from error


def _load(place: Path) -> Frames | None:
    try:
        frames: Frames = np.load(place, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return frames


def _save(place: Path, frames: Frames) -> Frames:
    """Written beside under a name of its own, and moved into place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".npy")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            np.save(stream, frames)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return frames
