"""Deterministic doubles for every seam: results follow from the sound by plain arithmetic, at once, with no weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np

from mmemotion.types import (
    EMOTIONS,
    Baseline,
    Branch,
    Embedding,
    Emotion,
    Estimate,
    Evidence,
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

    def track(self, samples: FloatArray, start: float, frames: slice) -> tuple[Track, ...]:
        """Level of each 16 ms among the frames."""
        parts = [samples[at * 256 : at * 256 + 256] for at in range(frames.start, frames.stop)]
        levels = np.asarray([_level(part) for part in parts], dtype=np.float32)
        return (Track("loudness", "dBFS", start + frames.start * 0.016, 0.016, levels),)


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
    """Number of letters of each word, and a number in [0, 1) that stands for the lines said before, in their order."""

    def encode(self, words: Sequence[str], context: Sequence[str] = ()) -> Embedding:
        """One vector of two numbers per word."""
        before = crc32("\n".join(context).encode()) % 1000 / 1000 if context else 0.0
        vectors = np.asarray([[len(word), before] for word in words], dtype=np.float32)
        return Embedding(Modality.TEXT, vectors, tuple(range(len(words))))


class ScriptedFusion:
    """The sum of all numbers, less the speaker's usual, picks the emotion; modalities weigh the same.

    valence tells the lines said before, arousal how far the voice is from its usual.
    """

    def read(self, embeddings: Mapping[Modality, Embedding], seconds: float) -> Evidence:
        """The sum of the numbers of each modality."""
        totals = {m: np.asarray([np.nansum(e.vectors)], dtype=np.float32) for m, e in embeddings.items()}
        text = embeddings.get(Modality.TEXT)
        return Evidence(
            seconds,
            voice={m: total for m, total in totals.items() if m is not Modality.TEXT},
            logits={m: total for m, total in totals.items() if m is Modality.TEXT},
            attention={},
            affect=None if text is None else (float(text.vectors[0, 1]), 0.0, 0.0),
        )

    def learn(self, baseline: Baseline, evidence: Evidence) -> Baseline:
        """The numbers of the voice one under another."""
        heard = {m: np.vstack([*baseline.heard.get(m, []), told]) for m, told in evidence.voice.items()}
        return Baseline(baseline.seconds + evidence.seconds, {**baseline.heard, **heard})

    def judge(self, evidence: Evidence, baseline: Baseline) -> Estimate:
        """Always 70 % for one emotion."""
        usual = {m: rows.mean(0) for m, rows in baseline.heard.items()}
        voice = sum(float((told - usual.get(m, np.float32(0)))[0]) for m, told in evidence.voice.items())
        words = sum(float(total[0]) for total in evidence.logits.values())
        chosen = EMOTIONS[int(abs(voice + words) * 1000) % len(EMOTIONS)]
        probabilities = {emotion: 0.7 if emotion is chosen else 0.05 for emotion in Emotion}
        there = [*evidence.voice, *evidence.logits]
        return Estimate(
            probabilities,
            {Branch.VOICE: probabilities},
            weights={modality: 1 / len(there) for modality in there},
            confidence=0.7,
            abstained=False,
            valence=evidence.affect[0] if evidence.affect is not None else None,
            arousal=float(np.tanh(voice)),
            baseline=baseline.seconds,
        )


def _level(samples: FloatArray) -> float:
    return float(10 * np.log10(np.square(samples).mean() + 1e-10)) if len(samples) else -100.0
