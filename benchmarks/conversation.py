"""A made-up conversation of three hours and 5,000 utterances, and its sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.library import Maker
from mmemotion.audio.wav import WavFormat, header
from mmemotion.types import Prosody, Span, Track, Transcript, Utterance, Word

HOURS, UTTERANCES = 3.0, 5000
RATE = 8000
SEED = 5


class Conversation:
    """Three hours of two people in turn, and its sound; the same for the same seed."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(SEED)
        whole = Maker(SEED).whole_talk(UTTERANCES)
        lengths = self._random.lognormal(0.4, 0.6, UTTERANCES)
        pauses = self._random.lognormal(-1.0, 0.7, UTTERANCES)
        scale = HOURS * 3600 / (lengths.sum() + pauses.sum())
        starts = scale * (np.cumsum(lengths + pauses) - lengths - pauses)
        utterances = tuple(
            self._placed(each, float(start), float(scale * length))
            for each, start, length in zip(whole.utterances, starts, lengths, strict=True)
        )
        media = replace(whole.media, sample_rate=RATE, duration=HOURS * 3600)
        self.recording = replace(whole, media=media, duration=HOURS * 3600, utterances=utterances)

    def write(self, path: Path) -> None:
        """The sound: noise as loud as somebody speaks."""
        form, frames = WavFormat(RATE, 2), round(HOURS * 3600) * RATE
        loud = np.zeros((frames // 80, 2), dtype=np.float32)
        for each in self.recording.utterances:
            first, last = int(each.span.start * 100), int(each.span.end * 100)
            swell = np.sin(np.linspace(0, np.pi * (last - first) / 20, last - first)) ** 2
            loud[first:last, each.channel] = 0.05 + 0.4 * swell * self._random.uniform(0.3, 1.0)
        with path.open("wb") as file:
            file.write(header(form, frames * form.frame_bytes))
            for at in range(0, len(loud), 6000):
                shape = np.repeat(loud[at : at + 6000], 80, axis=0)
                noise = self._random.uniform(-1, 1, shape.shape).astype(np.float32)
                file.write((32767 * shape * noise).astype("<i2").tobytes())

    def _placed(self, said: Utterance, start: float, seconds: float) -> Utterance:
        words = said.transcript.words
        step = seconds / len(words)
        placed = tuple(
            Word(word.text, Span(start + at * step, start + (at + 1) * step), word.probability)
            for at, word in enumerate(words)
        )
        tracks = {name: self._track(track, start, seconds) for name, track in said.prosody.tracks.items()}
        estimate = said.estimate and replace(said.estimate, word_attention=(1 / len(words),) * len(words))
        return replace(
            said,
            span=Span(start, start + seconds),
            transcript=Transcript(placed, "en"),
            prosody=Prosody(tracks, said.prosody.functionals),
            estimate=estimate,
        )

    def _track(self, track: Track, start: float, seconds: float) -> Track:
        count = max(1, int(seconds / track.hop))
        values = 160 + 40 * np.sin(np.linspace(0, 9, count)) + self._random.normal(0, 3, count)
        values[self._random.random(count) < 0.2] = np.nan
        return replace(track, start=start, values=values.astype(np.float32))
