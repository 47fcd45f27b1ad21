"""What a user corrected of a recording, and what was judged again since; kept apart from what the analysis found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mmemotion.messages import Corrected, Rescored
from mmemotion.review.corrected import Judged, corrected, judged_as
from mmemotion.review.edits import (
    AssignSpeaker,
    CorrectEmotion,
    CorrectWords,
    Edit,
    Merge,
    MoveBounds,
    RenameSpeaker,
    Split,
    SwapSpeakers,
)
from mmemotion.types import Correction, Recording, Segment, Utterance


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """edits, oldest first; undone, to be made again from the last on; rescored by what their estimates are about."""

    edits: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    rescored: Mapping[Judged, Utterance] = field(default_factory=dict)

    def apply(self, event: Corrected | Rescored) -> Corrections:
        """After the event."""
        if isinstance(event, Corrected):
            return replace(self, edits=event.edits, undone=event.undone)
        return replace(self, rescored={**self.rescored, judged_as(event.utterance): event.utterance})

    def to(self, analysed: Recording, shown: Sequence[Utterance]) -> Recording:
        """The recording as corrected, by time. Utterances that are the same as those shown are those, so that views
        see what changed."""
        done = corrected(analysed, self.edits, self.rescored)
        found = {id(one) for one in analysed.utterances}  # most of them, and the same as ever
        known = {one.segment: one for one in shown if id(one) not in found}
        utterances = sorted(done.utterances, key=lambda one: (one.span.start, one.channel))
        if known:
            utterances = [one if id(one) in found else _known(one, known) for one in utterances]
        return replace(done, utterances=tuple(utterances))


def _known(one: Utterance, shown: Mapping[Segment, Utterance]) -> Utterance:
    other = shown.get(one.segment)
    return other if other is not None and _same(one, other) else one


def _same(one: Utterance, other: Utterance) -> bool:
    if one is other:
        return True
    parts = one.speaker == other.speaker and one.estimate is other.estimate and one.prosody is other.prosody
    words = one.transcript is other.transcript or one.transcript.words == other.transcript.words
    return parts and words and one.notes == other.notes and _same_correction(one.correction, other.correction)


def _same_correction(one: Correction | None, other: Correction | None) -> bool:
    if one is None or other is None:
        return one is other
    if (one.label, one.pending, len(one.before)) != (other.label, other.pending, len(other.before)):
        return False
    pairs = zip(one.before, other.before, strict=True)
    return all(a.estimate is b.estimate and a.transcript is b.transcript for a, b in pairs)


def named(edit: Edit) -> str:
    """What an edit does, to stand behind Undo and Redo."""
    match edit:
        case CorrectWords():
            return "correcting the words"
        case CorrectEmotion(label=None):
            return "taking back what you heard"
        case CorrectEmotion(label=label):
            return f"“you hear: {label}”"
        case Split():
            return "splitting"
        case Merge():
            return "merging"
        case MoveBounds():
            return "moving a boundary"
        case RenameSpeaker(speaker=speaker):
            return f"renaming {speaker}"
        case SwapSpeakers():
            return "swapping the speakers"
        case AssignSpeaker(name=name):
            return f"giving words to {name}"
