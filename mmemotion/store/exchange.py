"""Recordings from a library into archives, and from archives into a library."""

from __future__ import annotations

import contextlib
import math
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from mmemotion.errors import LibraryError
from mmemotion.review.corrected import corrected
from mmemotion.store.archive import CORRECTIONS, FORMAT, RESULT, WAVEFORM, About, Archive, beside
from mmemotion.store.archive import write as write_archive
from mmemotion.store.blobs import pack, unpack, unpack_waveform
from mmemotion.store.edits import Corrections
from mmemotion.store.entries import Described, Entry
from mmemotion.store.fingerprint import Content, content_of
from mmemotion.store.schema import PLACES
from mmemotion.store.summary import summarised
from mmemotion.types import Recording, Result

_LONGEST_NAME = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')


def write(target: Path, row: sqlite3.Row, tags: Sequence[str], corrections: Corrections) -> None:
    """A recording of the library as an archive. Raises LibraryError."""
    media = Path(row["path"])
    if content_of(media).fingerprint != row["fingerprint"]:
        raise LibraryError(f"{media} is another recording by now; say where the file of {row['title']} is.")
    about = About(
        format=FORMAT,
        title=row["title"],
        note=row["note"],
        tags=tuple(tags),
        began=row["began"],
        talk=row["talk"],
        name=media.name,
        bytes=row["bytes"],
        fingerprint=row["fingerprint"],
    )
    blobs = {RESULT: row["result"], WAVEFORM: row["waveform"], CORRECTIONS: pack(corrections)}
    write_archive(target, about, blobs, media)


def read(found: Archive) -> Entry:
    """What an archive holds, its media not copied yet. Raises ValueError for what nobody can have exported."""
    about = found.about
    recording, waveform = unpack(found.result(), Recording), unpack_waveform(found.waveform())
    packed = found.corrections()
    corrections = unpack(packed, Corrections) if packed else Corrections()
    _check(recording)
    _check(corrected(recording, corrections.review.edits, corrections.review.known))
    datetime.fromisoformat(about.began)
    return Entry(
        path=Path(_safe(about.name)),
        content=Content(about.bytes, about.fingerprint),
        began=about.began,
        result=Result(recording, corrections.evidence),
        waveform=waveform,
        talk=about.talk,
        described=Described(about.title, about.note, about.tags),
        copied=True,
        review=corrections.review,
    )


@contextlib.contextmanager
def copied(found: Archive, folder: Path) -> Iterator[Path]:
    """The media of an archive in the folder, under a name that was free; gone again when something raises."""
    target = _free(folder, _safe(found.about.name))
    with beside(target) as stream:
        found.copy_media(stream)
    try:
        if content_of(target).fingerprint != found.about.fingerprint:
            raise ValueError("the media is another one")
        yield target
    except BaseException:
        target.unlink()
        raise


def _check(recording: Recording) -> None:
    numbers = [recording.duration]
    for utterance in recording.utterances:
        numbers += [utterance.span.start, utterance.span.end]
    media = recording.media
    possible = media.sample_rate > 0 and media.channel_count > 0 and len(recording.utterances) < 1 << PLACES
    if not possible or not all(map(math.isfinite, numbers)):
        raise ValueError("no recording is like this")
    summarised(recording)  # raises ValueError for estimates without probabilities


def _safe(name: str) -> str:
    """A name for a file in any folder, whatever the archive says."""
    plain = _UNSAFE.sub("_", name).strip(" .") or "Recording"
    stem, suffix = Path(plain).stem, Path(plain).suffix[:16]
    return stem[:_LONGEST_NAME] + suffix


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{Path(name).stem} ({number}){Path(name).suffix}", number + 1
    return path
