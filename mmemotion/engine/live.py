"""The analysis of one recording while it is made: the pipeline as for a file, and first sight beside it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mmemotion.audio.layout import Layout, LayoutProbe
from mmemotion.config import ChannelMode, Config
from mmemotion.engine.file_job import WORKERS, FileJob, Survey
from mmemotion.engine.teller import Teller, about
from mmemotion.heap import GIVE_BACK_EVERY, give_back
from mmemotion.messages import ChannelsPlanned, JobStarted, Listening
from mmemotion.pipeline.executors import YieldingExecutor
from mmemotion.pipeline.live.monitor import GrowingSource, Monitor
from mmemotion.pipeline.pipeline import Pipeline
from mmemotion.types import ChannelPlan, Media, Recording, Result

if TYPE_CHECKING:
    from mmemotion.assembly import Toolbox

REPORT_EVERY = 0.4
"""Seconds between one Listening and the next."""


class RecordingSource(GrowingSource, Protocol):
    """A recording that is being made, with what is known of it; warnings are complete at its end."""

    @property
    def media(self) -> Media:
        """What it holds; no duration."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the user."""
        ...


OpenRecording = Callable[[Path, Callable[[], bool]], RecordingSource]


def open_journal(path: Path, stopped: Callable[[], bool]) -> RecordingSource:
    """The recording at path. Raises InputError."""
    from mmemotion.audio.journal_source import JournalSource

    return JournalSource(path, stopped)


class LiveJob:
    """run() goes on until the recording is closed. Raises MmemotionError, also as Cancelled.

    The recording is read twice at a time: so first sight waits for nothing, and what it does touches nothing else.
    """

    def __init__(self, path: Path, config: Config, teller: Teller, open_recording: OpenRecording) -> None:
        self._path = path
        self._config = config
        self._teller = teller
        self._source = open_recording(path, teller.stopped)
        self._over = threading.Event()
        self._beside = open_recording(path, lambda: self._over.is_set() or teller.stopped())
        self._layout = _expected(self._source.media.channel_count, config.channels)
        self._probe = LayoutProbe()
        self._monitor: Monitor | None = None
        self._read = 0.0

    def run(self, tools: Callable[[], Toolbox]) -> Result:
        """The result: that of the file, as it is now."""
        self._teller.tell(JobStarted(self._teller.job, self._source.media))
        self._teller.tell(ChannelsPlanned(self._teller.job, self._layout.plan))
        with self._reporting():
            toolbox = tools()
            result = self._analyze(toolbox)
        layout = self._probe.decide(self._config.channels)
        return result if _same(layout, self._layout) else self._anew(toolbox, layout)

    def _analyze(self, toolbox: Toolbox) -> Result:
        executor = YieldingExecutor(WORKERS, self._teller.stopped)
        pipeline = toolbox.pipeline(self._layout, executor, self._config, self._teller.stopped)
        monitor = toolbox.monitor(self._teller.job, self._beside, self._layout, self._config, self._teller.tell)
        self._monitor = monitor
        monitor.start()
        try:
            self._listen(pipeline, monitor)
            monitor.finish()
            self._teller.total = self._read
            self._teller.utterances(pipeline.finish(), pipeline)
        finally:
            self._over.set()
            monitor.stop()
            executor.shutdown(wait=False, cancel_futures=True)
        return self._result(toolbox, pipeline, monitor.fault)

    def _listen(self, pipeline: Pipeline, monitor: Monitor) -> None:
        for chunk in self._source.chunks():
            self._teller.check()
            self._probe.push(chunk.samples, chunk.sample_rate)
            found = pipeline.push(chunk)
            monitor.settle(pipeline.language, found)
            for utterance in found:
                self._teller.ready(utterance)
            self._read = chunk.span.end
        self._teller.check()

    def _result(self, toolbox: Toolbox, pipeline: Pipeline, fault: str) -> Result:
        found = tuple(pipeline.refined())
        faults = (f"Results while recording ended early by a fault of the program ({fault}).",) if fault else ()
        recording = Recording(
            media=self._source.media,
            duration=self._read,
            plan=self._layout.plan,
            language=pipeline.language,
            utterances=found,
            models=toolbox.records,
            warnings=self._source.warnings + faults + about(found, pipeline.language, self._read, self._config.talk),
        )
        return Result(recording, pipeline.evidence)

    def _anew(self, toolbox: Toolbox, layout: Layout) -> Result:
        """The channels are not what they were taken for: the file is analysed as any other."""
        self._teller.tell(ChannelsPlanned(self._teller.job, layout.plan))
        reasons = (layout.reason,) if layout.reason else ()
        survey = Survey(self._read, layout, self._source.warnings + reasons)
        return FileJob(self._path, self._config, self._teller).analyze(toolbox, survey)

    @contextlib.contextmanager
    def _reporting(self) -> Iterator[None]:
        """Tells how far the analysis is behind the sound, also while models are loaded."""
        over = threading.Event()
        thread = threading.Thread(target=self._report, args=(over,), name="live report", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _report(self, over: threading.Event) -> None:
        given_back = time.monotonic()
        while not over.wait(REPORT_EVERY):
            if time.monotonic() - given_back > GIVE_BACK_EVERY:
                give_back()
                given_back = time.monotonic()
            monitor = self._monitor
            heard = 0.0 if monitor is None else self._read if monitor.fault else monitor.heard
            with contextlib.suppress(OSError):  # a file that is gone ends the job, by whoever reads it
                behind = max(0.0, self._beside.recorded - heard)
                previews = monitor is not None and monitor.previews
                self._teller.tell(Listening(self._teller.job, heard, behind, previews))


def _expected(channels: int, mode: ChannelMode) -> Layout:
    """How channels become speakers, as far as can be said before anything is heard."""
    each = tuple(range(channels))
    if (channels == 2 and mode is not ChannelMode.MIX) or mode is ChannelMode.SPLIT:
        return Layout(ChannelPlan.SPLIT, each, (1.0,) * channels)
    return Layout(ChannelPlan.MIX, each, (1 / channels,) * channels)


def _same(one: Layout, other: Layout) -> bool:
    return (one.plan, one.channels, one.gains) == (other.plan, other.channels, other.gains)
