"""The library of recordings: what was analysed, found again at any time."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mmemotion.audio.local_file import printable
from mmemotion.config import Talk
from mmemotion.errors import LibraryError
from mmemotion.messages import Describe, Find, Found
from mmemotion.store import archive, exchange
from mmemotion.store.blobs import unpack, unpack_waveform
from mmemotion.store.database import Database
from mmemotion.store.edits import Corrections, Review, evidence_of, review_of
from mmemotion.store.entries import Described, Entry, began_at, kept, now, put, put_tags, row_of, undamaged
from mmemotion.store.fingerprint import content_of, is_there
from mmemotion.store.index import reindexed
from mmemotion.store.progress import Progress
from mmemotion.store.reviews import Reviews
from mmemotion.store.search import find
from mmemotion.types import Envelope, Recording, Result

PURGED_AFTER = timedelta(days=30)
"""What was deleted is kept so long."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A recording as it was kept; its warnings say where its media is missing."""

    recording: Recording
    review: Review
    row: sqlite3.Row

    @property
    def fingerprint(self) -> str:
        """Of its media."""
        return str(self.row["fingerprint"])

    @property
    def waveform(self) -> Envelope:
        """Unpacked when it is asked for: it may have been drawn before. Raises LibraryError."""
        with undamaged(self.row):
            return unpack_waveform(self.row["waveform"])


class Library:
    """Every method raises LibraryError, may be called from any thread, and does its work whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.reviews = Reviews(self._database)
        self.progress = Progress(self._database)

    def keep(self, path: Path, result: Result, waveform: Envelope, talk: Talk) -> int:
        """The number of the recording, new or analysed anew; its corrections stay."""
        path = path.absolute()
        content, began = content_of(path), began_at(path, result.recording.duration)
        described = Described(printable(path.stem))
        with self._database.writing() as connection:
            return put(connection, Entry(path, content, began, result, waveform, talk, described))

    def find(self, command: Find) -> Found:
        """Recordings and moments."""
        with self._database.reading() as connection:
            return find(connection, command)

    def open(self, number: int) -> Opened:
        """A recording, not analysed anew, without its corrections, and these."""
        with self._database.reading() as connection:
            row = row_of(connection, number)
            with undamaged(row):
                recording = unpack(row["result"], Recording)
                review = review_of(connection, number, recording)
        warnings = recording.warnings
        if not is_there(row["path"], row["bytes"]):
            warnings += (f"{row['path']} is not there any more; say where the file is now to hear it.",)
        recording = replace(recording, media=replace(recording.media, path=row["path"]), warnings=warnings)
        return Opened(recording, review, row)

    def describe(self, command: Describe) -> None:
        """Another title, note or tags; an empty title gives way to the name of the file."""
        number = command.number
        with self._database.writing() as connection:
            row = row_of(connection, number)
            title = row["title"] if command.title is None else command.title.strip() or Path(row["path"]).stem
            note = row["note"] if command.note is None else command.note
            with reindexed(connection, number, words=False):
                connection.execute("UPDATE recordings SET title = ?, note = ? WHERE id = ?", (title, note, number))
                if command.tags is not None:
                    put_tags(connection, number, _distinct(command.tags))

    def delete(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Those that were there; they are found no more, and gone for good after PURGED_AFTER."""
        with self._database.writing() as connection:
            return _set_deleted(connection, numbers, now())

    def restore(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Those that are back."""
        with self._database.writing() as connection:
            return _set_deleted(connection, numbers, None)

    def relink(self, number: int, path: Path) -> None:
        """The media is at this path now."""
        path = path.absolute()
        content = content_of(path)
        with self._database.writing() as connection:
            row = row_of(connection, number)
            if content.fingerprint != row["fingerprint"]:
                raise LibraryError(
                    f"{path.name} is not the recording {row['title']}: its content differs; "
                    "choose the same file, or analyse this one as a recording of its own."
                )
            connection.execute(
                "UPDATE recordings SET path = :path, copied = iif(path = :path, copied, 0) WHERE id = :number",
                {"path": str(path), "number": number},
            )

    def export(self, number: int, target: Path) -> None:
        """Writes one file with media and results."""
        with self._database.reading() as connection:
            row = row_of(connection, number)
            (said,) = kept(connection, [number])
            with undamaged(row):
                review = review_of(connection, number, unpack(row["result"], Recording))
                corrections = Corrections(evidence_of(connection, number), review)
        exchange.write(target.absolute(), row, said.tags, corrections)

    def take_in(self, path: Path, folder: Path) -> int:
        """The number of a recording that export() wrote; its media goes into the folder."""
        with archive.opened(path) as found:
            entry = exchange.read(found)
            self._refuse_twice(entry)
            with exchange.copied(found, folder) as media, self._database.writing() as connection:
                return put(connection, replace(entry, path=media))

    def purge(self) -> None:
        """Removes for good what was deleted long ago, with media that the library itself had put somewhere."""
        before = (datetime.now(UTC) - PURGED_AFTER).isoformat(timespec="seconds")
        wanted = "SELECT * FROM recordings WHERE deleted_at < ?", (before,)
        with self._database.reading() as connection:
            if connection.execute(*wanted).fetchone() is None:
                return  # nobody who writes is waited for
        with self._database.writing() as connection:
            rows = connection.execute(*wanted).fetchall()
            for row in rows:
                with reindexed(connection, row["id"], words=True):
                    connection.execute("DELETE FROM recordings WHERE id = ?", (row["id"],))
            own = [row for row in rows if row["copied"] and not _is_named(connection, row["path"])]
        for row in own:
            _remove(row)

    def _refuse_twice(self, entry: Entry) -> None:
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT title, path, bytes FROM recordings WHERE fingerprint = ? AND deleted_at IS NULL",
                (entry.content.fingerprint,),
            ).fetchall()
        for row in rows:
            if is_there(row["path"], row["bytes"]):
                raise LibraryError(
                    f"This recording is in the library already, as {row['title']}; delete that to take this one in."
                )


def _set_deleted(connection: sqlite3.Connection, numbers: Sequence[int], when: str | None) -> tuple[int, ...]:
    rows = connection.execute(
        """UPDATE recordings SET deleted_at = :when
        WHERE id IN (SELECT value FROM json_each(:numbers)) AND (deleted_at IS NULL) = (:when IS NOT NULL)
        RETURNING id""",
        {"when": when, "numbers": json.dumps(list(numbers))},
    )
    return tuple(int(number) for (number,) in rows.fetchall())


def _distinct(tags: Sequence[str]) -> tuple[str, ...]:
    """Without blanks, and each once, in whatever case."""
    found: dict[str, str] = {}
    for tag in (" ".join(each.split()) for each in tags):
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _is_named(connection: sqlite3.Connection, path: str) -> bool:
    return connection.execute("SELECT 1 FROM recordings WHERE path = ?", (path,)).fetchone() is not None


def _remove(row: sqlite3.Row) -> None:
    """Only if it still is what the library put there."""
    path = Path(row["path"])
    with contextlib.suppress(OSError, LibraryError):
        if content_of(path).fingerprint == row["fingerprint"]:
            path.unlink()
