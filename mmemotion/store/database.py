"""The file of the library: opened, brought to the present version, and set aside when it is broken. SQLite."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mmemotion.errors import LibraryError
from mmemotion.store.index import rebuild
from mmemotion.store.schema import PROGRAM, STEPS, VERSION

BUSY = 5.0
"""Seconds to wait for another process that writes."""

_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FAULTS = {
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
    sqlite3.SQLITE_BUSY: "another window is busy with it; try again",
    sqlite3.SQLITE_LOCKED: "another window is busy with it; try again",
    sqlite3.SQLITE_READONLY: "it may not be written; check the permissions of its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the permissions of its folder",
    sqlite3.SQLITE_IOERR: "the disk failed; check it and try again",
}


class Database:
    """One writer at a time, any number of readers, each with a connection of its own. All of it raises LibraryError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = threading.Lock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The library as it is at this moment."""
        with self._faults(), contextlib.closing(self._opened()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that is done in here is kept, or, when it raises, nothing."""
        with self._writer, self._faults(), contextlib.closing(self._opened()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            self._path.touch(mode=0o600)  # what people said is the user's alone
        connection = sqlite3.connect(self._path, timeout=BUSY, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = _number(connection, "user_version")
        if version > VERSION or version < 0:
            raise self._refused(connection, version)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        if version < VERSION:
            self._migrate(connection)
        with contextlib.suppress(sqlite3.OperationalError):  # just being made by another process: the next time, then
            connection.execute("PRAGMA journal_mode = WAL")

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Whoever comes first does it; others wait and find it done."""
        connection.execute("BEGIN IMMEDIATE")
        version = _number(connection, "user_version")
        if version == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise self._refused(connection, version)
        connection.execute(f"PRAGMA application_id = {PROGRAM}")
        for number in range(version, VERSION):
            for statement in STEPS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")

    def _refused(self, connection: sqlite3.Connection, version: int) -> LibraryError:
        """Why this file is not written to."""
        if _number(connection, "application_id") == PROGRAM:
            return LibraryError(
                f"The library {self._path} was made by a newer mmemotion (version {version} of its tables, and "
                f"{VERSION} is known here); update mmemotion to open it."
            )
        connection.execute("PRAGMA quick_check(1)")  # raises where its head is damaged
        return LibraryError(f"{self._path} is the database of another program; name another file for the library.")

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Foreign errors become a sentence here."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._explained(error) from error
        except UnicodeEncodeError as error:
            raise LibraryError("A name that is no text cannot be kept; give the file another name.") from error
        except OSError as error:
            why = f"cannot be opened: {error.strerror}; check its folder"
            raise LibraryError(f"The library {self._path} {why}.") from error

    def _explained(self, error: sqlite3.Error) -> LibraryError:
        whole = getattr(error, "sqlite_errorcode", 0)
        if whole == sqlite3.SQLITE_CORRUPT_VTAB:
            return self._indexed_anew()
        code = whole & 0xFF  # the bits above say more of the same
        if code in _BROKEN and self._is_broken():
            return self._set_aside()
        return LibraryError(f"The library cannot do this: {_FAULTS.get(code, f'{error} (a fault of the program)')}.")

    def _indexed_anew(self) -> LibraryError:
        with self._faults(), contextlib.closing(self._opened()) as connection:
            rebuild(connection)
        return LibraryError("The index of the library was damaged and has been made anew; please try again.")

    def _is_broken(self) -> bool:
        """Asked again before anything is moved: another process may have put a whole file there by now."""
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=BUSY)) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.DatabaseError:
            return True

    def _set_aside(self) -> LibraryError:
        aside = self._path.with_name(f"{self._path.stem} damaged {datetime.now():%Y-%m-%d %H-%M-%S}.sqlite")
        try:
            for ending in ("-wal", "-shm", ""):
                part = self._path.with_name(self._path.name + ending)
                if part.exists():
                    part.rename(aside.with_name(aside.name + ending))
        except OSError:
            return LibraryError(f"The library {self._path} is damaged; move the file away to begin a new one.")
        return LibraryError(f"The library was damaged; it was set aside as {aside}, and a new, empty one is begun.")


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
