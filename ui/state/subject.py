"""The utterance that questions are asked about."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.types import Estimate, Utterance
from ui.state.session import Phase, Session

NOT_KEPT = (
    "To ask, the result has to be in the library. "
    "Switch on “Keep results in the library” in the menu Analysis, and analyse it again."
)
NOT_YET = "You can ask as soon as the analysis is complete."


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An utterance with its estimate. number: that of its recording in the library; None: the engine cannot be asked
    about it, and hindrance says why."""

    utterance: Utterance
    estimate: Estimate
    number: int | None
    hindrance: str = ""


def subject_of(session: Session, index: int | None) -> Subject | None:
    """The utterance at index; None when there is nothing to be asked about it."""
    if index is None or (estimate := session.utterances[index].estimate) is None:
        return None
    if session.held and session.kept is not None:
        return Subject(session.utterances[index], estimate, session.kept)
    why_not = NOT_KEPT if session.phase is Phase.FINISHED else NOT_YET
    return Subject(session.utterances[index], estimate, None, why_not)
