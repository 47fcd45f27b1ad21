"""What a job does: open, listen, analyse, tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmemotion.audio.blocks import Blocks
from mmemotion.audio.envelope import EnvelopeMeter
from mmemotion.audio.files import FileSource
from mmemotion.audio.layout import Layout, LayoutProbe
from mmemotion.config import Config
from mmemotion.errors import Cancelled
from mmemotion.manifest import Manifest
from mmemotion.messages import (
    Analyze,
    ChannelsPlanned,
    EngineReady,
    JobStarted,
    Progressed,
    UtteranceReady,
    WaveformAdvanced,
)
from mmemotion.pipeline.analyzer import TEXT_LANGUAGE
from mmemotion.pipeline.pipeline import Pipeline
from mmemotion.protocols import Listener
from mmemotion.types import Envelope, FloatArray, Media, ModelRecord, Recording, Utterance

if TYPE_CHECKING:
    from mmemotion.assembly import Toolbox

READING, LOADING, ANALYSING = "reading the file", "loading the models", "listening"
"""Stages, as the user reads them."""

WORKERS = 2
"""Windows analysed side by side: recognition of one overlaps with the measures of another."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first look at a file found: seconds of sound, how channels become speakers, and warnings."""

    duration: float
    layout: Layout
    warnings: tuple[str, ...]


class Analysis:
    """Does analysis jobs one after another, keeping the models from one to the next."""

    def __init__(self) -> None:
        self._toolbox: Toolbox | None = None
        self._loaded: tuple[Config, ModelRecord] | None = None

    def run(self, command: Analyze, tell: Listener, stopped: Callable[[], bool] = lambda: False) -> Recording:
        """The whole analysis of one file. Raises MmemotionError, also as Cancelled when `stopped` says yes."""
        job = _Job(command, tell, stopped)
        survey = job.survey()
        toolbox = self._tools(job)
        return job.analyze(toolbox, survey)

    def _tools(self, job: _Job) -> Toolbox:
        config = job.command.config
        wanted = config, Manifest.load().record(config.model)  # a model may be trained again under its name
        if self._toolbox is None or self._loaded != wanted:
            job.progress(LOADING, 0.0)
            from mmemotion.assembly import load_toolbox

            self._toolbox, self._loaded = load_toolbox(config), wanted
            job.tell(EngineReady(self._toolbox.device))
        return self._toolbox


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


class _Job:
    def __init__(self, command: Analyze, tell: Listener, stopped: Callable[[], bool]) -> None:
        self.command = command
        self.tell = tell
        self._stopped = stopped
        self._source = FileSource(Path(command.path))
        self._total = self._source.media.duration
        self._began = time.monotonic()
        self._told_stage, self._told_at = "", 0.0
        tell(JobStarted(command.job, self._source.media))

    def progress(self, stage: str, done: float) -> None:
        """Tells where the job is, at most ten times a second and stage; done in seconds of sound."""
        elapsed = time.monotonic() - self._began
        finished = self._total is not None and done >= self._total
        if stage != self._told_stage or finished or elapsed - self._told_at >= 0.1:
            self._told_stage, self._told_at = stage, elapsed
            self.tell(Progressed(self.command.job, stage, done, self._total, elapsed))

    def survey(self) -> Survey:
        """Reads the whole file once: its true length, its damage, its waveform, and whose voice is on which channel."""
        media = self._source.media
        probe = LayoutProbe()
        drawing = _Drawing(media, lambda envelope: self.tell(WaveformAdvanced(self.command.job, envelope)))
        read = 0.0
        for chunk in self._source.chunks():
            self._check()
            probe.push(chunk.samples, chunk.sample_rate)
            drawing.push(chunk.samples)
            read = chunk.span.end
            self.progress(READING, read)
        drawing.finish()
        self._total = read
        layout = probe.decide(self.command.config.channels)
        self.tell(ChannelsPlanned(self.command.job, layout.plan))
        reasons = (layout.reason,) if layout.reason else ()
        return Survey(read, layout, (*self._source.warnings, *reasons))

    def analyze(self, toolbox: Toolbox, survey: Survey) -> Recording:
        """Reads the file again, through the pipeline: utterances are told as they come, and judged again at the end."""
        executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="analysis")
        pipeline = toolbox.pipeline(survey.layout, executor, self.command.config, self._stopped)
        try:
            self._run(pipeline)
        finally:
            # Nobody waits for a window that is still being worked on when the job was cancelled.
            executor.shutdown(wait=False, cancel_futures=True)
        found = tuple(pipeline.refined())
        return Recording(
            media=self._source.media,
            duration=survey.duration,
            plan=survey.layout.plan,
            language=pipeline.language,
            utterances=found,
            models=toolbox.records,
            warnings=survey.warnings + _about(found, pipeline.language, survey.duration),
        )

    def _run(self, pipeline: Pipeline) -> None:
        for chunk in FileSource(Path(self.command.path)).chunks():
            self._check()
            self._tell_of(pipeline.push(chunk), pipeline)
        self._tell_of(pipeline.finish(), pipeline)

    def _tell_of(self, utterances: Iterable[Utterance], pipeline: Pipeline) -> None:
        for utterance in utterances:
            self.tell(UtteranceReady(self.command.job, utterance))
            self.progress(ANALYSING, pipeline.done)
        self.progress(ANALYSING, pipeline.done)

    def _check(self) -> None:
        if self._stopped():
            raise Cancelled("The analysis was cancelled.")


def _about(found: Sequence[Utterance], language: str, duration: float) -> tuple[str, ...]:
    """What a user should know of the result as a whole."""
    if not found:
        return (f"No speech was found in {duration:.1f} s of sound, so there is nothing to show.",)
    if language != TEXT_LANGUAGE:
        return (f"Only English words are scored; the language here is {language}: the voice alone is judged.",)
    return ()
