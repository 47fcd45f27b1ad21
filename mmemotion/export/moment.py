"""The sound of a moment as a WAV file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mmemotion.audio.files import FileSource
from mmemotion.audio.wav import WavFormat, header
from mmemotion.errors import ConfigError
from mmemotion.export.files import write_whole
from mmemotion.export.wording import clock
from mmemotion.types import Pcm, Recording, Span

LONGEST = 3600.0
"""Seconds that are cut at most: the moment is held in memory."""


@dataclass(frozen=True, slots=True)
class MomentExporter:
    """Writes the sound of a span (s) of a recording, at its own rate and with all its channels, 16 bits a sample."""

    span: Span

    def export(self, recording: Recording, path: Path) -> None:
        """Writes the whole file or nothing. Raises OutputError, InputError, and ConfigError for no such span."""
        cut(Path(recording.media.path), self.span, path)


def cut(media: Path, span: Span, path: Path) -> None:
    """The same of a media file. Raises InputError, ConfigError or OutputError."""
    if not (math.isfinite(span.start) and math.isfinite(span.end) and 0 <= span.start < span.end):
        raise ConfigError("A moment has a start and a later end, in seconds from the start of the recording.")
    if span.duration > LONGEST:
        raise ConfigError(f"A moment has at most {LONGEST / 60:.0f} minutes; choose a shorter one.")
    source = FileSource(media)
    samples = _samples(source, span)
    if not len(samples):
        raise ConfigError(f"{media.name} ends before {clock(span.start)}; choose an earlier moment.")
    form = WavFormat(source.media.sample_rate, source.media.channel_count)
    write_whole(path, header(form, samples.nbytes) + samples.tobytes())


def _samples(source: FileSource, span: Span) -> Pcm:
    """From the first sample at or after the start, up to the first at or after the end: int16 [n, channel]."""
    rate, parts = source.media.sample_rate, [np.zeros((0, source.media.channel_count), np.int16)]
    first, last = round(span.start * rate), round(span.end * rate)
    for chunk in source.chunks():
        if chunk.start >= last:
            break
        within = chunk.samples[max(0, first - chunk.start) : last - chunk.start]
        parts.append(np.clip(np.round(within * 32768.0), -32768, 32767).astype("<i2"))
    return np.concatenate(parts)
