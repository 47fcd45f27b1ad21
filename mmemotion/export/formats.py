"""The formats a recording can be written in, by name and by the ending of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mmemotion.errors import ConfigError
from mmemotion.export import csv
from mmemotion.export.eaf import EafExporter
from mmemotion.export.html import HtmlExporter
from mmemotion.export.json import JsonExporter
from mmemotion.export.markdown import MarkdownExporter
from mmemotion.export.parquet import ParquetExporter
from mmemotion.export.srt import SrtExporter
from mmemotion.export.textgrid import TextGridExporter
from mmemotion.export.vtt import VttExporter
from mmemotion.protocols import CollectionExporter, Exporter


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ending of its files, and what writes it."""

    name: str
    suffix: str
    exporter: Exporter

    @property
    def collection(self) -> CollectionExporter | None:
        """What writes many recordings into one file; None when a file of this format holds one."""
        return self.exporter if isinstance(self.exporter, CollectionExporter) else None


FORMATS: tuple[Format, ...] = (
    Format("json", ".json", JsonExporter()),
    Format("html", ".html", HtmlExporter()),
    Format("md", ".md", MarkdownExporter()),
    Format("srt", ".srt", SrtExporter()),
    Format("vtt", ".vtt", VttExporter()),
    Format("textgrid", ".TextGrid", TextGridExporter()),
    Format("eaf", ".eaf", EafExporter()),
    Format("utterances", ".utterances.csv", csv.UTTERANCES),
    Format("words", ".words.csv", csv.WORDS),
    Format("tracks", ".tracks.csv", csv.TRACKS),
    Format("facts", ".facts.csv", csv.FACTS),
    Format("parquet", ".parquet", ParquetExporter()),
)
SEVERAL = {"csv": ("utterances", "words", "tracks", "facts")}
"""A name for several formats: all tables."""

_PLAIN_CSV = Format("utterances", ".csv", csv.UTTERANCES)


def named(names: Iterable[str]) -> tuple[Format, ...]:
    """The formats of these names, each once. Raises ConfigError naming the choices."""
    known = {one.name: one for one in FORMATS}
    asked = [part for name in names for part in SEVERAL.get(name.lower(), (name.lower(),))]
    for name in asked:
        if name not in known:
            raise ConfigError(f'"{name}" is not a format; use {", ".join([*known, *SEVERAL])}.')
    return tuple(known[name] for name in dict.fromkeys(asked))


def of_file(path: Path) -> Format:
    """The format that the ending of a file's name tells. Raises ConfigError naming the choices."""
    endings: Sequence[Format] = (*FORMATS, _PLAIN_CSV)
    for one in endings:
        if path.name.lower().endswith(one.suffix.lower()):
            return one
    choices = ", ".join(one.suffix for one in endings)
    raise ConfigError(f"{path.name} does not tell its format; end it in one of {choices}, or give --format.")
