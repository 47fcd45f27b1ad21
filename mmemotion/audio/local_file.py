"""Files of this machine, and nothing else: no addresses, pipes or devices."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mmemotion.errors import UnreadableFileError


def printable(name: str) -> str:
    """The name with every character that cannot be shown or encoded as UTF-8 replaced by U+FFFD."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


@contextmanager
def open_local(path: Path) -> Iterator[BinaryIO]:
    """The open file. Raises UnreadableFileError for all that is not a local file one may read."""
    name = printable(path.name or str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFileError(f"{name} is a folder; name a file in it.")
        if not stat.S_ISREG(mode):
            raise UnreadableFileError(f"{name} is a device or pipe, not a file; save the recording as a file first.")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableFileError(f"{name} does not exist; check the name and the folder.") from error
    except PermissionError as error:
        raise UnreadableFileError(f"{name} may not be read; ask for permission or copy it elsewhere.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"{name} cannot be opened; check the name and the disk.") from error
    with file:
        yield file
