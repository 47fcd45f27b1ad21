"""Utterances of any number of recordings as one Parquet file, each with its words: for whoever counts over many calls.

Columns have types and are read one by one, by pandas, DuckDB, Polars, R and Spark alike. pyarrow writes it, an extra of
the package: it takes 170 MB, and only who counts over many calls needs it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

import mmemotion
from mmemotion.errors import ConfigError
from mmemotion.export import rows
from mmemotion.export.files import write_whole
from mmemotion.export.rows import COUNTS, TEXTS, Table
from mmemotion.export.wording import NOTICE, plain, words
from mmemotion.types import Recording, Utterance


class ParquetExporter:
    """Writes the utterances of one recording, or of many in one file."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError, and ConfigError when pyarrow is not installed."""
        self.export_all((recording,), path)

    def export_all(self, recordings: Sequence[Recording], path: Path) -> None:
        """The same, one recording after another; the first column says which."""
        if find_spec("pyarrow") is None:
            raise ConfigError('Parquet files need pyarrow; run pip install "mmemotion[parquet]".')
        utterances = [utterance for recording in recordings for utterance in recording.utterances]
        table = rows.table(recordings, rows.utterance_rows, rows.UTTERANCE)
        write_whole(path, _packed(table, utterances, _provenance(recordings)))


def _packed(table: Table, utterances: Sequence[Utterance], provenance: dict[str, str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    word = pa.struct([("text", pa.string()), *((c, pa.float64()) for c in ("start_s", "end_s", "probability"))])
    columns = [(column, _kind(column, pa)) for column in table.columns]
    schema = pa.schema([*columns, ("words", pa.list_(word))], metadata=provenance)
    filled = [{**row, "words": _words(u)} for row, u in zip(table.rows, utterances, strict=True)]
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(filled, schema=schema), stream, compression="zstd")
    return stream.getvalue()


def _kind(column: str, pa: Any) -> Any:
    return pa.string() if column in TEXTS else pa.int32() if column in COUNTS else pa.float64()


def _words(utterance: Utterance) -> list[dict[str, str | float]]:
    return [
        {
            "text": plain(word.text),
            "start_s": round(word.span.start, 3),
            "end_s": round(word.span.end, 3),
            "probability": word.probability,
        }
        for word in words(utterance)
    ]


def _provenance(recordings: Sequence[Recording]) -> dict[str, str]:
    """What stands beside the table: who made it, from which models, and what a reader must know."""
    models = {(model.name, model.sha256): model for recording in recordings for model in recording.models}
    return {
        "generator": f"mmemotion {mmemotion.__version__}",
        "notice": NOTICE,
        "models": msgspec.json.encode(list(models.values())).decode(),
    }
