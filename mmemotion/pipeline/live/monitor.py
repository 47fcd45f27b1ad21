"""First sight of a recording while it is made, beside the pipeline: in three threads, none of which waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mmemotion.audio.layout import ChannelMixer
from mmemotion.errors import Cancelled
from mmemotion.pipeline.hearing import Spoken
from mmemotion.pipeline.live.channel import LiveChannel
from mmemotion.pipeline.live.ear import Ear
from mmemotion.pipeline.live.first_sight import FirstSight, Language
from mmemotion.pipeline.live.preview import TrackFollower, VoicePreview
from mmemotion.pipeline.live.schedule import Kind, Schedule, Task
from mmemotion.pipeline.order import Place, place_of
from mmemotion.types import Utterance, Waveform

PREVIEWS_WITHIN, WORDS_WITHIN, UTTERANCES_WITHIN = 2.0, 3.0, 10.0
"""Seconds the analysis may be behind the sound for each: the first thing left out is what is least missed later.
Utterances that ended longer ago are those of the time when nobody listened; the pipeline brings them."""

TICK = 0.125
"""Seconds between one stretch of the tracks and the next; every other time there are previews too."""

SPEAKS = 1.0
"""Seconds after speech for which there are previews."""


class GrowingSource(Protocol):
    """A recording that is being made."""

    @property
    def recorded(self) -> float:
        """Seconds of sound there are by now."""
        ...

    def chunks(self) -> Iterator[Waveform]:
        """The sound in order, in small pieces as it comes, until the recording is closed."""
        ...


@dataclass(frozen=True, slots=True)
class Views:
    """What makes something of the channels, each used by one thread: utterances and words, previews, tracks."""

    words: FirstSight
    language: Language
    preview: VoicePreview
    followers: tuple[TrackFollower, ...]


class Monitor:
    """start(), then finish() once the recording is closed, or stop(). A fault ends first sight, and nothing else."""

    def __init__(
        self, source: GrowingSource, channels: Sequence[LiveChannel], mixer: ChannelMixer, views: Views
    ) -> None:
        self._source, self._channels, self._views = source, channels, views
        self._ear = Ear(channels, mixer)
        self._schedule = Schedule(channels)
        self._news = threading.Condition()
        self._all_heard = False
        self._stopping = threading.Event()
        self._ready: Place = (-1.0, 0)
        self.fault = ""
        """What went wrong, when first sight ended by a fault."""
        bodies = {"ear": self._listen, "words": self._recognise, "voice": self._watch}
        self._threads = {name: self._thread(name, body) for name, body in bodies.items()}

    @property
    def heard(self) -> float:
        """Seconds of sound that are dealt with."""
        with self._news:
            waiting = self._schedule.waiting_since
            return self._ear.heard if waiting is None else min(waiting, self._ear.heard)

    @property
    def previews(self) -> bool:
        """Whether there are previews now."""
        return not self.fault and self._behind() < PREVIEWS_WITHIN

    def start(self) -> None:
        """Begins at the start of the recording, as fast as its sound can be read."""
        for thread in self._threads.values():
            thread.start()

    def settle(self, language: str, utterances: Sequence[Utterance]) -> None:
        """Takes in what the pipeline found, before it is told: after that first sight comes too late."""
        with self._news:
            if language:
                self._views.language.code, self._views.language.sure = language, True
            if utterances:
                self._ready = place_of(utterances[-1])

    def finish(self) -> None:
        """Waits until all of a recording that was closed is dealt with."""
        for thread in self._threads.values():
            thread.join()

    def stop(self) -> None:
        """Ends as soon as it can, and waits for that; the source must have come to its end, or do so soon."""
        self._halt()
        self.finish()

    def _halt(self) -> None:
        self._stopping.set()
        with self._news:
            self._news.notify_all()

    def _thread(self, name: str, body: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=self._guarded, args=(body,), name=f"first sight: {name}", daemon=True)

    def _guarded(self, body: Callable[[], None]) -> None:
        try:
            body()
        except Cancelled:
            self._halt()
        except Exception as error:  # whatever it is, the recording and its analysis go on
            self.fault = f"{type(error).__name__}: {error}"
            self._halt()

    def _behind(self) -> float:
        return self._source.recorded - self.heard

    def _listen(self) -> None:
        for chunk in self._source.chunks():
            if self._stopping.is_set():
                return
            with self._news:
                self._add(self._ear.push(chunk))
        with self._news:
            self._add(self._ear.finish())
            self._all_heard = True
            self._news.notify_all()

    def _add(self, ended: list[tuple[LiveChannel, Spoken]]) -> None:
        for channel, spoken in ended:
            late = self._source.recorded - spoken.segment.span.end > UTTERANCES_WITHIN
            self._schedule.add(Task(Kind.LATE if late else Kind.ENDED, channel, spoken))
        self._news.notify_all()

    def _recognise(self) -> None:
        while (task := self._next_task()) is not None:
            self._do(task)
            with self._news:
                self._schedule.done(task)

    def _next_task(self) -> Task | None:
        """Waits for it; None when there is nothing more to do."""
        with self._news:
            while not self._stopping.is_set():
                task = self._schedule.next(self._views.language.sure, self._behind() > WORDS_WITHIN)
                if task is not None or self._all_heard:
                    return task
                self._news.wait(timeout=0.5)
        return None

    def _do(self, task: Task) -> None:
        match task.kind:
            case Kind.ENDED if place_of(task.spoken.segment) > self._ready:
                self._tell_ended(task)
            case Kind.ENDED | Kind.LATE:
                self._views.words.leave(task.channel, task.spoken)
            case Kind.PAUSED:
                self._views.words.guess(task.channel, task.spoken)
            case Kind.GOING_ON:
                self._views.words.tell_words(task.channel, task.spoken)

    def _tell_ended(self, task: Task) -> None:
        utterance = self._views.words.judged(task.channel, task.spoken)
        with self._news:
            if place_of(utterance) > self._ready:
                self._views.words.tell_ended(utterance)
        self._views.words.leave(task.channel, task.spoken)

    def _watch(self) -> None:
        turn = 0
        while not (self._all_heard or self._stopping.wait(TICK)):
            turn += 1
            if self.previews:
                self._advance()
                self._preview(turn)
        if not self._stopping.is_set():
            self._advance(ended=True)

    def _advance(self, ended: bool = False) -> None:
        for follower in self._views.followers:
            follower.advance(ended)

    def _preview(self, turn: int) -> None:
        for channel in self._channels if turn % 2 else ():
            if channel.hearing.silence < SPEAKS:
                self._views.preview.tell(channel)
