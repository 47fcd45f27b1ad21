"""What is told of speech while it is recorded: its words as they come, and each utterance as it ends."""

from __future__ import annotations

from dataclasses import dataclass

from mmemotion.messages import PartialTranscript, UtteranceHeard
from mmemotion.pipeline.analyzer import Analyzer
from mmemotion.pipeline.hearing import Spoken
from mmemotion.pipeline.judge import Judge
from mmemotion.pipeline.live.channel import LiveChannel
from mmemotion.pipeline.measured import Measured
from mmemotion.pipeline.pipeline import AUTO
from mmemotion.pipeline.windows import SAMPLE_RATE, Window
from mmemotion.protocols import Listener
from mmemotion.types import Utterance

SURE = 2.0
"""Seconds of speech after which the language is taken as known."""


@dataclass(slots=True)
class Language:
    """What is spoken: as configured, else as the whole analysis found it, else as first sight does."""

    code: str
    sure: bool = False

    @classmethod
    def of(cls, configured: str) -> Language:
        """Known at once when it is configured."""
        return cls(configured, configured != AUTO)


class FirstSight:
    """Works in one thread. The analyzer is a quick one; the judge is of its own and forgets what it has judged."""

    def __init__(self, job: str, analyzer: Analyzer, judge: Judge, tell: Listener, language: Language) -> None:
        self._job = job
        self._analyzer = analyzer
        self._judge = judge
        self._tell = tell
        self._language = language

    def judged(self, channel: LiveChannel, spoken: Spoken) -> Utterance:
        """An utterance that ended just now."""
        utterance = self._judge.judge(self._measured(channel, spoken))
        self._judge.forget()
        return utterance

    def tell_ended(self, utterance: Utterance) -> None:
        """Tells it."""
        self._tell(UtteranceHeard(self._job, utterance))

    def leave(self, channel: LiveChannel, spoken: Spoken) -> None:
        """The speech that ended needs no more words."""
        if channel.followed is not None:
            self._tell(PartialTranscript(self._job, channel.channel, channel.followed, "", ""))
        channel.keep(spoken)

    def tell_words(self, channel: LiveChannel, spoken: Spoken) -> None:
        """Tells what has been said up to now, of speech that goes on."""
        window = channel.window(channel.until_now(spoken))
        words = self._analyzer.words_of_last(window, self._spoken_in(window))
        self._tell_partial(channel, spoken, window, [word.text for word in words])

    def guess(self, channel: LiveChannel, spoken: Spoken) -> None:
        """Measures speech that has paused, as if it had ended: its result is there if nothing more is said."""
        window = channel.window(spoken)
        measured = self._analyzer.analyze_last(window, self._spoken_in(window))
        channel.guess = spoken.frames, measured
        words = [word.text for word in measured.utterance.transcript.words]
        self._tell_partial(channel, spoken, window, words)

    def _measured(self, channel: LiveChannel, spoken: Spoken) -> Measured:
        if channel.guess is not None and channel.guess[0] == spoken.frames:
            return channel.guess[1]
        window = channel.window(spoken)
        return self._analyzer.analyze_last(window, self._spoken_in(window))

    def _tell_partial(self, channel: LiveChannel, spoken: Spoken, window: Window, words: list[str]) -> None:
        channel.read_until = window.source_time(len(window.samples) / SAMPLE_RATE)
        settled, tentative = channel.agreement.hear(words)
        if not settled and not tentative:  # which would say that nobody speaks
            return
        channel.followed = spoken.segment.span.start
        self._tell(PartialTranscript(self._job, channel.channel, channel.followed, settled, tentative))

    def _spoken_in(self, window: Window) -> str:
        if self._language.sure:
            return self._language.code
        found = self._analyzer.language_of(window)
        if not self._language.sure:  # the whole analysis may have found it meanwhile
            self._language.code = found
            self._language.sure = sum(segment.span.duration for segment in window.segments) >= SURE
        return found
