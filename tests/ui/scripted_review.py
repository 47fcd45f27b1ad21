"""A library whose recordings can be corrected: it answers as the engine would, but judges only when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scripted_library import ScriptedLibrary

from mmemotion.errors import EditError
from mmemotion.messages import Command, Correct, Corrected, Event, OpenKept, Redo, Rescored, ReviewFailed, Undo
from mmemotion.review.applied import applied
from mmemotion.review.corrected import corrected, pending
from mmemotion.review.edits import Edit
from mmemotion.types import Emotion


@dataclass
class ScriptedReview(ScriptedLibrary):
    """edits and undone: those of every recording. refusal: the sentence with which everything is refused.

    silent: nothing is answered.
    """

    edits: list[Edit] = field(default_factory=list)
    undone: list[Edit] = field(default_factory=list)
    refusal: str = ""
    silent: bool = False

    def __call__(self, command: Command) -> Iterator[Event]:
        """What the engine says."""
        match command:
            case Correct() | Undo() | Redo():
                yield from self._review(command)
            case OpenKept(number=number):
                yield Corrected(number, tuple(self.edits), tuple(self.undone))
                yield from super().__call__(command)
            case _:
                yield from super().__call__(command)

    def judged(self, number: int, label: Emotion) -> list[Event]:
        """What is said when all that waits was judged again, as this emotion."""
        waiting = pending(corrected(self.call.recording, self.edits, {}))
        shares = {emotion: 0.55 if emotion is label else 0.075 for emotion in Emotion}
        known = next(one.estimate for one in self.call.recording.utterances if one.estimate is not None)
        fresh = replace(known, probabilities=shares, abstained=False)
        return [Rescored(number, replace(one, estimate=fresh, correction=None)) for one in waiting]

    def _review(self, command: Correct | Undo | Redo) -> Iterator[Event]:
        if self.silent:
            return
        if self.refusal:
            yield ReviewFailed(command.number, "", self.refusal)
            return
        match command:
            case Correct(edit=edit):
                utterances = corrected(self.call.recording, self.edits, {}).utterances
                try:
                    applied(utterances, edit, self.call.recording.duration)
                except EditError as error:
                    yield ReviewFailed(command.number, "", str(error))
                    return
                self.edits.append(edit)
                self.undone.clear()
            case Undo():
                self.undone.append(self.edits.pop())
            case Redo():
                self.edits.append(self.undone.pop())
        yield Corrected(command.number, tuple(self.edits), tuple(self.undone))
