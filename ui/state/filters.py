"""What is looked for in the library: words and filters as the user set them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from mmemotion.messages import Query
from mmemotion.types import Emotion


class Age(Enum):
    """How long ago it was recorded."""

    ANY = "Any date"
    TODAY = "Today"
    WEEK = "Last 7 days"
    MONTH = "Last 30 days"


class Length(Enum):
    """How long it is."""

    ANY = "Any length"
    SHORT = "Under 5 min"
    MIDDLE = "5 to 30 min"
    LONG = "Over 30 min"


DAYS = {Age.TODAY: 1, Age.WEEK: 7, Age.MONTH: 30}
LIMITS = {Length.SHORT: (0.0, 300.0), Length.MIDDLE: (300.0, 1800.0), Length.LONG: (1800.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Filters:
    """All that narrows the list; at its default nothing does. speaker: a name, empty for anybody."""

    text: str = ""
    emotions: tuple[Emotion, ...] = ()
    speaker: str = ""
    age: Age = Age.ANY
    length: Length = Length.ANY

    @property
    def any(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.text.strip()) or self.narrowed

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set, whatever the words are."""
        return bool(self.emotions or self.speaker) or self.age is not Age.ANY or self.length is not Length.ANY

    @property
    def grouped(self) -> bool:
        """Whether moments answer, and not recordings alone."""
        return bool(self.text.strip() or self.emotions)

    def query(self, today: date) -> Query:
        """The same as the engine understands it."""
        since = (today - timedelta(days=DAYS[self.age] - 1)).isoformat() if self.age in DAYS else ""
        shortest, longest = LIMITS.get(self.length, (0.0, 0.0))
        return Query(self.text.strip(), self.emotions, self.speaker, since, "", shortest, longest)
