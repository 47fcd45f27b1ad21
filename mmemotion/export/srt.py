"""Subtitles as SubRip (.srt), which players read everywhere; it has no standard, and no way to escape anything."""

from __future__ import annotations

import re
from pathlib import Path

from mmemotion.export.cues import Cue, cues
from mmemotion.export.files import write_whole
from mmemotion.types import Recording

_JOINER = "\u2060"
"""A character of no width, which keeps readers from taking words for formatting or for times."""
_SIGNS = re.compile(r"[<{](?=\S)|--(?=>)|(?<=:\d\d)(?=[,.]\d)")


class SrtExporter:
    """Writes one recording: speaker, words, and the perceived emotion in brackets."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        text = "\n".join(_block(number, cue) for number, cue in enumerate(cues(recording), 1))
        write_whole(path, text.encode())


def _block(number: int, cue: Cue) -> str:
    rows = [*cue.lines(f"{cue.speaker}: "), f"[{cue.label}]"]
    said = "\n".join(_SIGNS.sub(rf"\g<0>{_JOINER}", row) for row in rows)
    return f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{said}\n"


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"
