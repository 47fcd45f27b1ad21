"""What PulseAudio or PipeWire knows and PortAudio does not: which source our sound comes from, and whether it is muted.

When a microphone is unplugged the sound server goes on with another source, without a word to the program.
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where this process gets its sound from: name and index for the server, title for the user."""

    name: str
    title: str
    index: int
    muted: bool


class SoundServer:
    """Asks the sound server, where there is one; without one every answer is None."""

    def __init__(self) -> None:
        self._pulse: Any = None

    def source(self) -> Source | None:
        """Where the sound that this process records comes from."""
        try:
            pulse = self._connected()
            if pulse is None:
                return None
            mine = str(os.getpid())
            for output in pulse.source_output_list():
                if output.proplist.get("application.process.id") == mine:
                    found = pulse.source_info(output.source)
                    return Source(found.name, found.description or found.name, found.index, bool(found.mute))
        except Exception:  # the server went away in the middle of the talk
            self.close()
        return None

    def has(self, name: str) -> bool:
        """Whether there is a source of that name now."""
        try:
            pulse = self._connected()
            return pulse is not None and any(source.name == name for source in pulse.source_list())
        except Exception:
            self.close()
            return False

    def close(self) -> None:
        """Ends the talk with the server."""
        pulse, self._pulse = self._pulse, None
        if pulse is not None:
            with contextlib.suppress(Exception):
                pulse.close()

    def _connected(self) -> Any:
        if self._pulse is None and sys.platform == "linux":
            import pulsectl

            # Never start a server: where none runs, there is none to ask.
            self._pulse = pulsectl.Pulse("mmemotion", connect=False)
            self._pulse.connect(autospawn=False, wait=False, timeout=0.5)
        return self._pulse
