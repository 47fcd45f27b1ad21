"""What is said of an adapted model: the table, and its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mmemotion.training.before_after import Row, table
from mmemotion.types import EMOTIONS

WORSE = -0.01
"""A mean change below which people are said to be judged worse."""


@dataclass(frozen=True, slots=True)
class Facts:
    """start: the model begun with; labels: how many utterances of each were told, by so many people; unchecked: how
    many more were only heard; rows: before and after; notes: sentences."""

    start: str
    labels: Mapping[str, int]
    people: int
    unchecked: int
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def lost_notes(rows: Sequence[Row], others: str) -> list[str]:
    """What should be thought about before the model is kept."""
    lost = [row for row in rows if row.whose == others and row.change.value < WORSE]
    return [f"On {others}, {row.heard} is judged worse than before{_by_chance(row)}." for row in lost]


def _by_chance(row: Row) -> str:
    return "" if row.change.high < 0 else ", if not by chance: there are too few utterances to tell"


def untold(labels: Mapping[str, int]) -> str:
    """A sentence about labels that nobody told, or nothing."""
    missing = [str(emotion) for emotion in EMOTIONS if str(emotion) not in labels]
    return f"The pack tells nothing of {', '.join(missing)}." if missing else ""


def aligned(rows: Sequence[Row]) -> list[str]:
    """The table as aligned text."""
    cells = table(rows)
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def adapted_card(name: str, licence: str, facts: Facts) -> str:
    """The card as Markdown."""
    parts = [
        f"# {name}",
        f"Tells which emotion is heard in speech, from words and voice; the model {facts.start}, its voice adapted to "
        "what one listener corrected. Words and fusion are those it began with.",
        "## Data\n\n" + _data(facts),
        "## Before and after\n\n" + _measured(facts),
        "## Made by\n\n`mmemotion adapt`. The linear part of each branch of the voice was fitted to the corrections "
        "and held near where it began (L2-SP).",
        f"## Licence\n\n{licence}, as of {facts.start}. The voices in the pack are of people: their consent decides "
        "where this model may go.",
        "## Limits\n\n" + _LIMITS,
    ]
    return "\n\n".join(parts) + "\n"


_LIMITS = (
    "It was taught what one listener hears, of few people; of others it may say less than before. Confidence was not "
    "calibrated anew. In the EU, inferring emotions from voice at work or in education is prohibited (AI Act, Art. "
    "5(1)(f))."
)


def _data(facts: Facts) -> str:
    told = ", ".join(f"{label} {count}" for label, count in sorted(facts.labels.items()))
    was = "was" if facts.unchecked == 1 else "were"
    heard = f" {facts.unchecked:,} more {was} heard without a label." if facts.unchecked else ""
    people = "one person" if facts.people == 1 else f"{facts.people:,} people"
    told = f"{sum(facts.labels.values()):,} corrected utterances of {people}: {told}.{heard}"
    return f"{told} {untold(facts.labels)}".strip()


def _measured(facts: Facts) -> str:
    head, *rows = table(facts.rows)
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(
        [
            *lines,
            "",
            "Mean over the labels of the share that is named right; in brackets, 95 % intervals.",
            *facts.notes,
        ]
    )
