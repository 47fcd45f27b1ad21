"""A stretch of a recording as plain text: when, who, and what was said."""

from __future__ import annotations

from mmemotion.types import Span, Utterance
from ui.state.session import Session
from ui.state.wording import clock


def quote(session: Session, span: Span) -> str:
    """Title and times on the first line, then a line for every utterance of which a word lies in the span (s).

    A word counts as inside when its middle is.
    """
    head = f"{session.title}, {clock(span.start, 1)} – {clock(span.end, 1)}"
    spoken = ((utterance, words_in(utterance, span)) for utterance in session.utterances)
    return "\n".join([head, *(f"{clock(u.span.start, 1)} {u.speaker}: {words}" for u, words in spoken if words)])


def words_in(utterance: Utterance, span: Span) -> str:
    """The words of an utterance that lie in the span (s)."""
    if utterance.span.end <= span.start or utterance.span.start >= span.end:
        return ""
    inside = (w.text for w in utterance.transcript.words if span.contains((w.span.start + w.span.end) / 2))
    return "".join(inside).strip()
