"""The card of a model made by a run: from what, how, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mmemotion.training.config import TrainingConfig


@dataclass(frozen=True, slots=True)
class Findings:
    """corpora: as in run.json; sums: of all recordings that were read; skipped: a sentence about what was left out;
    measured: name -> value."""

    corpora: Sequence[Mapping[str, Any]]
    sums: Sequence[str]
    skipped: str
    measured: Mapping[str, float]


def card(config: TrainingConfig, findings: Findings) -> str:
    """The card as Markdown."""
    parts = [
        f"# {config.name}",
        _what(config),
        "## Data\n\n" + _data(config, findings),
        "## Measured\n\n" + _measured(findings),
        "## Made by\n\n" + _made(config),
        f"## Licence\n\n{config.licence[:1].upper()}{config.licence[1:]}.",
        "## Limits\n\n" + _LIMITS,
    ]
    return "\n\n".join(parts) + "\n"


_LIMITS = (
    "Emotion is perceived, not read: the labels say what listeners or actors meant. Words and voice of the same "
    "utterance were not validated together unless the data above have both. In the EU, inferring emotions from voice "
    "at work or in education is prohibited (AI Act, Art. 5(1)(f))."
)


def _what(config: TrainingConfig) -> str:
    begun = f"begun with the weights of the model {config.start}" if config.start else "begun with new weights"
    return f"Tells which emotion is heard in speech, from words and voice; {begun}."


def _data(config: TrainingConfig, findings: Findings) -> str:
    rows = ["| corpus | clips | speakers | labels | sha256 of all |", "|---|---|---|---|---|"]
    for corpus in findings.corpora:
        labels = ", ".join(f"{name} {count}" for name, count in sorted(corpus["labels"].items()))
        rows.append(
            f"| {corpus['reader']} | {corpus['clips']} | {corpus['speakers']} | {labels} | {corpus['sha256']} |"
        )
    texts = "The words were learned from texts." if config.texts else f"The words are those of {config.start}."
    return "\n".join([*rows, "", *([findings.skipped] if findings.skipped else []), texts])


def _measured(findings: Findings) -> str:
    if not findings.measured:
        return "Nothing: all clips were learned from, until the last epoch."
    rows = [f"| {name} | {value:.3f} |" for name, value in findings.measured.items()]
    note = (
        "On few clips these numbers are rough; where the weights kept are the best of several epochs on the same "
        "clips, they are a little too good. `mmemotion evaluate` measures on recordings of your own."
    )
    return "\n".join(["| measure | value |", "|---|---|", *rows, "", note])


def _made(config: TrainingConfig) -> str:
    augmented = ", ".join(one.name for one in config.renderings) or "none"
    voice = config.voice
    return (
        f"`mmemotion train`, seed {config.seed}: {voice.encoder} encoder, {config.fusion.kind} fusion, at most "
        f"{voice.epochs} epochs of batches of {voice.batch}, rate {voice.rate:g}, other renderings: {augmented}. "
        "All of it is in the run's config.toml."
    )
