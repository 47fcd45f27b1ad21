"""What the window says to the trainer, which adapts a model to the corrections in the library, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from mmemotion.types import Emotion


class CountCorrections(msgspec.Struct, frozen=True, tag=True):
    """Asks how much there is to learn from. Answered by CorrectionsCounted."""


class Adapt(msgspec.Struct, frozen=True, tag=True):
    """Adapt the model `start` to all corrections, as a new model. check: a manifest.csv of utterances of other people
    to judge before and after too, or "". Answered by Adapting, then AdaptedModel or AdaptingFailed; nothing is kept
    until KeepModel."""

    start: str
    name: str
    check: str = ""


class SavePack(msgspec.Struct, frozen=True, tag=True):
    """Write all corrections as a training pack to path, a .zip. voices: what is to be said of the people who speak.
    Answered by Adapting, then PackSaved or AdaptingFailed; a file is written whole or not at all."""

    path: str
    voices: str


class StopAdapting(msgspec.Struct, frozen=True, tag=True):
    """What Adapt or SavePack asked for is not wanted any more. Answered by AdaptingFailed, or by what is done."""


class KeepModel(msgspec.Struct, frozen=True, tag=True):
    """The adapted model is to be kept under its name. Answered by ModelKept or AdaptingFailed."""


class CorrectionsCounted(msgspec.Struct, frozen=True, tag=True):
    """How many utterances have an emotion that the user told, by emotion, and of how many people; needed: how many it
    takes to adapt a model. At least two emotions must be among them."""

    emotions: Mapping[Emotion, int]
    people: int
    needed: int

    @property
    def told(self) -> int:
        """Of all emotions."""
        return sum(self.emotions.values())


class Adapting(msgspec.Struct, frozen=True, tag=True):
    """How far it is: a stage in words, and the share that is done, in [0, 1]."""

    stage: str
    share: float


class Accuracy(msgspec.Struct, frozen=True):
    """An unweighted accuracy, or a difference of two, and what 95 % of resamples lie between."""

    value: float
    low: float
    high: float


class Compared(msgspec.Struct, frozen=True):
    """A model before and after, on the same utterances. heard: from what it was judged; whose: of what people."""

    heard: str
    whose: str
    utterances: int
    people: int
    before: Accuracy
    after: Accuracy
    change: Accuracy


class AdaptedModel(msgspec.Struct, frozen=True, tag=True):
    """Waits to be kept. notes: sentences about what is known and what is not; replaces: a model of that name goes."""

    name: str
    rows: tuple[Compared, ...]
    notes: tuple[str, ...]
    replaces: bool


class AdaptingFailed(msgspec.Struct, frozen=True, tag=True):
    """One sentence that says what is wrong and what to do; stopped: as the user wanted."""

    message: str
    stopped: bool = False


class ModelKept(msgspec.Struct, frozen=True, tag=True):
    """The model can be chosen from now on."""

    name: str


class PackSaved(msgspec.Struct, frozen=True, tag=True):
    """A training pack of so many utterances, of which so many have an emotion that the user told; warning: a sentence
    about what was left out, or nothing."""

    path: str
    clips: int
    told: int
    warning: str


class TrainerStopped(msgspec.Struct, frozen=True, tag=True):
    """The trainer is gone; message says why. Nothing was changed."""

    message: str
