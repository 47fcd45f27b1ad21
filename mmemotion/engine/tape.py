"""What goes into the file of a recording: sound as it comes, and silence with a mark where some is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.audio.journal import Journal
from mmemotion.audio.line_format import LineFormat
from mmemotion.audio.loss import LossMeter
from mmemotion.audio.pcm import as_float
from mmemotion.audio.ring_buffer import Block
from mmemotion.audio.sound_level import Level, LevelMeter
from mmemotion.protocols import Line
from mmemotion.types import Envelope, Gap, Pcm

LONGEST_SILENCE = 5.0
"""Seconds of silence that stand for sound that is missing: all of it, unless much is."""


class Tape:
    """take() blocks of the line that was connect()ed last; finish() before another, and at the end.

    clock: monotonic time (s) of the last sound in the file. Raises OutputError when the disk does not take it.
    """

    def __init__(self, journal: Journal) -> None:
        form = journal.form
        self.journal = journal
        self.clock = 0.0
        self._levels = LevelMeter(form.channel_count)
        self._envelope = EnvelopeMeter(form.channel_count, form.sample_rate)
        self._drawn_from = journal.seconds
        self._drawn: list[Envelope] = []
        self._held: list[Block] = []
        self._line: LineFormat | None = None

    @property
    def silent_for(self) -> float:
        """Seconds for which the line gave nothing but zeros."""
        return self._levels.zeros / self.journal.form.sample_rate

    @property
    def settling(self) -> bool:
        """Whether it is still to be found out if sound is missing."""
        return self._loss.settling

    def connect(self, line: Line) -> None:
        """Sound comes from this line now."""
        self._rate = line.sample_rate
        self._line = LineFormat(line.sample_rate, line.channel_count, self.journal.form)
        self.start_clock()

    def start_clock(self) -> None:
        """What is missing is counted from now on."""
        self._loss = LossMeter(self._rate)
        self._levels.zeros = 0

    def take(self, block: Block, reason: str) -> list[Gap]:
        """Writes the block, unless it is not known yet whether sound is missing before it. Gives what is missing.

        reason: why sound would be missing now.
        """
        gaps = [self.miss(block.dropped / self._rate, "the disk was too slow")] if block.dropped else []
        self._loss.push(len(block.samples) + block.dropped, block.clock, block.overflowed)
        self._held.append(block)
        if self._loss.settling:
            return gaps
        if self._loss.lost:
            gaps.append(self.miss(self._loss.lost, reason))
        self._write_held()
        return gaps

    def miss(self, seconds: float, reason: str) -> Gap:
        """Marks sound as missing here, and puts silence in its place."""
        gap = Gap(self.journal.seconds, seconds, reason)
        self.journal.note(gap)
        form = self.journal.form
        frames = round(min(seconds, LONGEST_SILENCE) * form.sample_rate)
        self._append(np.zeros((frames, form.channel_count), dtype=np.int16))
        return gap

    def finish(self, reason: str) -> list[Gap]:
        """Writes all that is held, and no longer waits to know what is missing before it."""
        lost = self._loss.decide()
        gaps = [self.miss(lost, reason)] if lost else []
        self._write_held()
        if self._line is not None:
            self._append(self._line.finish())
            self._line = None
        return gaps

    def take_level(self) -> Level:
        """How loud what was written since the last time is."""
        return self._levels.take()

    def take_envelope(self) -> Envelope | None:
        """The waveform of what was written since the last time, as far as its hops are complete."""
        drawn, self._drawn = self._drawn, []
        if not drawn:
            return None
        minima, maxima = (np.concatenate(parts) for parts in zip(*((e.minima, e.maxima) for e in drawn), strict=True))
        return replace(drawn[0], start=self._drawn_from + drawn[0].start, minima=minima, maxima=maxima)

    def _write_held(self) -> None:
        held, self._held = self._held, []
        for block in held:
            self._levels.push(block.samples)
            self._append(block.samples if self._line is None else self._line.push(block.samples))
            self.clock = block.clock

    def _append(self, samples: Pcm) -> None:
        self.journal.append(samples)
        envelope = self._envelope.push(as_float(samples))
        if envelope is not None:
            self._drawn.append(envelope)
