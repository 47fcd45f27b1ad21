"""How well the model of a recording was measured to work, in the words of its own card."""

from __future__ import annotations

import os
from pathlib import Path

from mmemotion.errors import ModelError
from mmemotion.manifest import EMOTION_TASK, MODELS_VARIABLE, Manifest
from mmemotion.paths import data_dir, models_dir
from mmemotion.types import ModelRecord, Recording

HEADING = "## In a report"
"""The section of a card that is written to stand in a report."""


def emotion_model(recording: Recording) -> ModelRecord | None:
    """The model that the estimates come from."""
    return next((model for model in recording.models if model.task == EMOTION_TASK), None)


def measured(recording: Recording) -> str:
    """A paragraph: what the card of that very model has for a report; else where to look."""
    model = emotion_model(recording)
    if model is None:
        return ""
    told = _section(_card(model.name)) if _same(model) else ""
    return told or f"How well the model {model.name} works is said in its card.md, if it was measured."


def _same(model: ModelRecord) -> bool:
    """Whether the model here is the one the recording was analysed with."""
    try:
        return Manifest.load().record(model.name).sha256 == model.sha256
    except ModelError:
        return False


def _card(name: str) -> str:
    own = os.environ.get(MODELS_VARIABLE)
    places = [*([Path(own)] if own else []), data_dir() / "models", models_dir()]
    found = (place / name / "card.md" for place in places if (place / name / "card.md").is_file())
    try:
        return next(found).read_text(encoding="utf-8", errors="replace")
    except (StopIteration, OSError):
        return ""


def _section(card: str) -> str:
    """The text under the heading, on one line."""
    _, _, rest = f"\n{card}".partition(f"\n{HEADING}\n")
    return " ".join(rest.split("\n## ")[0].split())
