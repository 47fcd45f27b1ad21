"""Tells how a job goes on, and notices when nobody wants it any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from mmemotion.config import Talk
from mmemotion.errors import Cancelled
from mmemotion.messages import Progressed, UtteranceReady
from mmemotion.pipeline.analyzer import TEXT_LANGUAGE
from mmemotion.pipeline.pipeline import Pipeline
from mmemotion.protocols import Listener
from mmemotion.types import Utterance

READING, LOADING, ANALYSING = "reading the file", "loading the models", "listening"
"""Stages, as the user reads them."""


class Teller:
    """For one job. total: seconds of sound, None while unknown."""

    def __init__(self, job: str, tell: Listener, stopped: Callable[[], bool], total: float | None) -> None:
        self.job = job
        self.tell = tell
        self.stopped = stopped
        self.total = total
        self._began = time.monotonic()
        self._told_stage, self._told_at = "", 0.0

    def progress(self, stage: str, done: float) -> None:
        """Tells where the job is, at most ten times a second and stage; done in seconds of sound."""
        elapsed = time.monotonic() - self._began
        finished = self.total is not None and done >= self.total
        if stage != self._told_stage or finished or elapsed - self._told_at >= 0.1:
            self._told_stage, self._told_at = stage, elapsed
            self.tell(Progressed(self.job, stage, done, self.total, elapsed))

    def ready(self, utterance: Utterance) -> None:
        """Tells one utterance."""
        self.tell(UtteranceReady(self.job, utterance))

    def utterances(self, utterances: Iterable[Utterance], pipeline: Pipeline) -> None:
        """Tells what the pipeline gives, and how far it is."""
        for utterance in utterances:
            self.ready(utterance)
            self.progress(ANALYSING, pipeline.done)
        self.progress(ANALYSING, pipeline.done)

    def check(self) -> None:
        """Raises Cancelled when the job was stopped."""
        if self.stopped():
            raise Cancelled("The analysis was cancelled.")


def about(found: Sequence[Utterance], language: str, duration: float, talk: Talk) -> tuple[str, ...]:
    """What a user should know of the result as a whole."""
    if not found:
        return (f"No speech was found in {duration:.1f} s of sound, so there is nothing to show.",)
    told = []
    if language != TEXT_LANGUAGE:
        told.append(f"Only English words are scored; the language here is {language}: the voice alone is judged.")
    if talk is Talk.ACTED:
        told.append("Judged as acted speech: every emotion was expected as often, which everyday talk does not show.")
    return tuple(told)
