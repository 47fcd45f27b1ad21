"""The tables of the library, as steps from one version to the next. A step that was released is never changed."""

from __future__ import annotations

PLACES = 20
"""Bits of an utterance's number that count within its recording; the bits above are the number of the recording."""

_TOKENS = "unicode61 remove_diacritics 2 categories ''L* N* Co So''"
"""Letters, digits and symbols such as emoji make words; accents do not matter."""

_FIRST = (
    """CREATE TABLE recordings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        copied INTEGER NOT NULL DEFAULT 0,
        title TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        began TEXT NOT NULL,
        duration REAL NOT NULL,
        plan TEXT NOT NULL,
        language TEXT NOT NULL,
        talk TEXT NOT NULL,
        model TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        deleted_at TEXT)""",
    "CREATE INDEX recordings_by_time ON recordings (began DESC, id DESC, duration) WHERE deleted_at IS NULL",
    "CREATE INDEX recordings_by_content ON recordings (fingerprint)",
    """CREATE TABLE utterances (
        id INTEGER PRIMARY KEY,
        recording INTEGER NOT NULL REFERENCES recordings ON DELETE CASCADE,
        "start" REAL NOT NULL,
        "end" REAL NOT NULL,
        channel INTEGER NOT NULL,
        speaker TEXT NOT NULL,
        text TEXT NOT NULL,
        label TEXT,
        confidence REAL,
        CHECK (id >> 20 = recording))""",
    "CREATE INDEX utterances_by_label ON utterances (recording, label)",
    """CREATE TABLE voices (
        recording INTEGER NOT NULL REFERENCES recordings ON DELETE CASCADE,
        speaker TEXT NOT NULL COLLATE NOCASE,
        label TEXT NOT NULL,
        PRIMARY KEY (recording, speaker, label)) WITHOUT ROWID""",
    "CREATE INDEX voices_by_label ON voices (label, speaker)",
    "CREATE INDEX voices_by_speaker ON voices (speaker)",
    """CREATE TABLE tags (
        recording INTEGER NOT NULL REFERENCES recordings ON DELETE CASCADE,
        place INTEGER NOT NULL,
        tag TEXT NOT NULL,
        PRIMARY KEY (recording, place)) WITHOUT ROWID""",
    """CREATE TABLE results (
        recording INTEGER PRIMARY KEY REFERENCES recordings ON DELETE CASCADE,
        summary TEXT NOT NULL,
        result BLOB NOT NULL,
        waveform BLOB NOT NULL)""",
    """CREATE VIEW documents AS SELECT id, title, note,
        (SELECT group_concat(tag, ' ') FROM tags WHERE recording = recordings.id) AS tags,
        (SELECT group_concat(text, ' ') FROM utterances WHERE recording = recordings.id) AS said
        FROM recordings""",
    f"""CREATE VIRTUAL TABLE said USING fts5 (text, label,
        content = 'utterances', content_rowid = 'id', tokenize = '{_TOKENS}', prefix = '1 2 3')""",
    f"""CREATE VIRTUAL TABLE everything USING fts5 (title, note, tags, said,
        content = 'documents', content_rowid = 'id', tokenize = '{_TOKENS}', prefix = '1 2 3')""",
)

_REVIEW = (
    """CREATE TABLE edits (
        recording INTEGER NOT NULL REFERENCES recordings ON DELETE CASCADE,
        place INTEGER NOT NULL,
        edit TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0,
        made_at TEXT NOT NULL,
        PRIMARY KEY (recording, place)) WITHOUT ROWID""",
    """CREATE TABLE evidence (
        recording INTEGER PRIMARY KEY REFERENCES recordings ON DELETE CASCADE,
        packed BLOB NOT NULL)""",
    """CREATE TABLE rescored (
        recording INTEGER NOT NULL REFERENCES recordings ON DELETE CASCADE,
        "start" REAL NOT NULL,
        "end" REAL NOT NULL,
        channel INTEGER NOT NULL,
        text TEXT NOT NULL,
        packed BLOB NOT NULL,
        PRIMARY KEY (recording, "start", "end", channel, text))""",
    """CREATE TABLE works (
        fingerprint TEXT NOT NULL,
        settings TEXT NOT NULL,
        path TEXT NOT NULL,
        began TEXT NOT NULL,
        tries INTEGER NOT NULL,
        process INTEGER NOT NULL,
        PRIMARY KEY (fingerprint, settings)) WITHOUT ROWID""",
    """CREATE TABLE finished (
        fingerprint TEXT NOT NULL,
        settings TEXT NOT NULL,
        "start" REAL NOT NULL,
        "end" REAL NOT NULL,
        channel INTEGER NOT NULL,
        packed BLOB NOT NULL,
        PRIMARY KEY (fingerprint, settings, "start", "end", channel),
        FOREIGN KEY (fingerprint, settings) REFERENCES works ON DELETE CASCADE)""",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _REVIEW)
"""Statements that lead from version n (the place in this tuple) to n + 1."""

VERSION = len(STEPS)

PROGRAM = int.from_bytes(b"mmem", "big")
"""What our files have for an application_id."""
