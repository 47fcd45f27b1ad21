"""Where the next recording goes."""

from __future__ import annotations

from datetime import datetime

from mmemotion.paths import RECORDINGS_VARIABLE, new_recording, recordings_dir


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
    return str(new_recording(datetime.now()))
