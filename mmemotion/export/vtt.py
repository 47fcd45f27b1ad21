"""Subtitles as WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format"): who speaks is a voice tag."""

from __future__ import annotations

from pathlib import Path

import mmemotion
from mmemotion.export.cues import Cue, cues
from mmemotion.export.files import write_whole
from mmemotion.export.wording import NOTICE
from mmemotion.types import Recording


class VttExporter:
    """Writes one recording: speaker, words, and the perceived emotion in brackets."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        note = f"NOTE\nmmemotion {mmemotion.__version__}. {NOTICE}\n"
        write_whole(path, "\n".join(["WEBVTT\n", note, *map(_block, cues(recording))]).encode())


def _block(cue: Cue) -> str:
    said = "\n".join([*map(_escaped, cue.lines()), f"[{_escaped(cue.label)}]"])
    return f"{_time(cue.start)} --> {_time(cue.end)}\n<v {_named(cue.speaker)}>{said}\n"


def _named(speaker: str) -> str:
    """A name that ends in dashes would make an arrow of the end of its tag."""
    escaped = _escaped(speaker)
    return f"{escaped[:-1]}&#45;" if escaped.endswith("-") else escaped


def _escaped(text: str) -> str:
    """Text in which nothing is taken for a tag or, as --> would be, for the times of a cue."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
