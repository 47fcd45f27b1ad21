"""The seams: one verb each, three for the fusion. What stands behind them is in backends/ and features/.

Doubles are in backends/scripted.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from mmemotion.messages import Command, Event
from mmemotion.types import (
    Baseline,
    Connect,
    Embedding,
    Estimate,
    Evidence,
    FloatArray,
    Microphone,
    Modality,
    Prosody,
    Recording,
    Track,
    Transcript,
    Waveform,
)


class AudioSource(Protocol):
    """Sound from a file or a microphone."""

    def chunks(self) -> Iterator[Waveform]:
        """The sound in order, in chunks of any size, each starting where the last ended."""
        ...


class Line(Protocol):
    """Sound that comes in from a microphone."""

    name: str
    sample_rate: int
    channel_count: int

    def close(self) -> None:
        """Takes no more sound; returns at once, also when the device hangs."""
        ...


class Microphones(Protocol):
    """The microphones of a machine."""

    def found(self) -> tuple[Microphone, ...]:
        """Those there are now, the default one first. May only be called while no line is open."""
        ...

    def open(self, name: str, channel_count: int, connect: Connect, ended: Callable[[], None]) -> Line:
        """Sound from one of them (empty: the default one); `ended` is called when it gives up.

        Raises MicrophoneError.
        """
        ...


class VoiceActivityDetector(Protocol):
    """Tells speech from other sound, in a stream."""

    def speech_probability(self, samples: FloatArray) -> FloatArray:
        """One probability per 512 samples of 16 kHz mono sound; samples [n], n a multiple of 512. Keeps state."""
        ...


class SpeechRecognizer(Protocol):
    """Words from speech."""

    def detect_language(self, samples: FloatArray) -> str:
        """The language (ISO 639-1) of 16 kHz mono sound [n]."""
        ...

    def transcribe(self, samples: FloatArray, language: str) -> Transcript:
        """Words with times relative to the first sample; 16 kHz mono sound [n] of at most 30 s."""
        ...


class ProsodyExtractor(Protocol):
    """Measures the voice."""

    def extract(self, samples: FloatArray, start: float) -> Prosody:
        """Tracks and functionals of 16 kHz mono sound [n]; start (s) is its place in the recording."""
        ...


class VoiceTracker(Protocol):
    """Measures the voice while it goes on."""

    def track(self, samples: FloatArray, start: float, frames: slice) -> tuple[Track, ...]:
        """Tracks of some 16 ms frames of 16 kHz mono sound [n]; start (s) is the place of the sound."""
        ...


class ProsodyEncoder(Protocol):
    """Vectors from measures of the voice."""

    def encode(self, prosody: Prosody) -> Embedding:
        """One vector per group of measures."""
        ...


class AcousticEncoder(Protocol):
    """Vectors from sound."""

    def encode(self, samples: FloatArray) -> Embedding:
        """One vector per frame of 16 kHz mono sound [n]."""
        ...


class TextEncoder(Protocol):
    """Vectors from words."""

    def encode(self, words: Sequence[str], context: Sequence[str] = ()) -> Embedding:
        """One vector per word piece of words; items give the index of the word each belongs to.

        context: lines said before, oldest first. The vectors know of it, but none is of it.
        """
        ...


class Fusion(Protocol):
    """One estimate from any non-empty subset of modalities, and from how the speaker usually sounds."""

    def read(self, embeddings: Mapping[Modality, Embedding], seconds: float) -> Evidence:
        """All that judging needs of an utterance with so many seconds of speech.

        A modality that is not there is a key that is not there.
        """
        ...

    def learn(self, baseline: Baseline, evidence: Evidence) -> Baseline:
        """The speaker's baseline with this utterance heard too."""
        ...

    def judge(self, evidence: Evidence, baseline: Baseline) -> Estimate:
        """The estimate. The utterance is part of its speaker's baseline."""
        ...


class Exporter(Protocol):
    """Writes a recording in one format."""

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        ...


@runtime_checkable
class CollectionExporter(Protocol):
    """Writes many recordings into one file."""

    def export_all(self, recordings: Sequence[Recording], path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError."""
        ...


class Engine(Protocol):
    """Does jobs: commands in, events out through the listener it was made with."""

    def send(self, command: Command) -> None:
        """Queues the command; returns at once. Raises EngineError when the engine is gone."""
        ...


Listener = Callable[[Event], None]
