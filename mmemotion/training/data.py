"""What a run reads: clips of all its corpora, and the sums that tell whether they are still the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mmemotion.corpora.labels import Clip
from mmemotion.corpora.registry import read_corpus
from mmemotion.evaluation.encoded import Report
from mmemotion.manifest import sha256_of
from mmemotion.training.config import TrainingConfig


@dataclass(frozen=True, slots=True)
class Corpus:
    """Clips of one corpus of the configuration."""

    name: str
    folder: Path
    clips: tuple[Clip, ...]


def read_corpora(config: TrainingConfig) -> tuple[Corpus, ...]:
    """All corpora; of two read by the same reader the second gets a number, so that their people do not mix.

    Raises DataError.
    """
    found: list[Corpus] = []
    seen: Counter[str] = Counter()
    for section in config.corpora:
        seen[section.reader] += 1
        number = seen[section.reader]
        name = section.reader if number == 1 else f"{section.reader}-{number}"
        clips = read_corpus(section.reader, Path(section.folder))
        found.append(Corpus(name, Path(section.folder), tuple(replace(clip, corpus=name) for clip in clips)))
    return tuple(found)


def sums(corpora: Sequence[Corpus], texts: Path | None, report: Report) -> list[tuple[str, str]]:
    """sha256 and path of every file there is, corpus by corpus, then the texts."""
    paths = [clip.path for corpus in corpora for clip in corpus.clips if clip.path.is_file()]
    paths += sorted(texts.glob("*.csv")) if texts else []
    found = []
    for number, path in enumerate(paths, start=1):
        found.append((sha256_of(path), str(path)))
        report("sums", number / len(paths))
    return found


def listing(files: Sequence[tuple[str, str]]) -> str:
    """As sha256sum --check reads it."""
    return "".join(f"{found}  {path}\n" for found, path in files)


def record_of(corpora: Sequence[Corpus], files: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """For each corpus how much there is of it, and one sum of the sums of its files."""
    by_path = {path: found for found, path in files}
    records = []
    for corpus in corpora:
        own = sorted(by_path[str(clip.path)] for clip in corpus.clips if str(clip.path) in by_path)
        records.append(
            {
                "reader": corpus.name,
                "folder": str(corpus.folder),
                "clips": len(corpus.clips),
                "speakers": len({clip.speaker for clip in corpus.clips}),
                "labels": dict(Counter(str(clip.label or clip.original) for clip in corpus.clips)),
                "sha256": hashlib.sha256("".join(own).encode()).hexdigest(),
            }
        )
    return records
