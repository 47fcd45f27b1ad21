"""What the window says to the engine about corrections and reasons, and what it answers. Recordings are named by their
number in the library."""

from __future__ import annotations

import msgspec

from mmemotion.review.edits import Edit
from mmemotion.types import Branch, Emotion, Estimate, Reasons, Segment, Utterance


class Correct(msgspec.Struct, frozen=True, tag=True):
    """Corrects a recording. Answered by Corrected, then by Rescored for each utterance that is judged again; or by
    ReviewFailed."""

    number: int
    edit: Edit


class Undo(msgspec.Struct, frozen=True, tag=True):
    """Takes the last edit back. Answered as Correct is."""

    number: int


class Redo(msgspec.Struct, frozen=True, tag=True):
    """Makes the edit again that was taken back last. Answered as Correct is."""

    number: int


class Suppose(msgspec.Struct, frozen=True, tag=True):
    """Asks what the estimate would be without some words (by their places), or from some branches alone (none: all).
    Answered by Supposed or ReviewFailed."""

    request: str
    number: int
    segment: Segment
    without: tuple[int, ...] = ()
    branches: tuple[Branch, ...] = ()


class Explain(msgspec.Struct, frozen=True, tag=True):
    """Asks what carried the probability of an emotion. Answered by Explained or ReviewFailed."""

    request: str
    number: int
    segment: Segment
    emotion: Emotion


class ResultKept(msgspec.Struct, frozen=True, tag=True):
    """The result of a job is in the library, under this number; it can be corrected from now on."""

    job: str
    number: int


class Corrected(msgspec.Struct, frozen=True, tag=True):
    """All edits of a recording, oldest first, and those that were taken back, to be made again from the last on."""

    number: int
    edits: tuple[Edit, ...]
    undone: tuple[Edit, ...]


class Rescored(msgspec.Struct, frozen=True, tag=True):
    """An utterance as corrected, judged; it holds wherever an utterance has this place and these words."""

    number: int
    utterance: Utterance


class Supposed(msgspec.Struct, frozen=True, tag=True):
    """None: there is nothing left to judge."""

    request: str
    estimate: Estimate | None


class Explained(msgspec.Struct, frozen=True, tag=True):
    """The reasons asked for."""

    request: str
    reasons: Reasons


class ReviewFailed(msgspec.Struct, frozen=True, tag=True):
    """One sentence that says what is wrong and what to do; request is empty when an edit failed."""

    number: int
    request: str
    message: str
