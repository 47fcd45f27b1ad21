"""What a fit is given: settings, and a course, which is a model and the losses it learns from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from torch import Tensor, nn

from mmemotion.fitting.schedule import Schedule


class Precision(StrEnum):
    """AUTO: float16 with scaled gradients on CUDA (Micikevicius et al. 2017, arXiv 1710.03740), float32 on a CPU."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """rate: the highest; rise: share of the steps in which it goes up; clip: largest norm of the gradient.

    patience: after so many epochs without a better score the fit ends, and the best weights are kept; 0: all epochs are
    gone through, and the last weights are kept.
    """

    rate: float = 1e-3
    weight_decay: float = 0.02
    clip: float = 2.0
    schedule: Schedule = Schedule.ONE_CYCLE
    rise: float = 0.15
    epochs: int = 25
    patience: int = 0
    precision: Precision = Precision.AUTO


@dataclass(frozen=True, slots=True)
class Group:
    """Parameters that learn at rate times the rate of the settings."""

    parameters: Sequence[nn.Parameter]
    rate: float = 1.0


class Course(ABC):
    """What is learned, and from what: a name for the user, a model on its device, and the number of steps in an epoch.

    It keeps no state of its own from step to step: what it draws comes from the step's number and from chance.
    """

    name: str
    model: nn.Module
    steps_per_epoch: int

    @abstractmethod
    def loss(self, step: int, chance: np.random.Generator) -> Tensor:
        """The loss of the batch of a step (from 0, on through all epochs), the model being in training. It runs under
        autocast where the precision asks for it: make logits float32 before a softmax."""

    def groups(self) -> Sequence[Group]:
        """Parameters and their rates; by default all that are not frozen, at the rate of the settings."""
        return (Group([parameter for parameter in self.model.parameters() if parameter.requires_grad]),)

    def score(self) -> float | None:
        """How good the model (in evaluation) is on a validation part, higher is better; None: there is no such part."""
        return None

    def examples(self) -> Sequence[str]:
        """Names of what the last batch was drawn from, for an error."""
        return ()

    def identity(self) -> str:
        """Changes whenever another state must not be resumed, as when the data are others."""
        return ""
