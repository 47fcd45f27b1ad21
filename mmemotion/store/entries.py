"""Recordings into the tables and out of them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from mmemotion.config import Talk
from mmemotion.errors import LibraryError
from mmemotion.messages import Kept
from mmemotion.review.corrected import corrected
from mmemotion.store.blobs import pack, pack_waveform
from mmemotion.store.edits import UNCORRECTED, Review, edits_of, put_review
from mmemotion.store.fingerprint import Content, is_there
from mmemotion.store.index import reindexed
from mmemotion.store.schema import PLACES
from mmemotion.store.summary import Summary, label_of, summarised
from mmemotion.types import Envelope, Recording, Result

_PUT = """INSERT INTO recordings (id, path, bytes, fingerprint, copied, title, note, began, duration, plan, language,
        talk, model, sha256, kept_at)
    VALUES (:id, :path, :bytes, :fingerprint, :copied, :title, :note, :began, :duration, :plan, :language,
        :talk, :model, :sha256, :kept_at)
    ON CONFLICT (id) DO UPDATE SET path = :path, copied = iif(path = :path, copied, :copied), duration = :duration,
        plan = :plan, language = :language, talk = :talk, model = :model, sha256 = :sha256, kept_at = :kept_at,
        deleted_at = NULL"""
_PUT_UTTERANCE = """INSERT INTO utterances (id, recording, "start", "end", channel, speaker, text, label, confidence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_KEPT = """SELECT id, path, bytes, copied, title, note, began, duration, talk, summary,
        (SELECT json_group_array(tag) FROM (SELECT tag FROM tags WHERE recording = id ORDER BY place)) AS tags
    FROM recordings JOIN results ON recording = id WHERE id IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Described:
    """What the user calls a recording, and what they wrote to it."""

    title: str
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A recording on its way into the library. began: as in messages.Kept; copied: the media is the library's own."""

    path: Path
    content: Content
    began: str
    result: Result
    waveform: Envelope
    talk: Talk
    described: Described
    copied: bool = False
    review: Review = UNCORRECTED


def put(connection: sqlite3.Connection, entry: Entry) -> int:
    """The number it has; analysed anew it keeps that, and title, note and tags with it."""
    known = same(connection, entry)
    number = next_number(connection) if known is None else known
    edits = entry.review.edits if known is None else edits_of(connection, number)[0]
    # Made before the tables are touched: what is wrong with the result is wrong with nothing else.
    shown = corrected(entry.result.recording, edits, entry.review.known)
    blobs = pack(entry.result.recording), pack_waveform(entry.waveform), pack(entry.result.evidence)
    summary = _told(shown)
    with reindexed(connection, number, words=True):
        connection.execute(_PUT, {"id": number, **_columns(entry)})
        for table in ("results", "evidence", "rescored"):
            connection.execute(f"DELETE FROM {table} WHERE recording = ?", (number,))
        connection.execute("INSERT INTO results VALUES (?, ?, ?, ?)", (number, summary, *blobs[:2]))
        connection.execute("INSERT INTO evidence VALUES (?, ?)", (number, blobs[2]))
        _put_utterances(connection, number, shown)
        if known is None:
            put_tags(connection, number, entry.described.tags)
            put_review(connection, number, entry.review)
    return number


def put_corrected(connection: sqlite3.Connection, number: int, recording: Recording) -> None:
    """A recording that is there already, as it is after an edit: what is found and listed of it."""
    summary = _told(recording)
    with reindexed(connection, number, words=True):
        connection.execute("UPDATE results SET summary = ? WHERE recording = ?", (summary, number))
        _put_utterances(connection, number, recording)


def _put_utterances(connection: sqlite3.Connection, number: int, recording: Recording) -> None:
    for table in ("utterances", "voices"):
        connection.execute(f"DELETE FROM {table} WHERE recording = ?", (number,))
    connection.executemany(_PUT_UTTERANCE, _utterances(number, recording))
    connection.executemany("INSERT INTO voices VALUES (?, ?, ?)", _voices(number, recording))


def _told(recording: Recording) -> str:
    return msgspec.json.encode(summarised(recording)).decode()


def same(connection: sqlite3.Connection, entry: Entry) -> int | None:
    """The number under which this media is there already: at its path, or from a path where it is no more."""
    rows = connection.execute(
        "SELECT id, path, bytes FROM recordings WHERE fingerprint = ? ORDER BY id DESC", (entry.content.fingerprint,)
    ).fetchall()
    for row in rows:
        if row["path"] == str(entry.path):
            return int(row["id"])
    return next((int(row["id"]) for row in rows if not is_there(row["path"], row["bytes"])), None)


def next_number(connection: sqlite3.Connection) -> int:
    """Numbers are never used again."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'recordings'").fetchone()
    return 1 if row is None else int(row[0]) + 1


def put_tags(connection: sqlite3.Connection, number: int, tags: Sequence[str]) -> None:
    """These tags in place of those before."""
    connection.execute("DELETE FROM tags WHERE recording = ?", (number,))
    rows = ((number, place, tag) for place, tag in enumerate(tags))
    connection.executemany("INSERT INTO tags (recording, place, tag) VALUES (?, ?, ?)", rows)


def row_of(connection: sqlite3.Connection, number: int) -> sqlite3.Row:
    """The recording of that number, with its results. Raises LibraryError when it is not there or was deleted."""
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM recordings JOIN results ON recording = id WHERE id = ? AND deleted_at IS NULL", (number,)
    ).fetchone()
    if found is None:
        raise LibraryError("This recording is in the library no more; restore it, or analyse its file again.")
    return found


@contextlib.contextmanager
def undamaged(row: sqlite3.Row) -> Iterator[None]:
    """What turns out to be wrong with the results of a recording is a LibraryError."""
    try:
        yield
    except ValueError as error:
        raise LibraryError(f"The results of {row['title']} are damaged; analyse {row['path']} again.") from error


def kept(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[Kept, ...]:
    """The recordings of these numbers, in their order."""
    rows = connection.execute(_KEPT, (json.dumps(list(numbers)),))
    found = {row["id"]: _kept(row) for row in rows}
    return tuple(found[number] for number in numbers if number in found)


def began_at(path: Path, duration: float) -> str:
    """When a recording of so many seconds began, by the time its file was last written: local time, ISO 8601."""
    try:
        ended = datetime.fromtimestamp(path.stat().st_mtime)
    except OSError as error:
        raise LibraryError(f"{path.name} cannot be read: {error.strerror}.") from error
    return (ended - timedelta(seconds=duration)).isoformat(timespec="seconds")


def now() -> str:
    """The present, in UTC: dates of the library itself are compared with each other."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _columns(entry: Entry) -> dict[str, object]:
    recording = entry.result.recording
    model = recording.models[-1] if recording.models else None  # the last is the one that judges
    return {
        "path": str(entry.path),
        "bytes": entry.content.size,
        "fingerprint": entry.content.fingerprint,
        "copied": entry.copied,
        "title": entry.described.title,
        "note": entry.described.note,
        "began": entry.began,
        "duration": recording.duration,
        "plan": recording.plan,
        "language": recording.language,
        "talk": entry.talk,
        "model": model.name if model else "",
        "sha256": model.sha256 if model else "",
        "kept_at": now(),
    }


def _utterances(number: int, recording: Recording) -> Iterator[tuple[object, ...]]:
    for place, each in enumerate(recording.utterances):
        where = each.span.start, each.span.end, each.channel, each.speaker
        confidence = None if each.estimate is None else each.estimate.confidence
        words = each.transcript.text
        yield (number << PLACES) | place, number, *where, words, label_of(each), confidence


def _voices(number: int, recording: Recording) -> list[tuple[int, str, str]]:
    """Each speaker with each emotion perceived; one that differs in case alone is the same speaker."""
    found = {(each.speaker.lower(), label_of(each) or ""): each.speaker for each in recording.utterances}
    return [(number, speaker, label) for (_, label), speaker in found.items()]


def _kept(row: sqlite3.Row) -> Kept:
    summary = msgspec.json.decode(row["summary"], type=Summary)
    return Kept(
        number=row["id"],
        title=row["title"],
        path=row["path"],
        began=row["began"],
        duration=row["duration"],
        speakers=summary.speakers,
        utterances=summary.utterances,
        emotions=summary.emotions,
        strip=summary.strip,
        tags=tuple(json.loads(row["tags"])),
        note=row["note"],
        copied=bool(row["copied"]),
        missing=not is_there(row["path"], row["bytes"]),
        talk=Talk(row["talk"]),
    )
