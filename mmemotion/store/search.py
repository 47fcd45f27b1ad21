"""Recordings and moments that answer a query."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from mmemotion.messages import Find, Found, Moment, Query
from mmemotion.store.entries import kept
from mmemotion.store.schema import PLACES
from mmemotion.store.words import emotion_of, expression, marked, words_of
from mmemotion.types import Emotion, Span

MOST = 1000
"""Recordings, and moments, given at once."""

ENOUGH = 30_000
"""Places of words, from the newest recording back, that are looked at where nothing but words is asked for: who looks
for a word that stands everywhere will say more."""

_LABELS = "(SELECT value FROM json_each(:labels))"
_FILTERS = {
    "since": "began >= :since",
    "until": "substr(began, 1, length(:until)) <= :until",  # a day is meant to its end
    "shortest": "duration >= :shortest",
    "longest": "duration <= :longest",
    "speaker": "id IN (SELECT recording FROM voices WHERE speaker = :speaker)",
}
_EVERYWHERE = "id IN (SELECT rowid FROM everything WHERE everything MATCH :everywhere)"
_DESCRIBED = "id IN (SELECT rowid FROM everything WHERE everything MATCH :described)"
_LABELLED = f"""id IN (SELECT recording FROM voices
    WHERE label IN {_LABELS} AND (:speaker = '' OR speaker = :speaker))"""
_SAID = f"id IN (SELECT rowid >> {PLACES} FROM said WHERE said MATCH :said)"
_SAID_BY = f"""id IN (SELECT said.rowid >> {PLACES} FROM said JOIN utterances ON utterances.id = said.rowid
    WHERE said MATCH :said AND speaker = :speaker COLLATE NOCASE)"""

_HELD = "id IN (SELECT value FROM json_each(:held))"
_NEWEST_SAID = "SELECT rowid FROM said WHERE said MATCH :said ORDER BY rowid DESC LIMIT :enough"

_PAGE = "(SELECT value FROM json_each(:page))"
_PLACES_SAID = f"""SELECT rowid FROM said
    WHERE said MATCH :said AND rowid BETWEEN :first AND :last AND rowid >> {PLACES} IN {_PAGE}"""
_PLACES_LABELLED = f"SELECT id FROM utterances WHERE recording IN {_PAGE} AND label IN {_LABELS}"
_PLACES_BY = """SELECT id FROM utterances
    WHERE id IN (SELECT value FROM json_each(:places)) AND speaker = :speaker COLLATE NOCASE"""
_MOMENTS = """SELECT id, recording, "start", "end", speaker, text, label FROM utterances
    WHERE id IN (SELECT value FROM json_each(:places))"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """words: all of them. emotions: any of them, in the same moment. typed: the text as it is, emotions named in it as
    words too; empty when it names none."""

    words: tuple[str, ...]
    emotions: tuple[Emotion, ...]
    typed: tuple[str, ...] = ()


def find(connection: sqlite3.Connection, command: Find) -> Found:
    """The answer. Moments are those of the recordings in it."""
    query, limit = command.query, min(max(0, command.limit), MOST)
    wanted = _wanted(query)
    numbers = _numbers(connection, query, wanted)
    if wanted.typed and not numbers:
        wanted = Wanted(wanted.typed, query.emotions)
        numbers = _numbers(connection, query, wanted)
    start = max(0, command.offset)
    page = numbers[start : start + limit]
    moments = _moments(connection, wanted, _places(connection, query, wanted, page)[:limit])
    return Found(command.request, kept(connection, page), moments, len(numbers))


def _wanted(query: Query) -> Wanted:
    typed = words_of(query.text)
    named = {word: emotion for word in typed if (emotion := emotion_of(word)) is not None}
    emotions = tuple(dict.fromkeys(e for e in named.values() if not query.emotions or e in query.emotions))
    if not emotions:
        return Wanted(typed, query.emotions)
    return Wanted(tuple(word for word in typed if word not in named), emotions, typed)


def _numbers(connection: sqlite3.Connection, query: Query, wanted: Wanted) -> list[int]:
    """All that answer, the newest first; with moments, those too whose title, note or tags have the words as typed."""
    held = _newest(connection, query, wanted)
    found = _chosen(connection, query, wanted, _HELD if held else _holding(query, wanted), held)
    if wanted.typed and found:
        found = sorted({*found, *_chosen(connection, query, wanted, _DESCRIBED)}, reverse=True)
    return [number for _, number in found]


def _newest(connection: sqlite3.Connection, query: Query, wanted: Wanted) -> tuple[int, ...]:
    """The newest recordings with words that stand in ENOUGH places and more; none where they stand in less."""
    if not wanted.words or any(getattr(query, name) for name in _FILTERS):
        return ()
    rows = connection.execute(_NEWEST_SAID, {"said": _said(wanted), "enough": ENOUGH}).fetchall()
    return tuple(dict.fromkeys(place >> PLACES for (place,) in rows)) if len(rows) == ENOUGH else ()


def _chosen(
    connection: sqlite3.Connection, query: Query, wanted: Wanted, holding: str, held: Sequence[int] = ()
) -> list[tuple[str, int]]:
    """When they began, and their numbers."""
    filters = (condition for name, condition in _FILTERS.items() if getattr(query, name))
    conditions = " AND ".join(("deleted_at IS NULL", holding, *filters))
    rows = connection.execute(
        f"SELECT began, id FROM recordings WHERE {conditions} ORDER BY began DESC, id DESC",
        _values(query, wanted) | {"held": json.dumps(held)},
    )
    return [(began, number) for began, number in rows]


def _holding(query: Query, wanted: Wanted) -> str:
    if not wanted.emotions:
        return _EVERYWHERE if wanted.words else "TRUE"
    if not wanted.words:
        return _LABELLED
    return _SAID_BY if query.speaker else _SAID


def _values(query: Query, wanted: Wanted) -> dict[str, object]:
    return {
        **{name: getattr(query, name) for name in _FILTERS},
        "labels": json.dumps(wanted.emotions),
        "said": _said(wanted),
        "everywhere": expression(wanted.words, "title note tags said"),
        "described": expression(wanted.typed, "title note tags"),
    }


def _said(wanted: Wanted) -> str:
    """Words and label of one utterance."""
    words = expression(wanted.words, "text")
    if not wanted.emotions:
        return words
    return f"{words} AND {{label}} : ({' OR '.join(wanted.emotions)})"


def _moments(connection: sqlite3.Connection, wanted: Wanted, places: Sequence[int]) -> tuple[Moment, ...]:
    rows = connection.execute(_MOMENTS, {"places": json.dumps(places)})
    found = {row["id"]: row for row in rows}
    return tuple(_moment(found[place], wanted) for place in places)


def _places(connection: sqlite3.Connection, query: Query, wanted: Wanted, page: Sequence[int]) -> list[int]:
    """The utterances that answer, in the order of the page, then as they were said."""
    if not page or not (wanted.words or wanted.emotions):
        return []
    first, last = min(page) << PLACES, (max(page) + 1) << PLACES
    values = _values(query, wanted) | {"page": json.dumps(page), "first": first, "last": last}
    found = [place for (place,) in connection.execute(_PLACES_SAID if wanted.words else _PLACES_LABELLED, values)]
    if query.speaker:
        values["places"] = json.dumps(found)
        found = [place for (place,) in connection.execute(_PLACES_BY, values)]
    order = {number: at for at, number in enumerate(page)}
    return sorted(found, key=lambda place: (order[place >> PLACES], place))


def _moment(row: sqlite3.Row, wanted: Wanted) -> Moment:
    label = None if row["label"] is None else Emotion(row["label"])
    span = Span(row["start"], row["end"])
    return Moment(row["recording"], span, row["speaker"], row["text"], marked(row["text"], wanted.words), label)
