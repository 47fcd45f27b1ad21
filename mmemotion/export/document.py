"""The published JSON document of a recording. Names say units: _s seconds, _hz hertz, _dbfs decibels of full scale."""

from __future__ import annotations

from typing import Annotated

import msgspec

VERSION = 2
"""Grows when a reader of an older document could misread a newer one."""

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Signed = Annotated[float, msgspec.Meta(ge=-1, le=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0)]


def note(text: str) -> msgspec.Meta:
    """Description of a field in the schema."""
    return msgspec.Meta(description=text)


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all parts."""


class WordPart(Document, frozen=True):
    """A recognised word."""

    text: str
    start_s: float
    end_s: float
    probability: Annotated[Share, note("The recogniser's probability of the word.")]


class TranscriptPart(Document, frozen=True):
    """What was said."""

    language: Annotated[str, note("ISO 639-1.")]
    text: str
    words: list[WordPart]


class AttentionPart(Document, frozen=True):
    """What the fusion attended to. Attention is no proof of cause."""

    words: Annotated[list[float], note("One share per word, summing to 1; empty when words were not scored.")]
    prosody: Annotated[dict[str, float], note("Share per group of measures, summing to 1.")]
    frames: Annotated[list[float], note("One share per frame of frame_hop_s, summing to 1.")]
    frame_hop_s: float


class EstimatePart(Document, frozen=True):
    """Perceived emotion: inferred, not read."""

    label: Annotated[str, note("The most probable emotion.")]
    probabilities: Annotated[dict[str, float], note("Per emotion, summing to 1, from words and voice together.")]
    by_branch: Annotated[dict[str, dict[str, float]], note("What the text alone and the voice alone say.")]
    weights: Annotated[dict[str, float], note("Share of each modality in the fusion, summing to 1.")]
    confidence: Annotated[Share, note("Calibrated probability that label is right.")]
    abstained: Annotated[bool, note("True when confidence was too low to name a label: not sure.")]
    attention: AttentionPart
    valence: Annotated[Signed | None, note("How pleasant the words are; null where they were not scored.")]
    arousal: Annotated[Signed | None, note("How excited the words are.")]
    dominance: Annotated[Signed | None, note("How much in control the words are.")]
    baseline_seconds: Annotated[Seconds, note("Speech of this speaker the voice was judged against, itself included.")]


class TrackPart(Document, frozen=True):
    """A measure over time."""

    unit: str
    start_s: float
    hop_s: float
    values: Annotated[list[float | None], note("null where the measure is not defined.")]


class UtterancePart(Document, frozen=True):
    """One stretch of speech by one speaker."""

    start_s: float
    end_s: float
    channel: Annotated[int, note("Channel of the file, from 0; always 0 in a mix.")]
    speaker: str
    transcript: TranscriptPart
    estimate: EstimatePart | None
    prosody: Annotated[dict[str, float | None], note("Measures of the voice; each name ends in its unit.")]
    tracks: dict[str, TrackPart]
    notes: Annotated[list[str], note("What was left out, and why.")]


class MediaPart(Document, frozen=True):
    """The file."""

    name: str
    container: str
    codec: str
    sample_rate_hz: int
    channel_count: int
    duration_s: Annotated[float, note("Seconds of sound that could be read.")]


class ModelPart(Document, frozen=True):
    """A model that results come from."""

    name: str
    task: str
    sha256: str


class RecordingDocument(Document, frozen=True):
    """A recording analysed by mmemotion."""

    schema_version: int
    generator: Annotated[str, note("Program and version.")]
    notice: Annotated[str, note("What a reader must know of the estimates.")]
    media: MediaPart
    plan: Annotated[str, note("split: one speaker per channel; mix: one lane made of all channels.")]
    language: Annotated[str, note("ISO 639-1; empty when nothing was said.")]
    speakers: list[str]
    utterances: list[UtterancePart]
    models: list[ModelPart]
    warnings: list[str]
