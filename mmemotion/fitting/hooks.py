"""What accompanies a fit: who is told, where it is written down, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

Report = Callable[[str, float], None]
"""Told of a stage and of the share of it that is done."""

EVERY = 200
"""Steps from one checkpoint to the next."""


class Journal(Protocol):
    """Writes down numbers as a fit goes on."""

    def scalar(self, name: str, value: float, step: int) -> None:
        """One number of one step."""
        ...


class Silent:
    """A journal that keeps nothing."""

    def scalar(self, name: str, value: float, step: int) -> None:
        """Does nothing."""


_SILENT = Silent()


@dataclass(frozen=True, slots=True)
class Hooks:
    """report is told how far a fit is, and may raise Cancelled to end it with its state kept; journal gets its numbers;
    in checkpoints, if given, the state is kept every so many steps. A fit of a name resumes the one of that name."""

    report: Report = lambda stage, share: None
    journal: Journal = _SILENT
    checkpoints: Path | None = None
    every: int = EVERY

    def within(self, part: str) -> Hooks:
        """The same, for fits that belong to a part of the work, such as a fold."""
        place = None if self.checkpoints is None else self.checkpoints / part
        return replace(self, journal=_Part(self.journal, part), checkpoints=place)


@dataclass(frozen=True, slots=True)
class _Part:
    journal: Journal
    part: str

    def scalar(self, name: str, value: float, step: int) -> None:
        self.journal.scalar(f"{self.part}/{name}", value, step)
