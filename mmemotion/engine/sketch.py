"""The waveform of a job for the library: gathered while it is told, or drawn from the file where it was not."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.audio.files import FileSource
from mmemotion.audio.journal import journal_of
from mmemotion.messages import Event, WaveformAdvanced
from mmemotion.types import Envelope

CLOSING = 5.0
"""Seconds that a recorder may take to close its file once all sound is in it."""


class Sketch:
    """hear() the events of one job, then envelope()."""

    def __init__(self) -> None:
        self._pieces: list[Envelope] = []

    def hear(self, event: Event) -> None:
        """Takes what is of the waveform."""
        if isinstance(event, WaveformAdvanced):
            self._pieces.append(event.envelope)

    def envelope(self, path: Path) -> Envelope:
        """The whole waveform. Raises InputError when it has to be drawn and the file cannot be read."""
        return _joined(self._pieces or _drawn(path))


def wait_until_closed(path: Path) -> None:
    """Until the recorder has written the last byte of its file, which comes a moment after the last sound."""
    end = time.monotonic() + CLOSING
    while journal_of(path).exists() and time.monotonic() < end:
        time.sleep(0.02)


def _drawn(path: Path) -> list[Envelope]:
    source = FileSource(path)
    meter = EnvelopeMeter(source.media.channel_count, source.media.sample_rate)
    found = [meter.push(chunk.samples) for chunk in source.chunks()]
    return [envelope for envelope in (*found, meter.finish()) if envelope is not None]


def _joined(pieces: list[Envelope]) -> Envelope:
    first = pieces[0]
    minima = np.concatenate([piece.minima for piece in pieces])
    maxima = np.concatenate([piece.maxima for piece in pieces])
    return Envelope(first.start, first.hop, minima, maxima)
