"""A recording as a table for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from mmemotion.palette import COLOURS
from mmemotion.types import Estimate, Modality, Recording, Utterance

LEGEND = "Perceived emotion, inferred from words and voice by the model {model}; measured accuracy: its card.md."
LAW = "In the EU, inferring emotions from voice at work or in education is prohibited (AI Act, Art. 5(1)(f))."

_BAR = 12
_WIDE = 90
"""From this width on, in characters, there is room for the bars."""


@dataclass(frozen=True, slots=True)
class RecordingTable:
    """Title, one row per utterance, and what the reader should know of it, as wide as the terminal."""

    recording: Recording

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Parts for rich to print."""
        bars = options.max_width >= _WIDE
        table = _columns(bars)
        for utterance in self.recording.utterances:
            time, speaker, words, label, bar, sources = _row(utterance)
            table.add_row(time, speaker, words, label, *([bar] if bars else []), sources)
        yield Text(_title(self.recording), style="bold")
        yield table
        if self.recording.models:
            yield Text(LEGEND.format(model=self.recording.models[-1].name), style="dim")
        yield Text(LAW, style="dim")


def render(recording: Recording) -> RecordingTable:
    """The recording, to be printed by a console of rich."""
    return RecordingTable(recording)


def _title(recording: Recording) -> str:
    speakers = len(recording.speakers)
    plural = "" if speakers == 1 else "s"
    return f"{recording.media.path} · {_clock(recording.duration)} · {speakers} speaker{plural}"


def _columns(bars: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0))
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("who", no_wrap=True)
    table.add_column("words", ratio=1)
    table.add_column("perceived", no_wrap=True)
    if bars:
        table.add_column("", no_wrap=True, min_width=_BAR)
    table.add_column("from words\n/ voice", no_wrap=True, justify="right")
    return table


def _row(utterance: Utterance) -> tuple[Text, ...]:
    words = Text(utterance.transcript.text or "(no words)")
    for said in utterance.notes:
        words.append(f"\n{said}", style="dim")
    time, who, estimate = Text(_clock(utterance.span.start)), Text(utterance.speaker), utterance.estimate
    if estimate is None:
        return time, who, words, Text("not scored", style="dim"), Text(), Text()
    return time, who, words, _label(estimate), _bar(estimate), _sources(estimate)


def _label(estimate: Estimate) -> Text:
    if estimate.abstained:
        return Text("not sure", style="dim")
    return Text(f"{estimate.label} {estimate.confidence:.0%}", style=COLOURS[estimate.label])


def _bar(estimate: Estimate) -> Text:
    """The three strongest emotions, each as wide as it is probable."""
    bar, end, drawn = Text(), 0.0, 0
    for emotion in sorted(estimate.probabilities, key=lambda e: -estimate.probabilities[e])[:3]:
        end += _BAR * estimate.probabilities[emotion]
        bar.append("█" * (round(end) - drawn), style=COLOURS[emotion])
        drawn = round(end)
    return bar


def _sources(estimate: Estimate) -> Text:
    text = estimate.weights.get(Modality.TEXT, 0.0)
    return Text(f"{text:.0%} / {1 - text:.0%}")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"
