"""Where things lie: what ships with the program, and what is the user's."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from platformdirs import PlatformDirs

RECORDINGS_VARIABLE = "MMEMOTION_RECORDINGS"
LIBRARY_VARIABLE = "MMEMOTION_LIBRARY"

_dirs = PlatformDirs("mmemotion", appauthor=False)
_package = Path(__file__).resolve().parent


def data_dir() -> Path:
    """The user's own models, and the library of recordings."""
    return Path(_dirs.user_data_dir)


def library_path() -> Path:
    """The library of recordings: $MMEMOTION_LIBRARY, or a file in the user's data folder."""
    chosen = os.environ.get(LIBRARY_VARIABLE)
    return Path(chosen) if chosen else data_dir() / "library.sqlite"


def cache_dir() -> Path:
    """What can be made again at any time."""
    return Path(_dirs.user_cache_dir)


def recordings_dir() -> Path:
    """Where recordings from the microphone go: $MMEMOTION_RECORDINGS, or a folder among the user's documents."""
    chosen = os.environ.get(RECORDINGS_VARIABLE)
    return Path(chosen) if chosen else Path(_dirs.user_documents_dir) / "mmemotion"


def new_recording(now: datetime) -> Path:
    """A path for a recording that begins now, at which there is nothing yet."""
    name = f"Recording {now:%Y-%m-%d %H-%M-%S}"
    path, number = recordings_dir() / f"{name}.wav", 2
    while path.exists():
        path, number = recordings_dir() / f"{name} ({number}).wav", number + 1
    return path


def models_dir() -> Path:
    """manifest.toml and the trained models: in a checkout its folder models, installed a folder in the package."""
    return _shipped("models")


def assets_dir() -> Path:
    """Icons, themes, the sample recording, published schemas."""
    return _shipped("assets")


def _shipped(name: str) -> Path:
    installed = _package / "_data" / name
    return installed if installed.is_dir() else _package.parent / name
