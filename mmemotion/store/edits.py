"""Corrections of a recording in the tables, apart from what the analysis found."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from mmemotion.review.corrected import Judged, corrected, judged_as, pending
from mmemotion.review.edits import Edit
from mmemotion.store.blobs import pack, unpack
from mmemotion.types import Evidence, Recording, Utterance


class Again(msgspec.Struct, frozen=True):
    """An utterance judged again, and what that was judged from; None: it is not scored."""

    utterance: Utterance
    evidence: Evidence | None


class Review(msgspec.Struct, frozen=True):
    """Edits, oldest first; those taken back, in the order they were made; and utterances judged again, as far as the
    edits need them."""

    edits: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    again: tuple[Again, ...] = ()

    @property
    def known(self) -> Mapping[Judged, Utterance]:
        """Utterances judged again, by what their estimates are about."""
        return {judged_as(one.utterance): one.utterance for one in self.again}


UNCORRECTED = Review()


class Corrections(msgspec.Struct, frozen=True):
    """The corrections of a recording, and what its estimates were judged from: all that judging again needs."""

    evidence: tuple[Evidence | None, ...] = ()
    review: Review = Review()


_edits: msgspec.json.Decoder[Edit] = msgspec.json.Decoder(Edit)


def edits_of(connection: sqlite3.Connection, number: int) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Those that hold, and those that were taken back."""
    rows = connection.execute("SELECT edit, undone FROM edits WHERE recording = ? ORDER BY place", (number,)).fetchall()
    told = [(_edits.decode(row["edit"]), row["undone"]) for row in rows]
    return tuple(edit for edit, undone in told if not undone), tuple(edit for edit, undone in told if undone)


def review_of(connection: sqlite3.Connection, number: int, recording: Recording) -> Review:
    """All that belongs to the corrections of a recording. Raises ValueError when it is damaged."""
    edits, undone = edits_of(connection, number)
    waiting = pending(corrected(recording, edits, {})) if edits else ()
    known = (_again(connection, number, one) for one in waiting)
    return Review(edits, undone, tuple(one for one in known if one is not None))


def _again(connection: sqlite3.Connection, number: int, one: Utterance) -> Again | None:
    row = connection.execute(
        """SELECT packed FROM rescored
        WHERE recording = ? AND "start" = ? AND "end" = ? AND channel = ? AND text = ?""",
        (number, one.span.start, one.span.end, one.channel, one.transcript.text),
    ).fetchone()
    return None if row is None else unpack(row["packed"], Again)


def evidence_of(connection: sqlite3.Connection, number: int) -> tuple[Evidence | None, ...]:
    """One per utterance of the analysis; empty for a recording that was kept without. Raises ValueError."""
    row = connection.execute("SELECT packed FROM evidence WHERE recording = ?", (number,)).fetchone()
    return () if row is None else unpack(row["packed"], tuple[Evidence | None, ...])


def put_review(connection: sqlite3.Connection, number: int, review: Review) -> None:
    """For a recording that has no corrections yet."""
    edits = [(edit, False) for edit in review.edits] + [(edit, True) for edit in review.undone]
    for place, (edit, undone) in enumerate(edits):
        _put(connection, number, place, edit, undone)
    put_again(connection, number, review.again)


def add_edit(connection: sqlite3.Connection, number: int, edit: Edit) -> None:
    """One more edit; what was taken back before it is gone."""
    connection.execute("DELETE FROM edits WHERE recording = ? AND undone", (number,))
    _put(connection, number, _places(connection, number), edit, False)


def undo_edit(connection: sqlite3.Connection, number: int) -> bool:
    """Takes back the last edit; false when there is none."""
    return _set_undone(connection, number, "SELECT max(place) FROM edits WHERE recording = ? AND NOT undone", True)


def redo_edit(connection: sqlite3.Connection, number: int) -> bool:
    """Makes the edit again that was taken back last; false when there is none."""
    return _set_undone(connection, number, "SELECT min(place) FROM edits WHERE recording = ? AND undone", False)


def put_again(connection: sqlite3.Connection, number: int, again: Sequence[Again]) -> None:
    """Utterances judged again."""
    for one in again:
        span, channel = one.utterance.span, one.utterance.channel
        where = number, span.start, span.end, channel, one.utterance.transcript.text
        connection.execute("INSERT OR REPLACE INTO rescored VALUES (?, ?, ?, ?, ?, ?)", (*where, pack(one)))


def _set_undone(connection: sqlite3.Connection, number: int, which: str, undone: bool) -> bool:
    place = connection.execute(which, (number,)).fetchone()[0]
    connection.execute("UPDATE edits SET undone = ? WHERE recording = ? AND place = ?", (undone, number, place))
    return place is not None


def _put(connection: sqlite3.Connection, number: int, place: int, edit: Edit, undone: bool) -> None:
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    told = msgspec.json.encode(edit).decode()
    connection.execute("INSERT INTO edits VALUES (?, ?, ?, ?, ?)", (number, place, told, undone, made_at))


def _places(connection: sqlite3.Connection, number: int) -> int:
    row = connection.execute("SELECT count(*) FROM edits WHERE recording = ?", (number,)).fetchone()
    return int(row[0])
