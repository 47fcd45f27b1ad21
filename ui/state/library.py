"""What is known of the library: the rows of its list, loaded page by page, and what is being asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from mmemotion.messages import EngineStopped, Event, Find, Found, Kept, LibraryFailed, Moment
from ui.state.filters import Filters

PAGE = 200

Row = Kept | Moment | int
"""A recording, a moment of the recording above it, or the place of a recording that is not loaded yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """filters: what is looked for. shown: what rows answer. total: how many recordings that are, None while not known.

    asked: the first recording of the page that each open request is about; answers to other requests are late and do
    not count. fresh: first recordings of the pages that are as the library is. failure: why there is no answer.
    """

    filters: Filters = field(default_factory=Filters)
    shown: Filters = field(default_factory=Filters)
    rows: tuple[Row, ...] = ()
    total: int | None = None
    asked: Mapping[str, int] = field(default_factory=dict)
    fresh: frozenset[int] = frozenset()
    speakers: tuple[str, ...] = ()
    failure: str = ""

    @property
    def searching(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self.asked) and not self.failure

    @property
    def empty(self) -> bool:
        """Whether it is known that nothing is in the library."""
        return self.total == 0 and not self.shown.any

    @property
    def moments(self) -> int:
        """How many moments are loaded."""
        return sum(isinstance(row, Moment) for row in self.rows) if self.shown.grouped else 0

    def kept(self, number: int) -> Kept | None:
        """The loaded recording of a number."""
        return next((row for row in self.rows if isinstance(row, Kept) and row.number == number), None)

    def look_for(self, filters: Filters) -> Library:
        """With something else looked for; the old answer stays until there is a new one."""
        return replace(self, filters=filters, asked={}, fresh=frozenset(), failure="")

    def stale(self) -> Library:
        """The library has changed: what is in view is to be asked for again."""
        return replace(self, asked={}, fresh=frozenset(), failure="")

    def needed(self, first: int, last: int) -> tuple[int, ...]:
        """First recordings of the pages to ask for while rows first to last are in view."""
        wanted = () if self.failure else tuple(self._pages(first, last))
        return tuple(page for page in wanted if page not in self.fresh and page not in self.asked.values())

    def ask(self, find: Find) -> Library:
        """With a question on its way."""
        return replace(self, asked={**self.asked, find.request: find.offset})

    def apply(self, event: Event) -> Library:
        """The library after the event."""
        match event:
            case Found(request=request) if request in self.asked:
                return self._with(event, self.asked[request])
            case LibraryFailed(message=message) if self.searching:  # an answer may still come: it was about another
                return replace(self, failure=message)
            case EngineStopped(message=message) if self.searching:
                return replace(self, asked={}, failure=message)
        return self

    def without(self, numbers: frozenset[int]) -> Library:
        """Without these recordings and their moments, before the engine has answered; older answers do not count."""
        rows = tuple(row for row in self.rows if _number(row) not in numbers)
        gone = sum(isinstance(row, Kept) and row.number in numbers for row in self.rows)
        return replace(self, rows=rows, total=None if self.total is None else self.total - gone, asked={})

    def described(
        self, number: int, title: str | None = None, note: str | None = None, tags: tuple[str, ...] | None = None
    ) -> Library:
        """With other words about a recording, before the engine has answered; older answers do not count."""
        given = {"title": title, "note": note, "tags": tags}
        changes = {name: value for name, value in given.items() if value is not None}
        rows = tuple(
            msgspec.structs.replace(row, **changes) if isinstance(row, Kept) and row.number == number else row
            for row in self.rows
        )
        return replace(self, rows=rows, asked={})

    def _pages(self, first: int, last: int) -> Iterator[int]:
        if self.total is None or self.shown != self.filters:
            yield 0
        elif self.shown.grouped:  # how many rows a page has is not known before: one follows the other
            yield 0
            more = self.rows[-1] if self.rows else None
            if isinstance(more, int) and last >= len(self.rows) - 1:
                yield more
        else:
            yield from range(first // PAGE * PAGE, max(1, min(last + 1, self.total)), PAGE)

    def _with(self, found: Found, offset: int) -> Library:
        asked = {request: page for request, page in self.asked.items() if request != found.request}
        speakers = {*self.speakers, *(name for kept in found.recordings for name in kept.speakers)}
        return replace(
            self,
            shown=self.filters,
            rows=self._grouped(found, offset) if self.filters.grouped else self._placed(found, offset),
            total=found.total,
            asked=asked,
            fresh=self.fresh | {offset},
            speakers=tuple(sorted(speakers, key=str.casefold)),
            failure="",
        )

    def _placed(self, found: Found, offset: int) -> tuple[Row, ...]:
        """One row a recording, known or not."""
        before = self.rows[: found.total] if self.shown == self.filters else ()
        rows = (*before, *range(len(before), found.total))
        return (*rows[:offset], *found.recordings, *rows[offset + len(found.recordings) :])

    def _grouped(self, found: Found, offset: int) -> tuple[Row, ...]:
        """Recordings, each followed by its moments, and one more row while there is more to load."""
        moments: dict[int, list[Moment]] = {}
        for moment in found.moments:
            moments.setdefault(moment.recording, []).append(moment)
        whole = _whole(found)
        rows = [row for kept in whole for row in (kept, *moments.get(kept.number, ()))]
        loaded = offset + len(whole)
        more = (loaded,) if whole and loaded < found.total else ()
        return (*(self.rows[:-1] if offset else ()), *rows, *more)


def _whole(found: Found) -> tuple[Kept, ...]:
    """The recordings of which all moments are there: an answer has no more than PAGE of them, in order."""
    if len(found.moments) < PAGE:
        return found.recordings
    last = found.moments[-1].recording
    at = next((at for at, kept in enumerate(found.recordings) if kept.number == last), 0)
    return found.recordings[: max(1, at)]


def _number(row: Row) -> int | None:
    match row:
        case Kept(number=number) | Moment(recording=number):
            return number
    return None
