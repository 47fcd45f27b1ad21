"""Clips that were left out, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mmemotion.audio.local_file import printable
from mmemotion.errors import DataError

NAMED = 5
"""So many are named; all of them are in a run's run.json."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A clip that could not be used, and why in a few words."""

    path: Path
    reason: str


def sentence(skipped: Sequence[Skipped], total: int) -> str:
    """One sentence about clips that were left out of so many; empty when none was."""
    if not skipped:
        return ""
    named = ", ".join(f"{printable(one.path.name)} ({one.reason})" for one in skipped[:NAMED])
    more = f" and {len(skipped) - NAMED:,} more" if len(skipped) > NAMED else ""
    return f"{len(skipped):,} of {total:,} clips {'was' if len(skipped) == 1 else 'were'} left out: {named}{more}."


def refuse_nothing(kept: Sequence[object], skipped: Sequence[Skipped]) -> None:
    """Raises DataError when nothing was kept."""
    if not kept:
        said = sentence(skipped, len(skipped)) or "There are no clips."
        raise DataError(f"{said} Nothing is left to work with; name a folder with recordings.")
