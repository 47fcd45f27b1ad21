"""The analysis of one file: a first look at it, then all of it through the pipeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmemotion.audio.blocks import Blocks
from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.audio.files import FileSource
from mmemotion.audio.journal_source import told
from mmemotion.audio.layout import Layout, LayoutProbe
from mmemotion.audio.wav import read_gaps
from mmemotion.config import Config
from mmemotion.engine.teller import READING, Teller, about
from mmemotion.messages import ChannelsPlanned, JobStarted, WaveformAdvanced
from mmemotion.pipeline.executors import YieldingExecutor
from mmemotion.pipeline.memory import Memory
from mmemotion.pipeline.pipeline import Pipeline
from mmemotion.types import Envelope, FloatArray, Media, Recording, Result

if TYPE_CHECKING:
    from mmemotion.assembly import Toolbox

WORKERS = 2
"""Windows analysed side by side: recognition of one overlaps with the measures of another."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look at a file found: seconds of sound, how channels become speakers, and warnings."""

    duration: float
    layout: Layout
    warnings: tuple[str, ...]


class FileJob:
    """survey(), then analyze(). Raises MmemotionError, also as Cancelled."""

    def __init__(self, path: Path, config: Config, teller: Teller) -> None:
        self._path = path
        self._config = config
        self._teller = teller
        self._source = FileSource(path)
        teller.total = self._source.media.duration

    def survey(self) -> Survey:
        """Reads the whole file once: its true length, its damage, its waveform, and whose voice is on which channel."""
        media, teller = self._source.media, self._teller
        teller.tell(JobStarted(teller.job, media))
        probe = LayoutProbe()
        drawing = _Drawing(media, lambda envelope: teller.tell(WaveformAdvanced(teller.job, envelope)))
        read = 0.0
        for chunk in self._source.chunks():
            teller.check()
            probe.push(chunk.samples, chunk.sample_rate)
            drawing.push(chunk.samples)
            read = chunk.span.end
            teller.progress(READING, read)
        drawing.finish()
        teller.total = read
        layout = probe.decide(self._config.channels)
        teller.tell(ChannelsPlanned(teller.job, layout.plan))
        reasons = (layout.reason,) if layout.reason else ()
        gaps = (told(gap) for gap in read_gaps(self._path))
        return Survey(read, layout, (*self._source.warnings, *gaps, *reasons))

    def analyze(self, toolbox: Toolbox, survey: Survey, memory: Memory | None = None) -> Result:
        """Reads the file again, through the pipeline: utterances are told as they come, and judged again at the end."""
        executor = YieldingExecutor(WORKERS, self._teller.stopped)
        pipeline = toolbox.pipeline(survey.layout, executor, self._config, self._teller.stopped, memory)
        try:
            self._run(pipeline)
        finally:
            # Nobody waits for a window that is still being worked on when the job was cancelled.
            executor.shutdown(wait=False, cancel_futures=True)
        found = tuple(pipeline.refined())
        recording = Recording(
            media=self._source.media,
            duration=survey.duration,
            plan=survey.layout.plan,
            language=pipeline.language,
            utterances=found,
            models=toolbox.records,
            warnings=survey.warnings + about(found, pipeline.language, survey.duration, self._config.talk),
        )
        return Result(recording, pipeline.evidence)

    def _run(self, pipeline: Pipeline) -> None:
        for chunk in FileSource(self._path).chunks():
            self._teller.check()
            self._teller.utterances(pipeline.push(chunk), pipeline)
        self._teller.utterances(pipeline.finish(), pipeline)


class _Drawing:
    """Waveform envelopes of 10 s each: few enough messages for a long file, many enough to see it grow."""

    def __init__(self, media: Media, give: Callable[[Envelope], None]) -> None:
        self._meter = EnvelopeMeter(media.channel_count, media.sample_rate)
        self._blocks = Blocks(10 * media.sample_rate)
        self._give = give

    def push(self, samples: FloatArray) -> None:
        for block in self._blocks.push(samples):
            self._pass_on(self._meter.push(block))

    def finish(self) -> None:
        if (rest := self._blocks.finish()) is not None:
            self._pass_on(self._meter.push(rest))
        self._pass_on(self._meter.finish())

    def _pass_on(self, envelope: Envelope | None) -> None:
        if envelope is not None:
            self._give(envelope)
