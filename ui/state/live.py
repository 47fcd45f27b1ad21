"""A recording being made: what the recorder and the engine say about this moment. Its past is in its session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mmemotion.messages import (
    EstimatePreviewed,
    Event,
    GapFound,
    JobFailed,
    Listening,
    MicrophoneTrouble,
    PartialTranscript,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    SoundRecorded,
    TracksAdvanced,
    UtteranceHeard,
    UtteranceReady,
)
from mmemotion.types import EMOTIONS, Gap
from ui.state.level import Level
from ui.state.live_words import Partial
from ui.state.mood import Mood
from ui.state.rolling import KEPT, Head, Points

ANSWERS = (PartialTranscript, UtteranceHeard, UtteranceReady, EstimatePreviewed, TracksAdvanced)
"""Events that show that the models are loaded and at work; Listening only says how much there is to do."""

SIGNIFICANT = 2.0
"""Seconds an analysis may be behind without a word."""

SWITCH = 1.0
"""Seconds of silence of one speaker after which another is shown."""

NOTICE_LASTS = 10.0
LATEST_GAPS = 5
CALM, LOADING = "Everything is saved as it is heard.", "The models are being loaded; everything is recorded meanwhile."
NO_ANALYSIS = "{message} The recording goes on, and is analysed when it has ended."


@dataclass(frozen=True, slots=True)
class Preview:
    """The emotions in a voice at end (s): shares in the order of EMOTIONS."""

    end: float
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """What one channel sounds like: only as much as can be in view."""

    level: Level = field(default_factory=Level)
    previews: tuple[Preview, ...] = ()
    f0: Points = field(default_factory=Points)
    loudness: Points = field(default_factory=Points)
    mood: Mood = field(default_factory=Mood)


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A recording with this job and path.

    wanted: the microphone that was asked for; microphone: the one it is. analysed: whether the engine was asked to
    listen; heard: whether it answers. speaking: the channel whose emotion is shown. gaps: the latest of them; lost:
    seconds of all. trouble: of the microphone; failure: of the analysis; notice: what happened a moment ago.
    """

    job: str
    path: str
    channels: tuple[Channel, ...]
    wanted: str = ""
    microphone: str = ""
    started: bool = False
    paused: bool = False
    stopping: bool = False
    analysed: bool = False
    heard: bool = False
    head: Head = field(default_factory=Head)
    partials: Mapping[int, Partial] = field(default_factory=dict)
    speaking: int = 0
    gaps: tuple[Gap, ...] = ()
    lost: float = 0.0
    behind: float = 0.0
    trouble: str = ""
    failure: str = ""
    notice: str = ""
    noticed_at: float = 0.0

    @property
    def seconds(self) -> float:
        """Length of the file."""
        return self.head.seconds

    @property
    def is_behind(self) -> bool:
        """True when the analysis is so late that it must be said."""
        return self.heard and self.behind > SIGNIFICANT

    @property
    def mood(self) -> Mood:
        """The emotion of who is speaking."""
        return self.channels[self.speaking].mood

    def apply(self, event: Event, now: float) -> Live:
        """The recording after the event, which came at now (monotonic clock, s)."""
        if getattr(event, "job", None) != self.job:
            return self
        match event:
            case RecordingStarted(microphone=microphone, channel_count=count):
                channels = (*self.channels, *(Channel() for _ in range(count)))[:count]  # as many as there really are
                return replace(self, started=True, microphone=microphone, channels=channels, speaking=0)
            case SoundRecorded():
                return self._sounding(event)
            case RecordingPaused():
                return replace(self, paused=True)
            case RecordingResumed():
                return replace(self, paused=False)
            case GapFound(gap=gap):
                return replace(self, gaps=(*self.gaps, gap)[-LATEST_GAPS:], lost=self.lost + gap.seconds)
            case MicrophoneTrouble(message=message):
                return replace(self, trouble=message)
        return self._listening(event, now)

    def moved(self, now: float) -> Live:
        """As it is seen now."""
        mood = self.mood.moved(now)
        return self if mood is self.mood else self._with(self.speaking, mood=mood)

    def forgiven(self) -> Live:
        """Without the marks of clipping."""
        return replace(self, channels=tuple(replace(c, level=c.level.forgiven()) for c in self.channels))

    def silenced(self) -> Live:
        """Without an engine that listens."""
        return replace(self, analysed=False, heard=False, partials={}, behind=0.0)

    def noticed(self, sentence: str, now: float) -> Live:
        """With a sentence that is shown for a while."""
        return replace(self, notice=sentence, noticed_at=now)

    def sentence(self, now: float) -> tuple[str, bool]:
        """What to tell the user, the worst first, and whether it is bad."""
        if self.trouble:
            return self.trouble, True
        if self.failure:
            return NO_ANALYSIS.format(message=self.failure), True
        if self.notice and now - self.noticed_at < NOTICE_LASTS:
            return self.notice, True
        return (CALM if self.heard else LOADING), False

    def _sounding(self, event: SoundRecorded) -> Live:
        heard = zip(self.channels, event.levels, event.peaks, event.clipped, strict=False)
        channels = tuple(
            replace(channel, level=channel.level.hear(level, peak, clipped, event.clock))
            for channel, level, peak, clipped in heard
        )
        channels += self.channels[len(channels) :]
        return replace(self, channels=channels, head=self.head.hear(event.seconds, event.clock))

    def _listening(self, event: Event, now: float) -> Live:
        live = self if self.heard or not isinstance(event, ANSWERS) else replace(self, heard=True)
        match event:
            case PartialTranscript(channel=channel, start=start, settled=settled, tentative=tentative):
                said = Partial(channel, start, settled, tentative)
                return replace(live, partials={**self.partials, channel: said})
            case UtteranceHeard(utterance=utterance):
                return live._without_partial(utterance.channel, utterance.span.end)
            case EstimatePreviewed(channel=channel) if channel < len(self.channels):
                return live._previewed(event, now)
            case TracksAdvanced(channel=channel) if channel < len(self.channels):
                return live._measured(event)
            case Listening(behind=behind):
                return replace(live, behind=behind)
            case JobFailed(message=message):
                return replace(self.silenced(), failure=message)
        return live

    def _without_partial(self, channel: int, end: float) -> Live:
        """Its words are those of the utterance now, unless they are of the next one already."""
        said = self.partials.get(channel)
        if said is None or said.start >= end:
            return self
        return replace(self, partials={c: partial for c, partial in self.partials.items() if c != channel})

    def _previewed(self, event: EstimatePreviewed, now: float) -> Live:
        channel = self.channels[event.channel]
        shares = tuple(event.probabilities.get(emotion, 0.0) for emotion in EMOTIONS)
        end = event.span.end
        kept = tuple(p for p in channel.previews if end - KEPT < p.end < end)
        switch = event.channel != self.speaking and now - self.mood.heard_at > SWITCH
        live = replace(self, speaking=event.channel) if switch else self
        mood = channel.mood.hear(event.probabilities, now)
        return live._with(event.channel, previews=(*kept, Preview(end, shares)), mood=mood)

    def _measured(self, event: TracksAdvanced) -> Live:
        channel = self.channels[event.channel]
        tracks = {track.name: track for track in event.tracks}
        f0 = channel.f0.append(tracks["f0"]) if "f0" in tracks else channel.f0
        loudness = channel.loudness.append(tracks["loudness"]) if "loudness" in tracks else channel.loudness
        return self._with(event.channel, f0=f0, loudness=loudness)

    def _with(self, channel: int, **changes: object) -> Live:
        changed = replace(self.channels[channel], **changes)  # type: ignore[arg-type]
        return replace(self, channels=(*self.channels[:channel], changed, *self.channels[channel + 1 :]))


def begin(job: str, path: str, channel_count: int, wanted: str = "") -> Live:
    """A recording that is about to begin; wanted: a microphone, or empty for the system's default."""
    return Live(job, path, tuple(Channel() for _ in range(channel_count)), wanted)
