"""Analyses that are not finished yet, with each utterance that is: what is cut off goes on from there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from mmemotion.config import Config
from mmemotion.errors import EngineError
from mmemotion.store.blobs import pack, unpack
from mmemotion.store.database import Database
from mmemotion.store.edits import Again
from mmemotion.store.fingerprint import content_of
from mmemotion.types import Evidence, Segment, Utterance

MOST_TRIES = 3
"""An analysis that ended the engine so often without one more utterance is given up."""

FORGOTTEN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Work:
    """An analysis: the content of a file, and all that its result depends on."""

    fingerprint: str
    settings: str


class Progress:
    """Every method raises LibraryError, and may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, path: Path, config: Config, sha256: str) -> Journey:
        """An analysis that begins or goes on. sha256: of the model. Raises EngineError when it ended the engine again
        and again; what was finished stays."""
        work = Work(content_of(path).fingerprint, f"{msgspec.json.encode(config).decode()} {sha256}")
        with self._database.writing() as connection:
            _forget_old(connection)
            tries = _tries(connection, work)
            if tries >= MOST_TRIES:
                _rest(connection, work)
            else:
                _begin(connection, work, path, tries + 1)
            finished = list(_finished(connection, work))
        if tries >= MOST_TRIES:
            raise EngineError(
                f"The analysis of {path.name} stopped the engine {tries} times at the same place and was given up; "
                "it can be tried again, or the file converted to wav first."
            )
        return Journey(self._database, work, finished)

    def interrupted(self) -> tuple[str, ...]:
        """Files whose analysis ended with its engine, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT path, process FROM works WHERE process != 0 ORDER BY began").fetchall()
        return tuple(row["path"] for row in rows if not _is_alive(row["process"]) and Path(row["path"]).exists())


class Journey:
    """One analysis on its way: what was finished before, and what is from now on."""

    def __init__(self, database: Database, work: Work, finished: list[Again]) -> None:
        self._database = database
        self._work = work
        self._known = {one.utterance.segment: one for one in finished}

    def recall(self, segment: Segment) -> Again | None:
        """What was finished before the analysis was cut off."""
        return self._known.get(segment)

    def keep(self, utterance: Utterance, evidence: Evidence | None) -> None:
        """One more is finished."""
        place = utterance.span.start, utterance.span.end, utterance.channel
        row = *_key(self._work), *place, pack(Again(utterance, evidence))
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?, ?, ?)", row)
            connection.execute("UPDATE works SET tries = 1 WHERE fingerprint = ? AND settings = ?", _key(self._work))

    def rest(self, interrupted: bool) -> None:
        """The analysis was stopped, or failed: what is finished stays for a while. interrupted: nobody wanted that."""
        with self._database.writing() as connection:
            _rest(connection, self._work, interrupted)

    def end(self) -> None:
        """The whole result is kept elsewhere."""
        with self._database.writing() as connection:
            _end(connection, self._work)


def _key(work: Work) -> tuple[str, str]:
    return work.fingerprint, work.settings


def _tries(connection: sqlite3.Connection, work: Work) -> int:
    row = connection.execute("SELECT tries FROM works WHERE fingerprint = ? AND settings = ?", _key(work)).fetchone()
    return 0 if row is None else int(row["tries"])


def _begin(connection: sqlite3.Connection, work: Work, path: Path, tries: int) -> None:
    row = *_key(work), str(path.absolute()), datetime.now(UTC).isoformat(), tries, os.getpid()
    connection.execute(
        """INSERT INTO works VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint, settings) DO UPDATE
        SET path = excluded.path, began = excluded.began, tries = excluded.tries, process = excluded.process""",
        row,
    )


def _rest(connection: sqlite3.Connection, work: Work, interrupted: bool = False) -> None:
    connection.execute(
        "UPDATE works SET process = iif(?, process, 0), tries = 0 WHERE fingerprint = ? AND settings = ?",
        (interrupted, *_key(work)),
    )


def _end(connection: sqlite3.Connection, work: Work) -> None:
    connection.execute("DELETE FROM works WHERE fingerprint = ? AND settings = ?", _key(work))


def _finished(connection: sqlite3.Connection, work: Work) -> Iterator[Again]:
    rows = connection.execute("SELECT packed FROM finished WHERE fingerprint = ? AND settings = ?", _key(work))
    for row in rows.fetchall():
        with suppress(ValueError):  # a damaged one is made again
            yield unpack(row["packed"], Again)


def _forget_old(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM works WHERE began < ?", ((datetime.now(UTC) - FORGOTTEN_AFTER).isoformat(),))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
