"""Recordings made up for tests: media on disk, and results as an analysis would give them."""

from __future__ import annotations

import itertools
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.config import Talk
from mmemotion.messages import Find, Found, Query
from mmemotion.store.library import Library
from mmemotion.types import (
    ChannelPlan,
    Emotion,
    Envelope,
    Estimate,
    Media,
    Modality,
    ModelRecord,
    Prosody,
    Recording,
    Result,
    Span,
    Track,
    Transcript,
    Utterance,
    Word,
)

RATE = 8000
MODELS = (ModelRecord("whisper", "words", "aa"), ModelRecord("default", "emotion", "bb"))


@dataclass(frozen=True)
class Line:
    """One utterance of two seconds; label None: not scored."""

    text: str
    label: Emotion | None = Emotion.NEUTRAL
    speaker: str = "Speaker 1"
    sure: bool = True


def media(path: Path, seconds: float = 4.0, seed: int = 0) -> Path:
    """A WAV file of noise: other seeds, other content."""
    samples = np.random.default_rng(seed).integers(-3000, 3000, round(seconds * RATE)).astype("<i2")
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


def result(path: Path, lines: Sequence[Line], duration: float = 0.0) -> Recording:
    """What an analysis of the file could have found: an utterance every two seconds."""
    utterances = tuple(_utterance(place * 2.0, line) for place, line in enumerate(lines))
    about = Media(str(path), "wav", "pcm_s16le", RATE, 1, None)
    return Recording(about, duration or 2.0 * len(lines), ChannelPlan.MIX, "en", utterances, MODELS, ("a warning",))


def waveform(seconds: float = 4.0) -> Envelope:
    """As the meter draws noise of 16 bits."""
    samples = np.random.default_rng(1).integers(-3000, 3000, (round(seconds * RATE), 1)) / np.float32(32768)
    found = EnvelopeMeter(1, RATE).push(samples.astype(np.float32))
    assert found is not None
    return found


def keep(library: Library, path: Path, *lines: Line, seed: int = 0, seconds: float = 0.0) -> int:
    """Makes the file, and keeps its result."""
    media(path, seconds or 4.0, seed)
    return library.keep(path, Result(result(path, lines, seconds), ()), waveform(), Talk.EVERYDAY)


def found(library: Library, text: str = "", **filters: object) -> Found:
    """The answer to a query."""
    return library.find(Find("request", Query(text, **filters)))  # type: ignore[arg-type]


def numbers(answer: Found) -> list[int]:
    """Which recordings were found."""
    return [recording.number for recording in answer.recordings]


def said(answer: Found) -> list[str]:
    """What the moments say."""
    return [moment.text for moment in answer.moments]


def _utterance(start: float, line: Line) -> Utterance:
    texts = line.text.split(" ")
    places = itertools.count()
    words = tuple(Word(f" {text}", Span(start + next(places) / 10, start + 1), 0.9) for text in texts)
    loudness = Track("loudness", "dBFS", start, 0.016, np.asarray([-20.0, np.nan, -30.0], dtype=np.float32))
    prosody = Prosody({"loudness": loudness}, {"loudness_mean_dbfs": -25.0})
    return Utterance(Span(start, start + 1.5), 0, line.speaker, Transcript(words, "en"), prosody, _estimate(line))


def _estimate(line: Line) -> Estimate | None:
    if line.label is None:
        return None
    rest = dict.fromkeys(Emotion, 0.05)
    probabilities = {**rest, line.label: 0.7}
    attention = np.asarray([0.5, 0.5], dtype=np.float32)
    return Estimate(probabilities, {}, {Modality.TEXT: 1.0}, 0.7, not line.sure, frame_attention=attention)
