"""How the window writes about the library and what is in it."""

from __future__ import annotations

from datetime import date, datetime

from mmemotion.messages import Kept, Moment
from ui.state.library import Library, Row
from ui.state.verdict import NOT_SURE
from ui.state.wording import clock, count

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MISSING = "sound missing"
LOOKING = "Looking into the library…"
EMPTY = "Recordings you analyse are kept here, on this computer."
NOT_KEPT = "Results are not kept now. The menu Analysis can change that."


def day(began: str, today: date) -> str:
    """When something began, in few letters: 14:02 of today, 24 Nov of this year, or 24 Nov 2025."""
    try:
        time = datetime.fromisoformat(began)
    except ValueError:
        return began
    if time.date() == today:
        return f"{time:%H:%M}"
    written = f"{time.day} {MONTHS[time.month - 1]}"
    return written if time.year == today.year else f"{written} {time.year}"


def moment_of(began: str) -> str:
    """When something began, in full: 24 Nov 2026, 14:02."""
    try:
        time = datetime.fromisoformat(began)
    except ValueError:
        return began
    return f"{time.day} {MONTHS[time.month - 1]} {time.year}, {time:%H:%M}"


def facts(kept: Kept) -> str:
    """Length and speakers, and that the sound is not there."""
    known = [MISSING] if kept.missing else []
    return " · ".join([*known, clock(kept.duration), ", ".join(kept.speakers) or "nobody speaks"])


def details(row: Row) -> str:
    """All that is known of a row, for tool tips and screen readers."""
    match row:
        case Kept():
            shares = sorted(row.emotions.items(), key=lambda item: -item[1])
            heard = ", ".join(f"{emotion} {round(100 * share)} %" for emotion, share in shares if share >= 0.005)
            tags = f"Tags: {', '.join(row.tags)}" if row.tags else ""
            lines = (row.title, f"{moment_of(row.began)} · {facts(row)}", heard, tags, row.note)
            return "\n".join(line for line in lines if line)
        case Moment():
            return f"{clock(row.span.start)} {row.speaker} ({row.label or NOT_SURE}): {row.text}"
    return "not loaded yet"


def amount(library: Library) -> str:
    """How much there is, in words; empty while that is not known, or nothing."""
    if not library.total or library.failure:
        return ""
    if not library.moments:
        return count(library.total, "recording")
    more = isinstance(library.rows[-1], int)  # it is only known how many are in the recordings loaded by now
    return f"{library.moments:,}+ moments" if more else count(library.moments, "moment")


def sentence(library: Library, keeping: bool = True) -> str:
    """What stands in the place of the list; empty when there is a list."""
    if library.failure:
        return library.failure
    if library.total is None:
        return LOOKING
    if library.total:
        return ""
    if library.empty:
        return EMPTY if keeping else NOT_KEPT
    words = library.shown.text.strip()
    if not words:
        return "No recording fits these filters."
    return f"Nothing was found for “{words}”" + (" with these filters." if library.shown.narrowed else ".")


def deleted(amount: int) -> str:
    """Says that recordings are out of the library."""
    return f"Deleted {count(amount, 'recording')}."
