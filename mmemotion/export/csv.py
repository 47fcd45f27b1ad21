"""Tables as CSV (RFC 4180): UTF-8 with a byte order mark, so that spreadsheets read it as such; one file per table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mmemotion.export import rows
from mmemotion.export.files import write_whole
from mmemotion.export.rows import Cell, Rows, Table
from mmemotion.types import Recording


@dataclass(frozen=True, slots=True)
class CsvExporter:
    """Writes one table of one recording, or of many in one file."""

    rows: Rows
    columns: tuple[str, ...]

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        self.export_all((recording,), path)

    def export_all(self, recordings: Sequence[Recording], path: Path) -> None:
        """The same, one recording after another; the first column says which."""
        write_whole(path, as_csv(rows.table(recordings, self.rows, self.columns)).encode("utf-8-sig"))


UTTERANCES = CsvExporter(rows.utterance_rows, rows.UTTERANCE)
WORDS = CsvExporter(rows.word_rows, rows.WORD)
TRACKS = CsvExporter(rows.track_rows, rows.TRACK)
FACTS = CsvExporter(rows.fact_rows, rows.FACT)


def as_csv(table: Table) -> str:
    """The table, its first line the names of the columns."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([_text(row.get(column)) for column in table.columns] for row in table.rows)
    return text.getvalue()


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)
