"""The spine: chunks of sound in, utterances out; the same for a file and for a microphone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future

import numpy as np

from mmemotion.audio.blocks import Blocks
from mmemotion.audio.layout import ChannelMixer
from mmemotion.audio.resample import Resampler
from mmemotion.errors import Cancelled
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.lane import Lane
from mmemotion.pipeline.windows import SAMPLE_RATE, Window
from mmemotion.types import FloatArray, Utterance, Waveform

BLOCK = 4096
"""Samples worked on at once: 256 ms at 16 kHz. Blocks are cut anew, so the cutting of the input leaves no trace."""

MOST_WAITING = 4
"""Windows handed out and not yet back: memory stays bounded, since push() waits for the oldest."""

AUTO = "auto"


class Pipeline:
    """push(chunk) ... finish() give final utterances, in order within each lane.

    How the chunks are cut and which executor does the work change nothing in the result. `stopped` is asked about ten
    times a second; when it says yes, Cancelled is raised.
    """

    def __init__(
        self,
        lanes: Sequence[Lane],
        mixer: ChannelMixer,
        analyzer: Analyzer,
        executor: Executor,
        language: str = AUTO,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._lanes = tuple(lanes)
        self._mixer = mixer
        self._analyzer = analyzer
        self._executor = executor
        self._language = language
        self._stopped = stopped
        self._resampler: Resampler | None = None
        self._blocks = Blocks(BLOCK)
        self._waiting: deque[tuple[Window, Future[tuple[Utterance, ...]]]] = deque()
        self._heard = 0.0
        self._speech_done = 0.0
        self._done = 0.0

    @property
    def language(self) -> str:
        """ISO 639-1 code of the recording; empty while nothing was said."""
        return "" if self._language == AUTO else self._language

    @property
    def done(self) -> float:
        """Seconds of the recording that are analysed, by the share of the speech heard so far; never goes back."""
        waiting = sum(_speech(window) for window, _ in self._waiting)
        waiting += sum(lane.speech_waiting for lane in self._lanes)
        share = self._speech_done / (self._speech_done + waiting) if waiting else 1.0
        self._done = max(self._done, self._heard * share)
        return self._done

    def push(self, chunk: Waveform) -> list[Utterance]:
        """Takes the next sound in; gives the utterances that became final meanwhile. Raises Cancelled."""
        if self._resampler is None:
            self._resampler = Resampler(chunk.sample_rate, SAMPLE_RATE, len(self._lanes))
        self._heard = chunk.span.end
        self._cut(self._resampler.push(self._mixer.apply(chunk.samples)))
        return self._collect(most_waiting=MOST_WAITING)

    def finish(self) -> Iterator[Utterance]:
        """The last utterances, each as soon as it is final. Raises Cancelled."""
        if self._resampler is None:
            return
        self._cut(self._resampler.finish())
        rest = self._blocks.finish()
        tail = np.zeros((0, len(self._lanes)), dtype=np.float32) if rest is None else rest
        self._hand_out([w for i, lane in enumerate(self._lanes) for w in lane.finish(_column(tail, i))])
        while self._waiting:
            yield from self._collect(most_waiting=len(self._waiting) - 1)

    def _cut(self, samples: FloatArray) -> None:
        for block in self._blocks.push(samples):
            self._hand_out([w for i, lane in enumerate(self._lanes) for w in lane.push(_column(block, i))])

    def _hand_out(self, windows: Sequence[Window]) -> None:
        for window in windows:
            if self._language == AUTO:
                self._language = self._analyzer.language_of(window)
            self._waiting.append((window, self._executor.submit(self._analyzer.analyze, window, self._language)))

    def _collect(self, most_waiting: int) -> list[Utterance]:
        """Utterances of windows that are done, waiting until at most so many are not."""
        found: list[Utterance] = []
        while self._waiting and (len(self._waiting) > most_waiting or self._waiting[0][1].done()):
            window, future = self._waiting[0]
            found += self._wait(future)
            self._waiting.popleft()
            self._speech_done += _speech(window)
        if self._stopped():
            raise Cancelled("The analysis was cancelled.")
        return found

    def _wait(self, future: Future[tuple[Utterance, ...]]) -> tuple[Utterance, ...]:
        while True:
            try:
                return future.result(timeout=0.1)
            except TimeoutError:
                if self._stopped():
                    raise Cancelled("The analysis was cancelled.") from None


def _speech(window: Window) -> float:
    return sum(segment.span.duration for segment in window.segments)


def _column(block: FloatArray, lane: int) -> FloatArray:
    return np.ascontiguousarray(block[:, lane])
