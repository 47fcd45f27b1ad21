"""What an evaluation found: sections of measures and curves; as a table to read, and as JSON to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmemotion.evaluation.curves import Bin, Coverage
from mmemotion.evaluation.gaps import Gap
from mmemotion.evaluation.surroundings import Surroundings

if TYPE_CHECKING:
    from mmemotion.evaluation.intervals import Interval

VERSION = 1
"""Of the JSON: changes when a field changes its meaning or goes."""


class Direction(StrEnum):
    """Which side of what is required is good."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: of what, on which data, what it must reach (None: nothing is asked), and its 95 % interval.

    reference: what to hold beside it, such as the agreement of people, or the value chance alone would give.
    """

    name: str
    data: str
    value: float
    required: float | None = None
    direction: Direction = Direction.AT_LEAST
    low: float | None = None
    high: float | None = None
    reference: str = ""

    @property
    def passed(self) -> bool:
        """True when what is required, if anything, is reached."""
        if self.required is None:
            return True
        return self.value >= self.required if self.direction is Direction.AT_LEAST else self.value <= self.required


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that is known of one system on one set of examples.

    confusion: counts, a row per wanted label, a column per found one. before and after: reliability before and after
    calibration; before is empty where the uncalibrated logits are not known.
    """

    name: str
    data: str
    count: int
    speakers: int
    labels: tuple[str, ...]
    measures: tuple[Measure, ...]
    confusion: tuple[tuple[int, ...], ...]
    before: tuple[Bin, ...]
    after: tuple[Bin, ...]
    coverage: Coverage
    by_speaker: Gap | None = None
    by_gender: Gap | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A question and its answers: a sentence or two, measures of their own, and assessments."""

    title: str
    text: str = ""
    measures: tuple[Measure, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def all_measures(self) -> tuple[Measure, ...]:
        """Its own, then those of its assessments, each told apart by the name of the system."""
        return self.measures + tuple(measure for one in self.assessments for measure in one.measures)


@dataclass(frozen=True, slots=True)
class Report:
    """Sections in order, and how to get them again. notes are sentences for the reader."""

    command: str
    seed: int
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    version: int = VERSION

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Those of all sections."""
        return tuple(measure for section in self.sections for measure in section.all_measures)

    @property
    def asked(self) -> tuple[Measure, ...]:
        """The measures of which something is required."""
        return tuple(measure for measure in self.measures if measure.required is not None)

    @property
    def passed(self) -> bool:
        """True when every requirement is met."""
        return all(measure.passed for measure in self.measures)

    def json(self) -> str:
        """The report as JSON; report and measures also say whether they passed."""
        import msgspec

        document: dict[str, Any] = msgspec.to_builtins(self)
        for section, stored in zip(self.sections, document["sections"], strict=True):
            _judge(section.measures, stored["measures"])
            for one, kept in zip(section.assessments, stored["assessments"], strict=True):
                _judge(one.measures, kept["measures"])
        return msgspec.json.format(msgspec.json.encode({**document, "passed": self.passed}), indent=2).decode()

    def table(self) -> str:
        """The report as aligned text, a line per measure."""
        rows: list[tuple[str, ...]] = [("measure", "data", "value", "95 % interval", "required", "beside")]
        titles: dict[int, str] = {}
        for section in self.sections:
            titles[len(rows)] = section.title
            rows += [_row(measure) for measure in section.all_measures]
        lines = _aligned(rows)
        for place in sorted(titles, reverse=True):
            lines[place:place] = ["", titles[place]]
        notes = ["", *self.notes] if self.notes else []
        return "\n".join([*lines, *notes])


def from_json(text: str | bytes) -> Report:
    """The report that json() wrote. Raises DataError when it is none, or of a later version."""
    import msgspec

    from mmemotion.errors import DataError

    try:
        report = msgspec.json.decode(text, type=Report)
    except msgspec.MsgspecError as error:
        raise DataError(f"This is not the JSON of an evaluation ({error}); write it anew.") from error
    if report.version > VERSION:
        raise DataError(f"The evaluation was written by a later version ({report.version}); update mmemotion.")
    return report


def measured(
    name: str,
    data: str,
    found: Interval,
    required: float | None = None,
    direction: Direction = Direction.AT_LEAST,
    reference: str = "",
) -> Measure:
    """A measure of a value with its interval."""
    return Measure(name, data, found.value, required, direction, found.low, found.high, reference)


def write(text: str, path: Path) -> None:
    """Text as a file, whole or not at all. Raises OutputError."""
    from mmemotion.errors import OutputError

    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}); choose another place.") from error


def interval_text(measure: Measure) -> str:
    """low-high, or nothing."""
    return "" if measure.low is None or measure.high is None else f"{measure.low:.3f} to {measure.high:.3f}"


def required_text(measure: Measure) -> str:
    """What is required and whether it is met, or nothing."""
    if measure.required is None:
        return ""
    sign = ">=" if measure.direction is Direction.AT_LEAST else "<="
    return f"{sign} {measure.required:.2f} {'met' if measure.passed else 'NOT MET'}"


def _judge(measures: Sequence[Measure], stored: Sequence[dict[str, Any]]) -> None:
    for measure, kept in zip(measures, stored, strict=True):
        kept["passed"] = measure.passed


def _row(measure: Measure) -> tuple[str, ...]:
    told = (interval_text(measure), required_text(measure), measure.reference)
    return (measure.name, measure.data, f"{measure.value:.3f}", *told)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
