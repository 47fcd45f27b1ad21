"""An analysed recording with all of its edits. Pure: window, engine and library come to the same result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mmemotion.errors import EditError
from mmemotion.review.applied import Utterances, applied, at_place, correction_of, with_correction
from mmemotion.review.edits import Edit
from mmemotion.types import Correction, Recording, Segment, Utterance

Judged = tuple[Segment, str]
"""What an estimate is about: a place and its words."""


def judged_as(utterance: Utterance) -> Judged:
    """What its estimate is about."""
    return utterance.segment, utterance.transcript.text


def corrected(recording: Recording, edits: Sequence[Edit], rescored: Mapping[Judged, Utterance]) -> Recording:
    """The recording with all edits that fit it; a warning says how many do not, as after another analysis.

    rescored: utterances judged again, by what their estimates are about.
    """
    utterances, lost = recording.utterances, 0
    for edit in edits:
        try:
            utterances = applied(utterances, edit, recording.duration)
        except EditError:
            lost += 1
    warnings = recording.warnings + ((_left_out(lost),) if lost else ())
    return replace(recording, utterances=scored(utterances, recording.utterances, rescored), warnings=warnings)


def scored(utterances: Utterances, analysed: Utterances, rescored: Mapping[Judged, Utterance]) -> Utterances:
    """Utterances that wait to be judged again take their numbers from the analysis, where it had the same place and
    words, or from those judged again."""
    if not any(_waits(one) for one in utterances):
        return utterances
    return tuple(_judged(one, analysed, rescored) if _waits(one) else one for one in utterances)


def pending(recording: Recording) -> Utterances:
    """Those that wait to be judged again."""
    return tuple(one for one in recording.utterances if _waits(one))


def _waits(one: Utterance) -> bool:
    return one.correction is not None and one.correction.pending


def _judged(one: Utterance, analysed: Utterances, rescored: Mapping[Judged, Utterance]) -> Utterance:
    about, correction = judged_as(one), replace(correction_of(one), pending=False)
    if (known := at_place(analysed, one.segment)) is not None and judged_as(known) == about:
        return _told_by(known, one, replace(correction, before=()))  # the user came back to what was recognised
    return _told_by(rescored[about], one, correction) if about in rescored else one


def _told_by(known: Utterance, one: Utterance, correction: Correction) -> Utterance:
    return with_correction(replace(known, speaker=one.speaker), correction)


def _left_out(count: int) -> str:
    what = "1 correction does" if count == 1 else f"{count} corrections do"
    return f"{what} not fit this analysis and had to be left out; undo the corrections, or make them again."
