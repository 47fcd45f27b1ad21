"""A whole engine of doubles, and a talk to give it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from mmemotion.assembly import Toolbox
from mmemotion.backends.scripted import (
    LoudnessVad,
    ScriptedAcousticEncoder,
    ScriptedFusion,
    ScriptedProsody,
    ScriptedProsodyEncoder,
    ScriptedRecognizer,
    ScriptedTextEncoder,
)
from mmemotion.config import Talk
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.protocols import SpeechRecognizer, VoiceActivityDetector
from mmemotion.types import FloatArray, ModelRecord, Transcript

RATE = 16_000


class ScriptedToolbox(Toolbox):
    """Speech is what is loud."""

    __slots__ = ()

    def detector(self) -> VoiceActivityDetector:
        return LoudnessVad()


class SlowRecognizer(ScriptedRecognizer):
    """Takes so many seconds for each reading."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        time.sleep(self.seconds)
        return super().transcribe(samples, language)


class FaultyRecognizer(ScriptedRecognizer):
    """Recognises nothing."""

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        raise ZeroDivisionError("on purpose")


def toolbox(quick: SpeechRecognizer | None = None, thorough: SpeechRecognizer | None = None) -> ScriptedToolbox:
    """quick is the recogniser of first sight, thorough that of the pipeline."""
    prosody = ScriptedProsody()
    measures = (prosody, ScriptedProsodyEncoder(), ScriptedAcousticEncoder())
    analyzer = Analyzer(thorough or ScriptedRecognizer(), *measures)
    return ScriptedToolbox(
        "cpu",
        analyzer,
        ScriptedTextEncoder(),
        dict.fromkeys(Talk, ScriptedFusion()),
        (ModelRecord("scripted", "test", ""),),
        Path(),
        replace(analyzer, recognizer=quick or ScriptedRecognizer()),
        prosody,
        frozenset({"en"}),
    )


def talk(seconds: float, channels: int = 1, seed: int = 1) -> FloatArray:
    """Noise of 0.8 to 4 s with pauses of 0.7 to 1.5 s, float32 [n, channel]; its level tells one word from another."""
    random = np.random.default_rng(seed)
    sound = np.zeros((round(seconds * RATE), channels), dtype=np.float32)
    for channel in range(channels):
        at = 0.5 * (channel + 1)
        while at < seconds:
            until = at + random.uniform(0.8, 4.0)
            where = slice(round(at * RATE), min(round(until * RATE), len(sound)))
            count = where.stop - where.start
            swell = np.repeat(random.uniform(0.02, 0.4, count // 4000 + 1), 4000)[:count]
            sound[where, channel] = (random.uniform(-1, 1, count) * swell).astype(np.float32)
            at = until + random.uniform(0.7, 1.5)
    return np.asarray(np.round(sound * 32768) / 32768, dtype=np.float32)
