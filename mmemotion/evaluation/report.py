"""What an evaluation found: a table to read, and JSON to keep."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: of what, on which data, and the least it must be (None: nothing is asked)."""

    name: str
    data: str
    value: float
    required: float | None = None

    @property
    def passed(self) -> bool:
        """True when what is required, if anything, is reached."""
        return self.required is None or self.value >= self.required


@dataclass(frozen=True, slots=True)
class Report:
    """Measures in order, and how to get them again."""

    command: str
    seed: int
    measures: tuple[Measure, ...]

    @property
    def passed(self) -> bool:
        """True when every requirement is met."""
        return all(measure.passed for measure in self.measures)

    def json(self) -> str:
        """The report as JSON."""
        return json.dumps({**asdict(self), "passed": self.passed}, indent=2)

    def table(self) -> str:
        """The report as aligned text, a line per measure."""
        rows = [("measure", "data", "value", "required")]
        rows += [(m.name, m.data, f"{m.value:.3f}", _required(m)) for m in self.measures]
        return "\n".join(_aligned(rows))


def _required(measure: Measure) -> str:
    if measure.required is None:
        return ""
    return f">= {measure.required:.2f} {'met' if measure.passed else 'NOT MET'}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
