"""A recording as a table for the terminal."""

from __future__ import annotations

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from mmemotion.types import Emotion, Estimate, Modality, Recording, Utterance

LEGEND = "Perceived emotion, inferred from words and voice; measured accuracy: models/default/card.md."
LAW = "In the EU, inferring emotions from voice at work or in education is prohibited (AI Act, Art. 5(1)(f))."

COLOURS = {
    Emotion.NEUTRAL: "#8f959e",
    Emotion.HAPPY: "#e69f00",
    Emotion.SAD: "#3b7dd8",
    Emotion.ANGRY: "#d5481b",
    Emotion.FEARFUL: "#b66bb0",
    Emotion.DISGUST: "#5b9e3a",
    Emotion.SURPRISED: "#2fb3c4",
}

_BAR = 12


def render(recording: Recording) -> Group:
    """Title, one row per utterance, and what the reader should know of it."""
    speakers = len(recording.speakers)
    title = f"{recording.media.path} · {_clock(recording.duration)} · {speakers} speaker{'' if speakers == 1 else 's'}"
    table = Table(title=escape(title), title_justify="left", expand=True, header_style="bold")
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("speaker", no_wrap=True)
    table.add_column("words", ratio=1)
    table.add_column("perceived", no_wrap=True)
    table.add_column("", no_wrap=True, width=_BAR)
    table.add_column("from words / voice", no_wrap=True, justify="right")
    for utterance in recording.utterances:
        table.add_row(*_row(utterance))
    return Group(table, Text(LEGEND, style="dim"), Text(LAW, style="dim"))


def _row(utterance: Utterance) -> tuple[Text | str, ...]:
    words = Text(utterance.transcript.text or "(no words)")
    for said in utterance.notes:
        words.append(f"\n{said}", style="dim")
    estimate = utterance.estimate
    time = _clock(utterance.span.start)
    if estimate is None:
        return time, utterance.speaker, words, "not scored", "", ""
    return time, utterance.speaker, words, _label(estimate), _bar(estimate), _sources(estimate)


def _label(estimate: Estimate) -> Text:
    if estimate.abstained:
        return Text("not sure", style="dim")
    return Text(f"{estimate.label} {estimate.confidence:.0%}", style=COLOURS[estimate.label])


def _bar(estimate: Estimate) -> Text:
    """The three strongest emotions, each as wide as it is probable."""
    bar = Text()
    for emotion in sorted(estimate.probabilities, key=lambda e: -estimate.probabilities[e])[:3]:
        bar.append("█" * round(_BAR * estimate.probabilities[emotion]), style=COLOURS[emotion])
    return bar


def _sources(estimate: Estimate) -> str:
    text = estimate.weights.get(Modality.TEXT, 0.0)
    return f"{text:.0%} / {1 - text:.0%}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"
