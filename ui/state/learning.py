"""A model adapted to the user's corrections: how far it is, from the first question to the model that is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath

from mmemotion.manifest import NAME_PATTERN
from mmemotion.messages import (
    AdaptedModel,
    Adapting,
    AdaptingFailed,
    CorrectionsCounted,
    Event,
    ModelKept,
    PackSaved,
    TrainerStopped,
)
from ui.state.models import DEFAULT
from ui.state.wording import count

MINE = "mine"
ENOUGH_EMOTIONS = 2


class Step(StrEnum):
    """What is being done, or waited for."""

    LOOKING = "looking"
    READY = "ready"
    LEARNING = "learning"
    SAVING = "saving"
    STOPPING = "stopping"
    COMPARED = "compared"
    KEEPING = "keeping"
    KEPT = "kept"


BUSY = frozenset({Step.LEARNING, Step.SAVING, Step.STOPPING})
JUDGED = frozenset({Step.COMPARED, Step.KEEPING, Step.KEPT})


@dataclass(frozen=True, slots=True)
class Names:
    """Names of models: those that the next one may start from, those of the user's own, and all that are taken."""

    installed: tuple[str, ...] = (DEFAULT,)
    own: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset({DEFAULT})


@dataclass(frozen=True, slots=True)
class Learning:
    """counted is None while that is not known. name: of the new model; start: the one it starts from; check: recordings
    of other people, or "". notice: what came of what was done last; bad: that went wrong."""

    step: Step = Step.LOOKING
    counted: CorrectionsCounted | None = None
    names: Names = Names()
    name: str = MINE
    start: str = DEFAULT
    check: str = ""
    stage: str = ""
    share: float = 0.0
    adapted: AdaptedModel | None = None
    notice: str = ""
    bad: bool = False

    @property
    def busy(self) -> bool:
        """While the trainer works."""
        return self.step in BUSY

    @property
    def waits(self) -> bool:
        """While there is an answer of the trainer that must not be missed."""
        return self.busy or self.step is Step.KEEPING

    @property
    def judged(self) -> bool:
        """Once there is a model to keep or not."""
        return self.step in JUDGED

    @property
    def name_fault(self) -> str:
        """Why the name cannot be taken; empty when it can."""
        if not self.name:
            return "Give your model a name."
        if self.name == self.start:
            return f"“{self.start}” stays as it is: choose another name."
        if self.name in self.names.taken - self.names.own:
            return f"The program has a model “{self.name}” of its own: choose another name."
        if not self.name[0].isascii() or not self.name[0].isalnum():
            return "Begin with a letter from a to z or a digit."
        if not re.fullmatch(NAME_PATTERN, self.name):
            return "Use letters from a to z, digits, dots, dashes and underscores, 64 at most."
        return ""

    @property
    def replaces(self) -> bool:
        """Whether an older model of the user's goes when this one is kept."""
        return self.adapted.replaces if self.adapted is not None else self.name in self.names.own

    @property
    def enough(self) -> bool:
        """Whether there is enough to learn from."""
        known = self.counted
        return known is not None and known.told >= known.needed and len(known.emotions) >= ENOUGH_EMOTIONS

    @property
    def can_learn(self) -> bool:
        """Whether learning can begin."""
        return self.step is Step.READY and self.enough and not self.name_fault

    @property
    def can_save(self) -> bool:
        """Whether there is anything for a training pack."""
        return self.step is Step.READY and self.counted is not None and self.counted.told > 0

    def begun(self, step: Step, stage: str) -> Learning:
        """While this is done; the sentence about what was done before goes."""
        return replace(self, step=step, stage=stage, share=0.0, notice="", bad=False)

    def stopping(self) -> Learning:
        """The user does not want it any more."""
        return replace(self, step=Step.STOPPING)

    def back(self) -> Learning:
        """Nothing is kept."""
        return replace(self, step=Step.READY, adapted=None, notice=f"Not kept: “{self.start}” is as it was.", bad=False)

    def with_names(self, names: Names) -> Learning:
        """With the models there are now; one that is gone cannot be started from."""
        return replace(self, names=names, start=self.start if self.start in names.installed else DEFAULT)

    def apply(self, event: Event) -> Learning:
        """After the trainer has said something."""
        match event:
            case CorrectionsCounted():
                step = Step.READY if self.step is Step.LOOKING else self.step
                return replace(self, counted=event, step=step)
            case Adapting(stage=stage, share=share) if self.step in (Step.LEARNING, Step.SAVING):
                return replace(self, stage=stage, share=share)
            case AdaptedModel() if self.step is Step.LEARNING:
                return replace(self, step=Step.COMPARED, adapted=event)
            case AdaptedModel():
                return self._ended("Stopped; nothing was changed.")
            case ModelKept():
                return replace(self, step=Step.KEPT, notice="", bad=False)
            case PackSaved():
                return self._ended(_saved(event))
            case AdaptingFailed(message=message, stopped=stopped):
                return self._failed(message, stopped)
            case TrainerStopped(message=message) if self.step is not Step.KEPT:
                known = (
                    "The menu Model shows whether it was kept." if self.step is Step.KEEPING else "Nothing was kept."
                )
                return self._ended(f"{message} {known} You can try again.", bad=True)
        return self

    def _failed(self, message: str, stopped: bool) -> Learning:
        if self.step is Step.KEEPING:  # it is still there, and there may be room for it soon
            return replace(self, step=Step.COMPARED, notice=message, bad=True)
        return self._ended(message, bad=not stopped)

    def _ended(self, notice: str, bad: bool = False) -> Learning:
        return replace(self, step=Step.READY, adapted=None, notice=notice, bad=bad)


def begin(names: Names, start: str) -> Learning:
    """Before anything is asked; the name is one that no model has."""
    return Learning(names=names, start=start if start in names.installed else DEFAULT, name=fresh_name(names))


def fresh_name(names: Names) -> str:
    """mine, or mine-2 where there is one, and so on."""
    number, name = 1, MINE
    while name in names.taken:
        number += 1
        name = f"{MINE}-{number}"
    return name


def _saved(event: PackSaved) -> str:
    what = f"{count(event.clips, 'utterance')}, {event.told:,} with an emotion you told."
    return f"Saved as {PurePath(event.path).name}: {what} {event.warning}".strip()
