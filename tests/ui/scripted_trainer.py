"""A trainer that counts made-up corrections, and says of a model what a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mmemotion.messages import (
    Accuracy,
    AdaptedModel,
    Command,
    Compared,
    CorrectionsCounted,
    CountCorrections,
    Event,
)
from mmemotion.protocols import Listener
from mmemotion.types import Emotion

ENOUGH: Mapping[Emotion, int] = {Emotion.ANGRY: 7, Emotion.NEUTRAL: 9}
OWN = "people of the pack, parts not learned from"
UNKNOWN = "Nothing is known of how it does on people who are not in the pack: check on labelled recordings of others."


def counted(emotions: Mapping[Emotion, int] = ENOUGH, people: int = 2) -> CorrectionsCounted:
    """What was told, of which 10 are needed."""
    return CorrectionsCounted(emotions, people, 10)


def adapted(name: str, replaces: bool = False) -> AdaptedModel:
    """A model that hears the voices better, and the words no worse."""
    voice = (Accuracy(0.41, 0.33, 0.49), Accuracy(0.55, 0.46, 0.63), Accuracy(0.14, 0.05, 0.23))
    both = (Accuracy(0.58, 0.49, 0.66), Accuracy(0.57, 0.48, 0.65), Accuracy(-0.01, -0.06, 0.04))
    rows = (Compared("voice", OWN, 16, 2, *voice), Compared("words and voice", OWN, 14, 1, *both))
    return AdaptedModel(name, rows, (UNKNOWN,), replaces)


@dataclass
class ScriptedTrainer:
    """Counts what is in emotions; all else a test says."""

    listener: Listener
    commands: list[Command] = field(default_factory=list)
    emotions: Mapping[Emotion, int] = field(default_factory=lambda: ENOUGH)
    closed: bool = False

    def send(self, command: Command) -> None:
        """Takes a command."""
        self.commands.append(command)
        if isinstance(command, CountCorrections):
            self.listener(counted(self.emotions))

    def close(self) -> None:
        """Nothing runs."""
        self.closed = True

    def say(self, event: Event) -> None:
        """Sends an event up."""
        self.listener(event)

    def got(self, kind: type[Command]) -> list[Command]:
        """Commands of a kind."""
        return [command for command in self.commands if isinstance(command, kind)]
