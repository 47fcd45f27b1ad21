"""Where the next recording goes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mmemotion.paths import RECORDINGS_VARIABLE, recordings_dir


class NoFolderError(Exception):
    """There is no folder for recordings; the message says why and what to do."""


def new_file() -> str:
    """A path for a recording that begins now, in a folder that is there. Raises NoFolderError."""
    folder = recordings_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoFolderError(
            f"The folder {folder} cannot be made ({error.strerror}). "
            f"Make it, or name another one in the environment variable {RECORDINGS_VARIABLE}."
        ) from error
    name = f"Recording {datetime.now():%Y-%m-%d %H-%M-%S}"
    return str(_unused(folder, name))


def _unused(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.wav", 2
    while path.exists():
        path, number = folder / f"{name} ({number}).wav", number + 1
    return path
