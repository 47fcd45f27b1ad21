"""What the window says to the engine about the library of recordings, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from mmemotion.config import Talk
from mmemotion.types import Emotion, Span


class Query(msgspec.Struct, frozen=True):
    """Which recordings are wanted; what is left at its default does not matter.

    text: words that are said, or stand in the title, the note or a tag; an emotion's name among them asks for moments
    with that emotion. emotions: any of them perceived. speaker: a name. since, until: dates (ISO 8601). shortest,
    longest: length in seconds.
    """

    text: str = ""
    emotions: tuple[Emotion, ...] = ()
    speaker: str = ""
    since: str = ""
    until: str = ""
    shortest: float = 0.0
    longest: float = 0.0


class Kept(msgspec.Struct, frozen=True):
    """A recording in the library.

    began: date and time (ISO 8601, local). emotions: share of the scored speech in which each was the most probable.
    strip: the same over time, one emotion (or None) per equal part of the recording. missing: its media is not where it
    was. talk: how it was expected to be spoken.
    """

    number: int
    title: str
    path: str
    began: str
    duration: float
    speakers: tuple[str, ...]
    utterances: int
    emotions: Mapping[Emotion, float]
    strip: tuple[Emotion | None, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    copied: bool = False
    missing: bool = False
    talk: Talk = Talk.EVERYDAY


class Moment(msgspec.Struct, frozen=True):
    """An utterance that answers a query, and the number of the recording it is in.

    marked: where in text the words that were looked for stand, as pairs of places. label is None when it was not sure
    or not scored.
    """

    recording: int
    span: Span
    speaker: str
    text: str
    marked: tuple[tuple[int, int], ...]
    label: Emotion | None


class Find(msgspec.Struct, frozen=True, tag=True):
    """Asks for recordings, the newest first, and, where the query has words or emotions, moments. Answered by Found."""

    request: str
    query: Query
    limit: int = 200
    offset: int = 0


class OpenKept(msgspec.Struct, frozen=True, tag=True):
    """Asks for a recording of the library, not analysed anew. Answered as a job is, by JobFinished or JobFailed."""

    job: str
    number: int


class Describe(msgspec.Struct, frozen=True, tag=True):
    """Changes title, note or tags of a recording; None leaves them. Answered by LibraryChanged."""

    number: int
    title: str | None = None
    note: str | None = None
    tags: tuple[str, ...] | None = None


class Delete(msgspec.Struct, frozen=True, tag=True):
    """Takes recordings out of the library; Restore brings them back. Media the user has elsewhere is left alone."""

    numbers: tuple[int, ...]


class Restore(msgspec.Struct, frozen=True, tag=True):
    """Undoes Delete."""

    numbers: tuple[int, ...]


class Relink(msgspec.Struct, frozen=True, tag=True):
    """The media of a recording is at another path now. Answered by LibraryChanged or LibraryFailed."""

    number: int
    path: str


class ExportKept(msgspec.Struct, frozen=True, tag=True):
    """Writes a recording, with its corrections, in the format that the ending of the file tells: .mmemotion holds media
    and results. Answered by Exported or LibraryFailed."""

    number: int
    path: str


class ImportKept(msgspec.Struct, frozen=True, tag=True):
    """Takes in a file that ExportKept wrote. Answered by LibraryChanged or LibraryFailed."""

    path: str


class FindInterrupted(msgspec.Struct, frozen=True, tag=True):
    """Asks for files whose analysis ended with its engine. Answered by InterruptedFound."""


class InterruptedFound(msgspec.Struct, frozen=True, tag=True):
    """Paths of files that are still there: analysed again, each goes on where it was."""

    paths: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, tag=True):
    """total: how many recordings answer the query in all; of words that stand everywhere, only the newest count."""

    request: str
    recordings: tuple[Kept, ...]
    moments: tuple[Moment, ...]
    total: int


class LibraryChanged(msgspec.Struct, frozen=True, tag=True):
    """These recordings are new, changed, gone or back."""

    numbers: tuple[int, ...]


class Exported(msgspec.Struct, frozen=True, tag=True):
    """The file is written."""

    number: int
    path: str


class LibraryFailed(msgspec.Struct, frozen=True, tag=True):
    """One sentence that says what is wrong and what to do."""

    message: str
