"""An engine that replays a real call: its own sound and words, with made-up measures and emotions."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from mmemotion.messages import (
    Analyze,
    Cancel,
    Command,
    Event,
    JobCancelled,
    JobFinished,
    JobStarted,
    Progressed,
    UtteranceReady,
    WaveformAdvanced,
)
from mmemotion.protocols import Listener
from mmemotion.types import (
    EMOTIONS,
    Branch,
    ChannelPlan,
    Emotion,
    Envelope,
    Estimate,
    FloatArray,
    Media,
    Modality,
    Prosody,
    Recording,
    Segment,
    Span,
    Track,
    Transcript,
    Utterance,
    Word,
)

HOP = 0.02
PAUSE = 0.7
LONGEST = 12.0


def probabilities(rng: np.random.Generator, sharpness: float = 1.0) -> dict[Emotion, float]:
    """Seven shares summing to 1."""
    prior = np.array([2.0, 0.7, 0.5, 0.6, 0.25, 0.25, 0.4]) * 0.6
    shares = rng.dirichlet(prior * sharpness)
    return dict(zip(EMOTIONS, map(float, shares), strict=True))


def estimate(rng: np.random.Generator, words: int) -> Estimate:
    """An estimate as the fusion would make one; it abstains when no label is above 0.45."""
    shares = probabilities(rng)
    weights = dict(zip(Modality, map(float, rng.dirichlet([3, 4, 2])), strict=True))
    best = max(shares.values())
    return Estimate(
        probabilities=shares,
        by_branch={Branch.TEXT: probabilities(rng), Branch.VOICE: probabilities(rng)},
        weights=weights,
        confidence=0.9 * best,
        abstained=best < 0.45,
        word_attention=tuple(map(float, rng.dirichlet(np.ones(words)))) if words else (),
        valence=shares[Emotion.HAPPY] - shares[Emotion.SAD] - shares[Emotion.ANGRY],
        arousal=shares[Emotion.ANGRY] - shares[Emotion.SAD],
        dominance=shares[Emotion.ANGRY] - shares[Emotion.FEARFUL],
        baseline=42.0,
    )


def prosody(rng: np.random.Generator, span: Span, base_hz: float) -> Prosody:
    """An F0 track that moves and pauses, and the functionals the inspector shows."""
    count = max(2, int(span.duration / 0.016))
    phase = np.linspace(0, span.duration * 3, count)
    f0 = base_hz * 2 ** (0.2 * np.sin(phase + rng.uniform(0, 6)) + 0.02 * rng.standard_normal(count))
    f0[np.sin(phase * 2.3 + rng.uniform(0, 6)) < -0.5] = np.nan
    median = float(np.nanmedian(f0)) if np.isfinite(f0).any() else float("nan")
    functionals = {
        "f0_median_hz": median,
        "f0_sd_semitones": float(rng.uniform(1, 4)),
        "loudness_mean_dbfs": float(rng.normal(-26, 3)),
        "speech_rate_syllables_per_s": float(rng.normal(4.6, 0.9)),
        "pause_share": float(rng.uniform(0, 0.3)),
        "hnr_mean_db": float(rng.normal(12, 3)),
    }
    return Prosody({"f0": Track("f0", "Hz", span.start, 0.016, f0.astype(np.float32))}, functionals)


def envelope(samples: FloatArray, rate: int) -> Envelope:
    """Minima and maxima per 20 ms of samples [n, channel]."""
    step = round(rate * HOP)
    blocks = samples[: len(samples) // step * step].reshape(-1, step, samples.shape[1])
    return Envelope(0.0, HOP, blocks.min(axis=1), blocks.max(axis=1))


def _segments(words: Sequence[Mapping[str, object]], channel: int) -> Iterator[tuple[Segment, tuple[Word, ...]]]:
    group: list[Word] = []
    for entry in words:
        word = Word(f" {entry['word']}", Span(float(str(entry["start"])), float(str(entry["end"]))), 0.9)
        if group and (word.span.start - group[-1].span.end > PAUSE or word.span.end - group[0].span.start > LONGEST):
            yield Segment(Span(group[0].span.start, group[-1].span.end), channel), tuple(group)
            group = []
        group.append(word)
    if group:
        yield Segment(Span(group[0].span.start, group[-1].span.end), channel), tuple(group)


@dataclass(frozen=True)
class Call:
    """A whole recording, and its waveform."""

    recording: Recording
    envelope: Envelope

    def events(self, job: str, pieces: int = 40) -> Iterator[Event]:
        """What an engine would send."""
        media, duration = self.recording.media, self.recording.duration
        yield JobStarted(job, media)
        waiting = list(self.recording.utterances)
        length = len(self.envelope.minima)
        for piece in range(pieces):
            first, last = length * piece // pieces, length * (piece + 1) // pieces
            part = Envelope(first * HOP, HOP, self.envelope.minima[first:last], self.envelope.maxima[first:last])
            yield WaveformAdvanced(job, part)
            done = last * HOP
            while waiting and waiting[0].span.end < done:
                yield UtteranceReady(job, waiting.pop(0))
            yield Progressed(job, "recognising speech", done, duration, 0.25 * done)
        yield JobFinished(job, self.recording)


Spoken = Sequence[Mapping[str, object]]


def _utterances(spoken: Sequence[Spoken], rng: np.random.Generator) -> tuple[Utterance, ...]:
    """One speaker per entry; every ninth utterance is not scored."""
    utterances = []
    for channel, words in enumerate(spoken):
        for index, (segment, group) in enumerate(_segments(words, channel)):
            scored = index % 9 != 5
            utterances.append(
                Utterance(
                    segment.span,
                    channel,
                    f"Speaker {channel + 1}",
                    Transcript(group, "en"),
                    prosody(rng, segment.span, (210.0, 125.0)[channel]),
                    estimate(rng, len(group)) if scored else None,
                    () if scored else ("Too short to be scored.",),
                )
            )
    return tuple(sorted(utterances, key=lambda u: (u.span.start, u.channel)))


def _call(path: str, samples: FloatArray, rate: int, spoken: Sequence[Spoken]) -> Call:
    media = Media(path, "flac", "flac", rate, samples.shape[1], len(samples) / rate)
    utterances = _utterances(spoken, np.random.default_rng(4))
    recording = Recording(media, len(samples) / rate, ChannelPlan.SPLIT, "en", utterances, ())
    return Call(recording, envelope(samples, rate))


def load_call(folder: Path, name: str = "SNG0072") -> Call:
    """A call of ../shared/data/calls: its own sound and words."""
    import soundfile

    samples, rate = soundfile.read(folder / f"{name}.flac", dtype="float32", always_2d=True)
    words = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return _call(
        str(folder / f"{name}.flac"), samples, rate, [[w for w in words if w["speaker"] == letter] for letter in "AB"]
    )


def made_up_call(turns: int = 16, rate: int = 8000) -> Call:
    """Two who take turns of three seconds, with a pause of one: noise where somebody speaks."""
    spoken: tuple[list[dict[str, object]], ...] = ([], [])
    samples = np.zeros((4 * turns * rate, 2), dtype=np.float32)
    noise = np.random.default_rng(1).uniform(-0.3, 0.3, 3 * rate).astype(np.float32)
    for turn in range(turns):
        start, channel = 4.0 * turn + 0.5, turn % 2
        samples[int(start * rate) : int(start * rate) + len(noise), channel] = noise
        for word in range(6):
            at = start + word / 2
            spoken[channel].append({"word": f"word{word}", "start": at, "end": at + 0.5})
    return _call("/calls/made up.flac", samples, rate, spoken)


class Answers(Protocol):
    """What an engine says to commands about the library."""

    def __call__(self, command: Command) -> Iterator[Event]: ...


Script = Callable[[Analyze], Iterator[Event]]


@dataclass
class ScriptedEngine:
    """Plays a script per Analyze, from a thread as the real engine does; pace is the pause between events (s).

    library answers everything else, at once; without one nothing is answered.
    """

    listener: Listener
    script: Script
    pace: float = 0.0
    library: Answers | None = None
    commands: list[Command] = field(default_factory=list)
    closed: bool = False
    _cancelled: set[str] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)

    def send(self, command: Command) -> None:
        """Takes a command."""
        self.commands.append(command)
        if isinstance(command, Cancel):
            self._cancelled.add(command.job)
        if isinstance(command, Analyze):
            thread = threading.Thread(target=self._play, args=(command,), daemon=True)
            self._threads.append(thread)
            thread.start()
        elif self.library is not None:
            for event in self.library(command):
                self.listener(event)

    def close(self) -> None:
        """Ends the script."""
        self.closed = True
        for thread in self._threads:
            thread.join(5)

    def _play(self, command: Analyze) -> None:
        for event in self.script(command):
            if self.closed:
                return
            if command.job in self._cancelled:
                self.listener(JobCancelled(command.job))
                return
            self.listener(event)
            time.sleep(self.pace)
