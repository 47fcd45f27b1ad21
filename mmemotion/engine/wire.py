"""Messages through a pipe: each is its length (4 bytes, little-endian) and its MessagePack."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

_LENGTH = struct.Struct("<I")


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Sends one message. Raises OSError or ValueError when the other side is gone."""
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message; None when the other side closed, also in the middle of one."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def own_stdout() -> BinaryIO:
    """Standard output for messages alone: whatever else prints goes to standard error."""
    messages = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return messages
