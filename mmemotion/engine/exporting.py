"""A recording of the library as a file: whole, for another library, or in a format for other programs."""

from __future__ import annotations

from pathlib import Path

from mmemotion.errors import ConfigError
from mmemotion.review.corrected import corrected
from mmemotion.store.library import Library

WHOLE = ".mmemotion"
"""The ending of files that hold media and results, and can be imported."""


def export_kept(library: Library, number: int, path: Path) -> None:
    """Writes the recording, with its corrections, in the format that the name tells. Raises ConfigError, LibraryError
    or OutputError."""
    if path.suffix.lower() in ("", WHOLE):
        library.export(number, path)
        return
    from mmemotion.export.formats import FORMATS, of_file

    try:
        exporter = of_file(path).exporter
    except ConfigError:
        endings = ", ".join(one.suffix for one in FORMATS)
        raise ConfigError(f"{path.name} does not tell its format; end it in {WHOLE}, {endings}.") from None
    kept = library.open(number)
    exporter.export(corrected(kept.recording, kept.review.edits, kept.review.known), path)
