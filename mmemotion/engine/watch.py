"""What is wrong with a microphone that records, from what can be seen of it."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.audio.sound_server import Source
from mmemotion.messages import Trouble

STALLED_AFTER = 1.5
"""Seconds without a callback; a device that works calls fifty times in one."""

SILENT_AFTER = 2.0
"""Seconds of nothing but zeros; the quietest room gives more."""

LEAST_SPACE = 120.0
"""Seconds of recording for which the disk must have room, or the user is told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """since_sound: seconds since the last callback. zeros: seconds of nothing but zeros. space: seconds of recording
    that the disk has room for. source: where the sound server says the sound comes from, first: where it came from when
    the line was opened, first_is_gone: whether that source is there no more."""

    since_sound: float
    zeros: float
    space: float
    gave_up: bool = False
    source: Source | None = None
    first: Source | None = None
    first_is_gone: bool = False


def trouble_of(seen: Seen, name: str) -> tuple[Trouble, str]:
    """The worst of what is wrong, and a sentence that says what it is and what to do."""
    title = seen.first.title if seen.first is not None else name
    if seen.gave_up:
        return Trouble.GONE, _gone(title)
    if seen.first_is_gone and seen.first is not None and (seen.source is None or seen.source.name != seen.first.name):
        return Trouble.UNPLUGGED, _unplugged(title)
    if seen.since_sound > STALLED_AFTER:
        return Trouble.STALLED, f"The microphone ({title}) gives no sound any more. Recording waits for it."
    if seen.space < LEAST_SPACE:
        return Trouble.DISK, f"The disk is nearly full: {max(0, int(seen.space))} s of recording fit on it."
    if seen.source is not None and seen.source.muted and seen.zeros > 0:
        return Trouble.MUTED, f"The microphone ({title}) is muted: switch it on in the sound settings."
    if seen.zeros > SILENT_AFTER:
        return Trouble.NO_SIGNAL, f"No signal: the microphone ({title}) gives nothing but silence. Is it switched off?"
    return Trouble.NONE, ""


REASONS = {
    Trouble.UNPLUGGED: "the microphone was unplugged",
    Trouble.GONE: "the sound system stopped",
    Trouble.STALLED: "the microphone gave no sound",
}
"""Why sound is missing, by what was wrong."""

BUSY = "the machine was busy or asleep"


def _gone(title: str) -> str:
    return f"The microphone ({title}) or the sound system stopped. Recording goes on as soon as it is back."


def _unplugged(title: str) -> str:
    return f"The microphone ({title}) was unplugged. Plug it in again, and recording goes on; or press Stop."
