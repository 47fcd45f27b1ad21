"""The result of an utterance in words, and what the user corrected of it."""

from __future__ import annotations

from mmemotion.types import Estimate, Utterance
from ui.state.wording import clock, percent

NOT_SURE = "not sure"
NOT_SCORED = "not scored"
PENDING = "not judged again yet"
NO_WORDS = "no words"


def verdict(estimate: Estimate | None) -> str:
    """The result in words: the label and its probability, "not sure", or "not scored"."""
    if estimate is None:
        return NOT_SCORED
    if estimate.abstained:
        return NOT_SURE
    return f"{estimate.label} {percent(estimate.probabilities[estimate.label])}"


def result(one: Utterance) -> str:
    """What the program says of an utterance now; after a correction it may be at it again."""
    pending = one.correction is not None and one.correction.pending
    return PENDING if pending else verdict(one.estimate)


def is_reworded(one: Utterance) -> bool:
    """Whether its words are others than those that were recognised; a part of them, where it was split, are not."""
    found = one.correction.before if one.correction is not None else ()
    recognised = " ".join(part.transcript.text for part in found)
    if not found or one.transcript.text == recognised:
        return False
    return one.segment in {part.segment for part in found} or f" {one.transcript.text} " not in f" {recognised} "


def earlier(one: Utterance) -> str:
    """What the program said before a correction; empty when it says the same as ever."""
    if one.correction is None or not one.correction.before:
        return ""
    return " and ".join(verdict(found.estimate) for found in one.correction.before)


def heard(one: Utterance) -> str:
    """What the user hears; empty when they did not say."""
    label = one.correction.label if one.correction is not None else None
    return f"you hear: {label}" if label is not None else ""


def corrections(one: Utterance) -> tuple[str, ...]:
    """All that the user corrected of it, in sentences."""
    if one.correction is None:
        return ()
    lines = [f"You hear: {one.correction.label}. The program's estimate stays beside it."] if heard(one) else []
    if one.correction.before:
        lines.append(f"Before: {earlier(one)} → now: {result(one)}")
    return (*lines, *(_found(found, one) for found in one.correction.before))


def _found(found: Utterance, one: Utterance) -> str:
    words = f"“{found.transcript.text}”" if found.transcript.text else NO_WORDS
    if found.segment == one.segment:
        return f"Recognised as: {words}"
    return f"Found as {clock(found.span.start, 1)} – {clock(found.span.end, 1)}: {words}"
