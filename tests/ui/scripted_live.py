"""A recorder that does nothing by itself, and what recorder and engine would say while a real call is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scripted_engine import HOP, Call

from mmemotion.messages import (
    Command,
    EstimatePreviewed,
    Event,
    Listening,
    PartialTranscript,
    RecordingStarted,
    SoundRecorded,
    TracksAdvanced,
    UtteranceHeard,
    UtteranceReady,
)
from mmemotion.protocols import Listener
from mmemotion.types import EMOTIONS, Envelope, Span, Track, Utterance

STEP = 0.04
PREVIEW_EVERY = 0.25
HEARD_AFTER, READY_AFTER = 0.4, 3.0


@dataclass
class ScriptedRecorder:
    """Remembers commands; a test says its events."""

    listener: Listener
    commands: list[Command] = field(default_factory=list)
    closed: bool = False

    def send(self, command: Command) -> None:
        """Takes a command."""
        self.commands.append(command)

    def close(self) -> None:
        """Nothing runs."""
        self.closed = True

    def say(self, *events: Event) -> None:
        """Sends events up."""
        for event in events:
            self.listener(event)


@dataclass(frozen=True)
class LiveCall:
    """A call as it is heard little by little; times in seconds of the call."""

    call: Call

    def started(self, job: str, path: str) -> Event:
        """The microphone is open."""
        return RecordingStarted(job, path, "USB headset", 16000, self._channels)

    def sound(self, job: str, start: float, end: float, clock: float) -> Iterator[SoundRecorded]:
        """What the recorder says from start to end; clock is the monotonic time (s) of the end."""
        step = round(STEP / HOP)
        for first in range(round(start / HOP), round(end / HOP), step):
            part = slice(first, first + step)
            low, high = self.call.envelope.minima[part], self.call.envelope.maxima[part]
            if not len(low):
                return
            peak = 20 * np.log10(np.maximum(np.abs(low).max(axis=0), np.abs(high).max(axis=0)) + 1e-6)
            seconds = (first + len(low)) * HOP
            levels, peaks = tuple(map(float, peak - 9)), tuple(map(float, peak))
            clipped = tuple(value > -0.1 for value in peaks)
            envelope = Envelope(first * HOP, HOP, low, high)
            yield SoundRecorded(job, seconds, clock - end + seconds, envelope, levels, peaks, clipped)

    def heard(self, job: str, start: float, end: float) -> Iterator[Event]:
        """What the engine says from start to end, in any order that may be."""
        for utterance in self.call.recording.utterances:
            yield from self._utterance(job, utterance, start, end)
        for number in range(round(start / PREVIEW_EVERY), round(end / PREVIEW_EVERY)):
            yield from self._previews(job, number * PREVIEW_EVERY)
        yield Listening(job, end - 0.3, 0.3, True)

    @property
    def _channels(self) -> int:
        return int(self.call.envelope.minima.shape[1])

    def _utterance(self, job: str, said: Utterance, start: float, end: float) -> Iterator[Event]:
        if start <= said.span.end + HEARD_AFTER < end:
            early = replace(said.estimate, abstained=True) if said.estimate is not None else None
            yield UtteranceHeard(job, replace(said, estimate=early))
        elif said.span.start < end < said.span.end + HEARD_AFTER:
            words = [word.text for word in said.transcript.words if word.span.end < end]
            settled, tentative = "".join(words[:-2]), "".join(words[-2:])
            yield PartialTranscript(job, said.channel, said.span.start, settled, tentative)
        if start <= said.span.end + READY_AFTER < end:
            yield UtteranceReady(job, said)
        yield from self._tracks(job, said, max(start, said.span.start), min(end, said.span.end))

    def _tracks(self, job: str, said: Utterance, start: float, end: float) -> Iterator[Event]:
        f0 = said.prosody.tracks["f0"]
        first, last = (max(0, round((time - f0.start) / f0.hop)) for time in (start, end))
        if end <= start or not len(f0.values[first:last]):
            return
        at = f0.start + first * f0.hop
        pitch = Track("f0", "Hz", at, f0.hop, f0.values[first:last])
        blocks = slice(round(at / HOP), round(end / HOP))
        loud = 20 * np.log10(np.abs(self.call.envelope.maxima[blocks, said.channel]) + 1e-4) - 12
        yield TracksAdvanced(job, said.channel, (pitch, Track("loudness", "LUFS", at, HOP, loud.astype(np.float32))))

    def _previews(self, job: str, time: float) -> Iterator[Event]:
        for channel in range(self._channels):
            now = [u for u in self.call.recording.utterances if u.channel == channel and u.span.contains(time)]
            if now:
                shares = self._shares(channel, time)
                yield EstimatePreviewed(job, channel, Span(max(0.0, time - 4), time), shares)

    def _shares(self, channel: int, time: float) -> dict:
        """Seven shares that drift."""
        phases = np.arange(len(EMOTIONS)) * 2.3 + channel
        weights = np.exp(1.6 * np.sin(time / 5 + phases) + 0.5 * np.sin(time * 1.7 + 3 * phases))
        weights[0] *= 1.5
        return dict(zip(EMOTIONS, map(float, weights / weights.sum()), strict=True))
