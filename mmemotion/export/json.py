"""A recording as one JSON document, by the schema in assets/schema."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec

import mmemotion
from mmemotion.export import document as doc
from mmemotion.export import wording
from mmemotion.export.files import write_whole
from mmemotion.types import Estimate, Recording, Track, Transcript, Utterance


class JsonExporter:
    """Writes one document per recording."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        write_whole(path, msgspec.json.format(msgspec.json.encode(to_document(recording)), indent=1))


def to_document(recording: Recording) -> doc.RecordingDocument:
    """The recording in the published form."""
    media = recording.media
    return doc.RecordingDocument(
        schema_version=doc.VERSION,
        generator=f"mmemotion {mmemotion.__version__}",
        notice=wording.NOTICE,
        media=doc.MediaPart(
            wording.name(media),
            media.container,
            media.codec,
            media.sample_rate,
            media.channel_count,
            _round(recording.duration),
        ),
        plan=str(recording.plan),
        language=recording.language,
        speakers=list(recording.speakers),
        utterances=[_utterance(utterance) for utterance in recording.utterances],
        models=[doc.ModelPart(model.name, model.task, model.sha256) for model in recording.models],
        warnings=list(recording.warnings),
    )


def _utterance(utterance: Utterance) -> doc.UtterancePart:
    return doc.UtterancePart(
        start_s=_round(utterance.span.start),
        end_s=_round(utterance.span.end),
        channel=utterance.channel,
        speaker=utterance.speaker,
        transcript=_transcript(utterance.transcript),
        estimate=None if utterance.estimate is None else _estimate(utterance.estimate),
        prosody={name: _number(value) for name, value in utterance.prosody.functionals.items()},
        tracks={name: _track(track) for name, track in utterance.prosody.tracks.items()},
        notes=list(utterance.notes),
    )


def _transcript(transcript: Transcript) -> doc.TranscriptPart:
    words = [
        doc.WordPart(w.text.strip(), _round(w.span.start), _round(w.span.end), _round(w.probability))
        for w in transcript.words
    ]
    return doc.TranscriptPart(transcript.language, transcript.text, words)


def _estimate(estimate: Estimate) -> doc.EstimatePart:
    attention = doc.AttentionPart(
        words=[_round(share) for share in estimate.word_attention],
        prosody={name: _round(share) for name, share in estimate.prosody_attention.items()},
        frames=[_round(float(share)) for share in estimate.frame_attention],
        frame_hop_s=estimate.frame_hop,
    )
    return doc.EstimatePart(
        label=str(estimate.label),
        probabilities={str(emotion): _round(p) for emotion, p in estimate.probabilities.items()},
        by_branch={str(b): {str(e): _round(p) for e, p in said.items()} for b, said in estimate.by_branch.items()},
        weights={str(modality): _round(share) for modality, share in estimate.weights.items()},
        confidence=_round(estimate.confidence),
        abstained=estimate.abstained,
        attention=attention,
        valence=_signed(estimate.valence),
        arousal=_signed(estimate.arousal),
        dominance=_signed(estimate.dominance),
        baseline_seconds=_round(estimate.baseline),
    )


def _track(track: Track) -> doc.TrackPart:
    return doc.TrackPart(track.unit, _round(track.start), track.hop, [_number(float(v)) for v in track.values])


def _round(value: float) -> float:
    """Six places: shorter to read, and finer than any measure here."""
    return round(float(value), 6)


def _signed(value: float | None) -> float | None:
    return None if value is None else _round(value)


def _number(value: float) -> float | None:
    """JSON has no NaN."""
    return _round(value) if math.isfinite(value) else None
