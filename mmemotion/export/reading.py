"""A JSON document of ours read back to the recording it was made of, as far as the document carries it.

It does not carry the media's folder, why words were left out (the notes say it), and more than six places of a number.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np

from mmemotion.errors import InputError, NotMediaError, UnreadableFileError
from mmemotion.export import document as doc
from mmemotion.types import (
    Branch,
    ChannelPlan,
    Emotion,
    Estimate,
    FloatArray,
    Media,
    Modality,
    ModelRecord,
    Prosody,
    Recording,
    Span,
    Track,
    Transcript,
    Utterance,
    Word,
)

Key = TypeVar("Key", Emotion, Modality)


class _Version(msgspec.Struct):
    schema_version: int
    generator: str


def read_document(path: Path) -> Recording:
    """The recording of a document of the present version. Raises InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    _check_version(path, data)
    try:
        return _recording(msgspec.json.decode(data, type=doc.RecordingDocument))
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError(
            f"{path.name} is damaged or was changed by another program ({error}); write it anew."
        ) from error


def _check_version(path: Path, data: bytes) -> None:
    try:
        found = msgspec.json.decode(data, type=_Version)
    except (msgspec.DecodeError, ValueError) as error:
        raise NotMediaError(
            f"{path.name} is no JSON document of mmemotion; choose one that mmemotion wrote."
        ) from error
    if found.schema_version > doc.VERSION:
        raise InputError(f"{path.name} was written by a newer mmemotion; update mmemotion to read it.")
    if found.schema_version < doc.VERSION:
        raise InputError(f"{path.name} was written by an older mmemotion; analyse the recording again.")


def _recording(found: doc.RecordingDocument) -> Recording:
    media = found.media
    return Recording(
        media=Media(
            media.name, media.container, media.codec, media.sample_rate_hz, media.channel_count, media.duration_s
        ),
        duration=media.duration_s,
        plan=ChannelPlan(found.plan),
        language=found.language,
        utterances=tuple(_utterance(part) for part in found.utterances),
        models=tuple(ModelRecord(model.name, model.task, model.sha256) for model in found.models),
        warnings=tuple(found.warnings),
    )


def _utterance(part: doc.UtterancePart) -> Utterance:
    return Utterance(
        span=_span(part.start_s, part.end_s),
        channel=part.channel,
        speaker=part.speaker,
        transcript=Transcript(_words(part.transcript), part.transcript.language),
        prosody=Prosody(
            {name: _track(name, track) for name, track in part.tracks.items()},
            {name: math.nan if value is None else value for name, value in part.prosody.items()},
        ),
        estimate=None if part.estimate is None else _estimate(part.estimate),
        notes=tuple(part.notes),
    )


def _words(part: doc.TranscriptPart) -> tuple[Word, ...]:
    """The words with the spaces between them, which the document has in its text alone."""
    found, at = [], 0
    for word in part.words:
        place = part.text.find(word.text, at)
        between = part.text[at:place] if at and place >= 0 else " "
        at = place + len(word.text) if place >= 0 else at
        found.append(Word(between + word.text, _span(word.start_s, word.end_s), word.probability))
    return tuple(found)


def _track(name: str, part: doc.TrackPart) -> Track:
    return Track(name, part.unit, part.start_s, part.hop_s, _floats(part.values))


def _estimate(part: doc.EstimatePart) -> Estimate:
    return Estimate(
        probabilities=_shares(Emotion, part.probabilities),
        by_branch={Branch(branch): _shares(Emotion, said) for branch, said in part.by_branch.items()},
        weights=_shares(Modality, part.weights),
        confidence=part.confidence,
        abstained=part.abstained,
        word_attention=tuple(part.attention.words),
        frame_attention=_floats(part.attention.frames),
        frame_hop=part.attention.frame_hop_s,
        prosody_attention=part.attention.prosody,
        valence=part.valence,
        arousal=part.arousal,
        dominance=part.dominance,
        baseline=part.baseline_seconds,
    )


def _shares(keys: type[Key], part: dict[str, float]) -> dict[Key, float]:
    if not part:
        raise ValueError("an estimate without numbers")
    return {keys(name): share for name, share in part.items()}


def _span(start: float, end: float) -> Span:
    if not 0 <= start <= end:
        raise ValueError("an end before its start")
    return Span(start, end)


def _floats(values: list[float] | list[float | None]) -> FloatArray:
    return np.asarray([math.nan if value is None else value for value in values], dtype=np.float32)
