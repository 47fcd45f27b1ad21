"""What can be found by words: kept beside the tables, in step with them by whoever changes these."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from mmemotion.store.schema import PLACES

_SAID = "FROM utterances WHERE id BETWEEN :first AND :last"
_DOCUMENT = "FROM documents WHERE id = :number"


@contextmanager
def reindexed(connection: sqlite3.Connection, number: int, words: bool) -> Iterator[None]:
    """While a recording is changed, inserted or removed; words: its utterances too."""
    values = {"number": number, "first": number << PLACES, "last": ((number + 1) << PLACES) - 1}
    # The index forgets by what it learned: the old rows must still be there.
    if words:
        connection.execute(
            f"INSERT INTO said (said, rowid, text, label) SELECT 'delete', id, text, label {_SAID}",
            values,
        )
    connection.execute(
        f"""INSERT INTO everything (everything, rowid, title, note, tags, said)
        SELECT 'delete', id, title, note, tags, said {_DOCUMENT}""",
        values,
    )
    yield
    if words:
        connection.execute(f"INSERT INTO said (rowid, text, label) SELECT id, text, label {_SAID}", values)
    connection.execute(
        f"""INSERT INTO everything (rowid, title, note, tags, said)
        SELECT id, title, note, tags, said {_DOCUMENT}""",
        values,
    )


def rebuild(connection: sqlite3.Connection) -> None:
    """Makes the whole index anew."""
    connection.execute("INSERT INTO said (said) VALUES ('rebuild')")
    connection.execute("INSERT INTO everything (everything) VALUES ('rebuild')")
