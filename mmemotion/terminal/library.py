"""The library of recordings seen from a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mmemotion.engine.librarian import LibraryCommand
from mmemotion.engine.local import LocalEngine
from mmemotion.errors import LibraryError
from mmemotion.messages import Event, ExportKept, Find, Found, ImportKept, Kept, LibraryFailed, Moment, Query


def find(text: str, limit: int) -> Iterator[str]:
    """Recordings, the newest first, each with its moments, a line each. Raises LibraryError."""
    (found,) = _answers(Find("find", Query(text), limit))
    assert isinstance(found, Found)
    for kept in found.recordings:
        yield _line(kept)
        yield from (_said(moment) for moment in found.moments if moment.recording == kept.number)
    if found.total > len(found.recordings):
        yield f"and {found.total - len(found.recordings)} more; --limit shows them."


def export(number: int, path: Path) -> None:
    """Writes one file with media and results. Raises LibraryError."""
    _answers(ExportKept(number, str(path)))


def take_in(path: Path) -> None:
    """Takes in a file that export() wrote. Raises LibraryError."""
    _answers(ImportKept(str(path)))


def _answers(command: LibraryCommand) -> list[Event]:
    events: list[Event] = []
    LocalEngine(events.append).send(command)
    for event in events:
        if isinstance(event, LibraryFailed):
            raise LibraryError(event.message)
    return events


def _line(kept: Kept) -> str:
    most = sorted(kept.emotions, key=lambda emotion: -kept.emotions[emotion])[:3]
    emotions = ", ".join(f"{emotion} {kept.emotions[emotion]:.0%}" for emotion in most)
    tags = " ".join(f"#{tag}" for tag in kept.tags)
    parts = (kept.title, kept.began.replace("T", " "), _clock(kept.duration), emotions, tags)
    return f"{kept.number:5}  {'  '.join(part for part in parts if part)}{'  (file missing)' if kept.missing else ''}"


def _said(moment: Moment) -> str:
    return f"       {_clock(moment.span.start)} {moment.speaker} ({moment.label or 'not sure'}): {moment.text}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
