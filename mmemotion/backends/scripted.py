"""Deterministic doubles for every seam: results follow from the sound by plain arithmetic, at once, with no weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mmemotion.types import (
    EMOTIONS,
    Branch,
    Embedding,
    Emotion,
    Estimate,
    FloatArray,
    Modality,
    Prosody,
    Span,
    Track,
    Transcript,
    Waveform,
    Word,
)

SAMPLE_RATE = 16_000


@dataclass(frozen=True)
class ScriptedSource:
    """A recording given as samples float32 [n, channel], cut at the given places (in samples)."""

    samples: FloatArray
    sample_rate: int
    cuts: tuple[int, ...] = ()

    def chunks(self) -> Iterator[Waveform]:
        """The recording between one cut and the next."""
        edges = [0, *sorted(self.cuts), len(self.samples)]
        for start, end in pairwise(edges):
            if end > start:
                yield Waveform(self.samples[start:end], self.sample_rate, start)


class LoudnessVad:
    """Speech is what is louder than -50 dBFS."""

    def speech_probability(self, samples: FloatArray) -> FloatArray:
        """0 or 1 per 512 samples."""
        power = np.square(samples.reshape(-1, 512)).mean(axis=1)
        return np.asarray(power > 1e-5, dtype=np.float32)


class ScriptedRecognizer:
    """Says one word per half second: the level there as a whole number of dBFS."""

    def detect_language(self, samples: FloatArray) -> str:
        """Always English."""
        return "en"

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        """Words such as " -23"."""
        half = SAMPLE_RATE // 2
        parts = [samples[at : at + half] for at in range(0, len(samples), half)]
        words = (Word(f" {_level(part):.0f}", Span(i / 2, (i + 1) / 2), 1.0) for i, part in enumerate(parts))
        return Transcript(tuple(words), language)


class ScriptedProsody:
    """Only loudness: one track, one functional."""

    def extract(self, samples: FloatArray, start: float) -> Prosody:
        """Level of each 10 ms."""
        whole = samples[: len(samples) // 160 * 160].reshape(-1, 160)
        levels = np.asarray([_level(frame) for frame in whole], dtype=np.float32)
        track = Track("loudness", "dBFS", start, 0.01, levels)
        return Prosody({"loudness": track}, {"duration_s": len(samples) / SAMPLE_RATE})


class ScriptedProsodyEncoder:
    """Functionals as they are."""

    def encode(self, prosody: Prosody) -> Embedding:
        """One vector of one number per functional."""
        values = np.asarray([[value] for value in prosody.functionals.values()], dtype=np.float32)
        return Embedding(Modality.PROSODY, values, tuple(range(len(values))))


class ScriptedAcousticEncoder:
    """Mean power of each 40 ms."""

    def encode(self, samples: FloatArray) -> Embedding:
        """One vector of one number per frame."""
        whole = samples[: len(samples) // 640 * 640].reshape(-1, 640)
        return Embedding(Modality.ACOUSTIC, np.square(whole).mean(axis=1, keepdims=True), tuple(range(len(whole))))


class ScriptedTextEncoder:
    """Number of letters of each word."""

    def encode(self, words: Sequence[str]) -> Embedding:
        """One vector of one number per word."""
        lengths = np.asarray([[len(word)] for word in words], dtype=np.float32)
        return Embedding(Modality.TEXT, lengths, tuple(range(len(words))))


class ScriptedFusion:
    """The sum of all numbers picks the emotion; modalities weigh the same."""

    def fuse(self, embeddings: Mapping[Modality, Embedding]) -> Estimate:
        """Always 70 % for one emotion."""
        total = sum(float(np.nansum(embedding.vectors)) for embedding in embeddings.values())
        chosen = EMOTIONS[int(abs(total) * 1000) % len(EMOTIONS)]
        probabilities = {emotion: 0.7 if emotion is chosen else 0.05 for emotion in Emotion}
        weights = {modality: 1 / len(embeddings) for modality in embeddings}
        return Estimate(probabilities, {Branch.VOICE: probabilities}, weights, confidence=0.7, abstained=False)


def _level(samples: FloatArray) -> float:
    return float(10 * np.log10(np.square(samples).mean() + 1e-10)) if len(samples) else -100.0
