"""Corrections of the recordings in a library, and all that judging their utterances again needs."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mmemotion.config import Talk
from mmemotion.errors import EditError
from mmemotion.review.applied import applied
from mmemotion.review.corrected import corrected, judged_as
from mmemotion.review.edits import Edit
from mmemotion.store.blobs import unpack
from mmemotion.store.database import Database
from mmemotion.store.edits import Again, Review, add_edit, evidence_of, put_again, redo_edit, review_of, undo_edit
from mmemotion.store.entries import put_corrected, row_of, undamaged
from mmemotion.types import Evidence, ModelRecord, Recording


@dataclass(frozen=True, slots=True, eq=False)
class UnderReview:
    """A recording as the analysis found it, what its estimates were judged from, and its corrections.

    model: the one that judged; its sha256 may be another by now. news: utterances judged earlier that count again since
    the last change.
    """

    recording: Recording
    evidence: tuple[Evidence | None, ...]
    review: Review
    path: Path
    model: ModelRecord
    talk: Talk
    news: tuple[Again, ...] = ()

    @property
    def corrected(self) -> Recording:
        """With all edits."""
        return corrected(self.recording, self.review.edits, self.review.known)


class Reviews:
    """Every method raises LibraryError, may be called from any thread, and does its work whole or not at all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: tuple[tuple[int, int], Recording] | None = None

    def open(self, number: int) -> UnderReview:
        """All of it."""
        with self._database.reading() as connection:
            return self._opened(connection, number)

    def correct(self, number: int, edit: Edit) -> UnderReview:
        """With one more edit. Raises EditError when it does not fit."""

        def change(connection: sqlite3.Connection, before: UnderReview) -> None:
            applied(before.corrected.utterances, edit, before.recording.duration)
            add_edit(connection, number, edit)

        return self._changed(number, change)

    def undo(self, number: int) -> UnderReview:
        """With the last edit taken back. Raises EditError when there is none."""

        def change(connection: sqlite3.Connection, before: UnderReview) -> None:
            if not undo_edit(connection, number):
                raise EditError("There is nothing to undo.")

        return self._changed(number, change)

    def redo(self, number: int) -> UnderReview:
        """With the edit made again that was taken back last. Raises EditError when there is none."""

        def change(connection: sqlite3.Connection, before: UnderReview) -> None:
            if not redo_edit(connection, number):
                raise EditError("There is nothing to do again.")

        return self._changed(number, change)

    def keep(self, number: int, again: Sequence[Again]) -> None:
        """Puts utterances that were judged again beside those of the analysis."""
        self._changed(number, lambda connection, before: put_again(connection, number, again))

    def corrected(self) -> tuple[int, ...]:
        """Recordings with edits, by their numbers."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """SELECT DISTINCT recording FROM edits JOIN recordings ON id = recording
                WHERE deleted_at IS NULL AND NOT undone ORDER BY recording"""
            )
            return tuple(row[0] for row in rows.fetchall())

    def _changed(self, number: int, change: Callable[[sqlite3.Connection, UnderReview], None]) -> UnderReview:
        with self._database.writing() as connection:
            before = self._opened(connection, number)
            change(connection, before)
            review = review_of(connection, number, before.recording)
            news = tuple(one for one in review.again if judged_as(one.utterance) not in before.review.known)
            after = replace(before, review=review, news=news)
            put_corrected(connection, number, after.corrected)
            return after

    def _opened(self, connection: sqlite3.Connection, number: int) -> UnderReview:
        row = row_of(connection, number)
        with undamaged(row):
            recording = self._recording(row)
            evidence = evidence_of(connection, number) or (None,) * len(recording.utterances)
            review = review_of(connection, number, recording)
        model = ModelRecord(row["model"], "emotion", row["sha256"])
        return UnderReview(recording, evidence, review, Path(row["path"]), model, Talk(row["talk"]))

    def _recording(self, row: sqlite3.Row) -> Recording:
        """Unpacking a long one takes long, and who corrects it does so again and again: the last one is kept."""
        about, last = (row["id"], zlib.crc32(row["result"])), self._last
        if last is not None and last[0] == about:
            return last[1]
        recording = unpack(row["result"], Recording)
        self._last = about, recording
        return recording
