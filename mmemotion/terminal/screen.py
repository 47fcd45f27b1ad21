"""The moving part of a live recording in a terminal: clock, level, what is being said, how it sounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from mmemotion.messages import (
    EngineReady,
    EstimatePreviewed,
    Event,
    GapFound,
    Listening,
    MicrophoneTrouble,
    PartialTranscript,
    RecordingSaved,
    SoundRecorded,
)
from mmemotion.palette import COLOURS
from mmemotion.types import EMOTIONS, Probabilities, Utterance

QUIETEST, LOUDEST = -60.0, 0.0
METER = 20
STRONGEST = 3
BEHIND = 2.0
"""Seconds behind the sound from which on the user is told."""

LOADING, REFINING = "the models are being loaded; all is recorded meanwhile", "refining by the whole recording"


@dataclass(frozen=True, slots=True)
class Screen:
    """What is known now; after(event) is the screen then. analysed: an engine listens too."""

    analysed: bool = False
    seconds: float = 0.0
    level: float = QUIETEST
    clipped: bool = False
    lost: float = 0.0
    trouble: str = ""
    note: str = ""
    behind: float = 0.0
    speaking: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    sounds: Mapping[int, Probabilities] = field(default_factory=dict)

    def after(self, event: Event) -> Screen:
        """The screen after an event."""
        match event:
            case SoundRecorded():
                return replace(self, seconds=event.seconds, level=max(event.levels), clipped=any(event.clipped))
            case GapFound(gap=gap):
                return replace(self, lost=self.lost + gap.seconds)
            case MicrophoneTrouble(message=message):
                return replace(self, trouble=message)
            case PartialTranscript():
                said = {**self.speaking, event.channel: (event.settled, event.tentative)}
                return replace(self, speaking={c: text for c, text in said.items() if any(text)})
            case EstimatePreviewed() if self.note != REFINING:
                return replace(self, sounds={**self.sounds, event.channel: event.probabilities})
            case Listening(behind=behind):
                return replace(self, behind=behind)
            case EngineReady():
                return replace(self, note="")
            case RecordingSaved():
                return replace(self, note=REFINING if self.analysed else "", speaking={}, sounds={})
        return self

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Two or three lines for rich to print."""
        yield self._state()
        if self.trouble:
            yield Text(self.trouble, style="bold red")
        for channel, probabilities in self.sounds.items():
            yield _bars(probabilities, f"voice {channel + 1}, last 4 s: " if len(self.sounds) > 1 else "last 4 s: ")
        for settled, tentative in self.speaking.values():
            yield Text.assemble(settled, " ", (tentative, "dim italic"))

    def _state(self) -> Text:
        share = (self.level - QUIETEST) / (LOUDEST - QUIETEST)
        filled = round(METER * min(1.0, max(0.0, share)))
        line = Text.assemble(("● ", "red"), clock(self.seconds), "  ", ("█" * filled, "green"), "·" * (METER - filled))
        line.append(f" {max(self.level, -99.0):4.0f} dBFS")
        if self.clipped:
            line.append(" clipped", style="bold red")
        if self.lost:
            line.append(f"  {self.lost:.1f} s of sound lost", style="yellow")
        if self.behind > BEHIND:
            line.append(f"  behind by {self.behind:.0f} s", style="yellow")
        if self.note:
            line.append(f"  {self.note}", style="dim")
        return line


def said(utterance: Utterance) -> Text:
    """An utterance in a line: when, who, what is perceived, the words."""
    line = Text.assemble((f"{clock(utterance.span.start):>7}", "dim"), f"  {utterance.speaker}  ")
    estimate = utterance.estimate
    if estimate is None:
        line.append("not scored", style="dim")
    elif estimate.abstained:
        line.append("not sure", style="dim")
    else:
        line.append(f"{estimate.label} {estimate.probabilities[estimate.label]:.0%}", style=COLOURS[estimate.label])
    return line.append(f"  {utterance.transcript.text}")


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def _bars(probabilities: Probabilities, head: str) -> Text:
    line = Text(head, style="dim")
    strongest = sorted(EMOTIONS, key=lambda emotion: -probabilities.get(emotion, 0.0))[:STRONGEST]
    for emotion in strongest:
        share = probabilities.get(emotion, 0.0)
        line.append(f"{emotion} {'█' * round(10 * share)} {share:.0%}  ", style=COLOURS[emotion])
    return line
