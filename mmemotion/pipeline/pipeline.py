"""The spine: chunks of sound in, judged utterances out; the same for a file and for a microphone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future

from mmemotion.errors import Cancelled
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.intake import Intake
from mmemotion.pipeline.judge import Judge
from mmemotion.pipeline.measured import Measured
from mmemotion.pipeline.order import Order, Place, place_of
from mmemotion.pipeline.windows import Window
from mmemotion.types import Evidence, Utterance, Waveform

MOST_WAITING = 4
"""Windows handed out and not yet back: memory stays bounded, since push() waits for the oldest."""

AUTO = "auto"


class Pipeline:
    """push(chunk) ... finish() give utterances in order of start, then channel, judged by what was said until then.

    refined() gives all of them judged by the whole recording. How the chunks are cut and which executor measures
    change nothing in the result; all judging is done in the calling thread. `stopped` is asked about ten times a
    second; when it says yes, Cancelled is raised.
    """

    def __init__(
        self,
        intake: Intake,
        analyzer: Analyzer,
        judge: Judge,
        executor: Executor,
        language: str = AUTO,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._intake = intake
        self._analyzer = analyzer
        self._judge = judge
        self._executor = executor
        self._language = language
        self._stopped = stopped
        self._waiting: deque[tuple[Window, Future[tuple[Measured, ...]]]] = deque()
        self._order = Order()
        self._speech_done = 0.0
        self._done = 0.0

    @property
    def language(self) -> str:
        """ISO 639-1 code of the recording; empty while nothing was said."""
        return "" if self._language == AUTO else self._language

    @property
    def done(self) -> float:
        """Seconds of the recording that are analysed, by the share of the speech heard so far; never goes back."""
        waiting = sum(_speech(window) for window, _ in self._waiting) + self._intake.speech_waiting
        share = self._speech_done / (self._speech_done + waiting) if waiting else 1.0
        self._done = max(self._done, self._intake.heard * share)
        return self._done

    def push(self, chunk: Waveform) -> list[Utterance]:
        """Takes the next sound in; gives the utterances that could be judged meanwhile. Raises Cancelled."""
        self._hand_out(self._intake.push(chunk))
        return list(self._collect(most_waiting=MOST_WAITING))

    def finish(self) -> Iterator[Utterance]:
        """The last utterances, each as soon as it is judged. Raises Cancelled."""
        self._hand_out(self._intake.finish())
        while self._waiting:
            yield from self._collect(most_waiting=len(self._waiting) - 1)
        yield from self._collect(most_waiting=0)

    def refined(self) -> list[Utterance]:
        """All utterances in the same order, each judged against all that was heard of its speaker. Raises Cancelled."""
        return [self._unless_stopped(utterance) for utterance in self._judge.refined()]

    @property
    def evidence(self) -> tuple[Evidence | None, ...]:
        """What each of the utterances of refined() is judged from."""
        return self._judge.evidence

    def _hand_out(self, windows: Iterable[Window]) -> None:
        for window in windows:
            known = self._judge.recalled(window)
            if self._language == AUTO:
                self._language = self._analyzer.language_of(window) if known is None else _language(known)
            self._waiting.append((window, self._measured(window) if known is None else _done(known)))

    def _measured(self, window: Window) -> Future[tuple[Measured, ...]]:
        return self._executor.submit(self._analyzer.analyze, window, self._language)

    def _collect(self, most_waiting: int) -> Iterator[Utterance]:
        """Utterances that may be judged now, waiting until at most so many windows are not back."""
        while self._waiting and (len(self._waiting) > most_waiting or self._waiting[0][1].done()):
            window, future = self._waiting[0]
            self._order.add(self._wait(future))
            self._waiting.popleft()
            self._speech_done += _speech(window)
        self._check()
        for measured in self._order.release(self._open_since):
            yield self._unless_stopped(self._judge.judge(measured))

    @property
    def _open_since(self) -> Place:
        """No utterance still to be measured stands before this."""
        return min([self._intake.open_since, *(place_of(window.segments[0]) for window, _ in self._waiting)])

    def _wait(self, future: Future[tuple[Measured, ...]]) -> tuple[Measured, ...]:
        while True:
            try:
                return future.result(timeout=0.1)
            except TimeoutError:
                self._check()

    def _unless_stopped(self, utterance: Utterance) -> Utterance:
        self._check()
        return utterance

    def _check(self) -> None:
        if self._stopped():
            raise Cancelled("The analysis was cancelled.")


def _done(measured: tuple[Measured, ...]) -> Future[tuple[Measured, ...]]:
    future: Future[tuple[Measured, ...]] = Future()
    future.set_result(measured)
    return future


def _language(measured: tuple[Measured, ...]) -> str:
    return measured[0].utterance.transcript.language


def _speech(window: Window) -> float:
    return sum(segment.span.duration for segment in window.segments)
