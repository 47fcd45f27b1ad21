"""What can be corrected of an utterance, and the edits that do so."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, replace

from mmemotion.errors import EditError
from mmemotion.review.applied import applied
from mmemotion.review.edits import Edit, Merge, MoveBounds, Split, SwapSpeakers
from mmemotion.review.words import aligned
from mmemotion.types import Emotion, Segment, Span, Utterance, Word
from ui.state.session import Phase, Session

NOT_YET = "It can be corrected as soon as its analysis is complete."
NOT_HELD = (
    "Corrections are kept beside results in the library, and this result is not there. "
    "Switch on “Keep results in the library” in the menu Analysis, and analyse it again."
)
NO_EARLIER = "Nothing was said before this on its channel; there is nothing to merge it with."
NO_PLACE = "To split, put the text cursor between two words."


@dataclass(frozen=True, slots=True)
class Offer:
    """What a menu about one utterance offers; None where that cannot be done.

    here: split at the play head; there: before the word that was clicked; begin, end: moved to the play head; bounds:
    moved to what is selected. names: everybody in this recording, by first appearance.
    """

    segment: Segment
    label: Emotion | None
    speaker: str
    names: tuple[str, ...]
    word: str
    here: Edit | None
    there: Edit | None
    merge: Edit | None
    begin: Edit | None
    end: Edit | None
    bounds: Edit | None
    swap: Edit | None


def why_not(session: Session) -> str:
    """Why a session cannot be corrected, and what to do; empty when it can be."""
    if session.held:
        return ""
    return NOT_HELD if session.phase is Phase.FINISHED else NOT_YET


def fault(session: Session, *edits: Edit) -> str:
    """Why edits do not fit, one after the other, in a sentence; empty when they do."""
    utterances = session.utterances
    try:
        for edit in edits:
            utterances = applied(utterances, edit, session.duration)
    except EditError as error:
        return str(error)
    return ""


def offer(session: Session, row: int, time: float, word: int | None = None, chosen: Span | None = None) -> Offer:
    """For the utterance in a row, with the play head at time (s), a word that was clicked, and what is selected."""
    one = session.utterances[row]
    segment, span = one.segment, one.span
    words, everybody = one.transcript.words, names(session)
    others = [name for name in everybody if name != one.speaker]
    cut_at = _between(words, word) if word is not None else None

    def fitting(edit: Edit) -> Edit | None:
        return edit if not fault(session, edit) else None

    def moved(new: Span) -> Edit | None:
        return fitting(MoveBounds(segment, new)) if new != span and new.start < new.end else None

    return Offer(
        segment=segment,
        label=one.correction.label if one.correction is not None else None,
        speaker=one.speaker,
        names=everybody,
        word=words[word].text.strip() if word is not None and word < len(words) else "",
        here=fitting(Split(segment, time)) if span.start < time < span.end else None,
        there=fitting(Split(segment, cut_at)) if cut_at is not None else None,
        merge=fitting(Merge(segment)),
        begin=moved(Span(time, span.end)) if time < span.end else None,
        end=moved(Span(span.start, time)) if time > span.start else None,
        bounds=moved(chosen) if chosen is not None else None,
        swap=SwapSpeakers(one.speaker, others[0]) if len(others) == 1 else None,
    )


def names(session: Session) -> tuple[str, ...]:
    """Everybody who speaks, by first appearance."""
    return tuple(dict.fromkeys(one.speaker for one in session.utterances))


def row_of(session: Session, segment: Segment) -> int | None:
    """Where an utterance is now; None when it is not there any more."""
    order = segment.span.start, segment.channel
    at = bisect.bisect_left(session.utterances, order, key=lambda one: (one.span.start, one.channel))
    return at if at < len(session.utterances) and session.utterances[at].segment == segment else None


def before(session: Session, segment: Segment) -> Segment | None:
    """The utterance before this one on its channel."""
    row = row_of(session, segment)
    earlier = reversed(session.utterances[:row]) if row is not None else iter(())
    return next((one.segment for one in earlier if one.channel == segment.channel), None)


def beginning_at(session: Session, row: int, time: float) -> MoveBounds:
    """The utterance in the row begins at time (s), or the next one when time is after its end."""
    one = session.utterances[row]
    if time >= one.span.end and row + 1 < len(session.utterances):
        one = session.utterances[row + 1]
    return MoveBounds(one.segment, replace(one.span, start=time))


def ending_at(session: Session, row: int, time: float) -> MoveBounds:
    """The utterance in the row ends at time (s)."""
    one = session.utterances[row]
    return MoveBounds(one.segment, replace(one.span, end=time))


def cut(one: Utterance, text: str, cursor: int) -> float | None:
    """The time (s) at which to split an utterance of these words at a text cursor; None at either end of them."""
    words = aligned(one.transcript.words, text, one.span) if text.split() != one.transcript.text.split() else ()
    spoken = words or one.transcript.words
    inside = 0 < cursor < len(text) and not text[cursor - 1].isspace() and not text[cursor].isspace()
    return _between(spoken, len(text[:cursor].split()) - inside)


def _between(words: tuple[Word, ...], place: int) -> float | None:
    """Between the word at a place and the one before it."""
    if not 0 < place < len(words):
        return None
    return (words[place - 1].span.end + words[place].span.start) / 2
