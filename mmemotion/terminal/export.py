"""Documents and moments written anew, seen from a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mmemotion.export.moment import cut
from mmemotion.export.reading import read_document
from mmemotion.terminal.output import output
from mmemotion.types import Span


def export(documents: Sequence[Path], target: Path, formats: Sequence[str]) -> list[Path]:
    """Writes JSON documents in other formats and gives the files; nothing is analysed.

    Raises InputError, ConfigError or OutputError.
    """
    written: list[Path] = []
    place = output(target, formats, len(documents), written.append)
    for path in documents:
        place.take(read_document(path))
    place.finish()
    return written


def moment(media: Path, start: float, end: float, target: Path) -> None:
    """Writes the sound of a recording from start to end (s). Raises InputError, ConfigError or OutputError."""
    cut(media, Span(start, end), target)
