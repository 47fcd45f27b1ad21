"""One recording on the desk: what is known of it so far."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import PurePath

from mmemotion.config import ChannelMode, Talk
from mmemotion.messages import (
    ChannelsPlanned,
    Corrected,
    EngineStopped,
    Event,
    JobCancelled,
    JobFailed,
    JobFinished,
    JobStarted,
    Progressed,
    RecordingFailed,
    RecordingSaved,
    Rescored,
    ResultKept,
    SoundRecorded,
    UtteranceHeard,
    UtteranceReady,
    WaveformAdvanced,
    WaveformDrawn,
)
from mmemotion.types import ChannelPlan, Media, ModelRecord, Recording, Utterance
from ui.state.corrections import Corrections
from ui.state.peaks import DrawnPeaks, Outline, Peaks


class Phase(Enum):
    """How far the analysis has come."""

    RECORDING = auto()
    OPENING = auto()
    WAITING = auto()
    RUNNING = auto()
    FINISHED = auto()
    FAILED = auto()
    CANCELLED = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """stage: a word for the user; done, total in seconds of sound; elapsed and stage_began in seconds of work."""

    stage: str
    done: float
    total: float | None
    elapsed: float
    stage_began: float = 0.0

    @property
    def speed(self) -> float | None:
        """Times real time in this stage; None in its first second, while it says nothing."""
        lasted = self.elapsed - self.stage_began
        return self.done / lasted if lasted >= 1 and self.done > 0 else None

    @property
    def left(self) -> float | None:
        """Seconds still to wait, as far as can be told."""
        if self.total is None or self.speed is None:
            return None
        return max(0.0, self.total - self.done) / self.speed


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the time axis: a channel and the name of who speaks on it."""

    channel: int
    name: str


def _order(utterance: Utterance) -> tuple[float, int]:
    return utterance.span.start, utterance.channel


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A file, its job and all that the engine has said about it. message says why it failed or stopped.

    model: the one it is analysed with, once known. before: the session with the result that is shown until there is a
    new one. begun_as: the job of the first of these. channels: how they become speakers. recorded: made in this window;
    what is recorded stays on the desk, whatever becomes of its analysis. kept: its number in the library, None when it
    is not there; name: its title there; of_library: it was opened from there. missing: its media is not where it was.
    analysed: what the model said; recording and utterances are that with the corrections of the user. held: this result
    is the one in the library, and can be corrected.
    """

    job: str
    path: str
    phase: Phase = Phase.WAITING
    media: Media | None = None
    peaks: Peaks = field(default_factory=Peaks)
    drawn: DrawnPeaks | None = None
    utterances: tuple[Utterance, ...] = ()
    progress: Progress | None = None
    recording: Recording | None = None
    plan: ChannelPlan | None = None
    message: str = ""
    model: ModelRecord | None = None
    talk: Talk = Talk.EVERYDAY
    before: Session | None = None
    begun_as: str = ""
    channels: ChannelMode = ChannelMode.AUTO
    recorded: bool = False
    kept: int | None = None
    name: str = ""
    of_library: bool = False
    missing: bool = False
    analysed: Recording | None = None
    corrections: Corrections = field(default_factory=Corrections)
    held: bool = False

    @property
    def view(self) -> str:
        """The same for an analysis and a later one beside its result: play head and zoom stay."""
        return self.begun_as or self.job

    @property
    def visible(self) -> Session:
        """The session whose result is to be seen: this one, or the earlier one until this one is done."""
        return self.before or self

    @property
    def title(self) -> str:
        """Its title in the library, or the name of the file."""
        return self.name or PurePath(self.path).name

    @property
    def sound(self) -> str:
        """The file to be played; empty when it is not there."""
        return "" if self.missing else self.path

    @property
    def duration(self) -> float:
        """Length in seconds, as well as it is known by now."""
        if self.recording is not None:
            return self.recording.duration
        declared = self.media.duration if self.media is not None else None
        return max(declared or 0.0, self.outline.duration)

    @property
    def busy(self) -> bool:
        """True while the engine has or will have work with it."""
        return self.phase in (Phase.RECORDING, Phase.WAITING, Phase.RUNNING)

    @property
    def silent(self) -> bool:
        """True when the analysis is complete and found nobody speaking."""
        return self.phase is Phase.FINISHED and not self.utterances

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about the recording as a whole."""
        return self.recording.warnings if self.recording is not None else ()

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """One per channel; one in all when the channels were averaged."""
        names = _names(self.utterances)
        channels = 1 if self._mixed else max(self.outline.channel_count, 1 + max(names, default=0))
        kind = "Speaker" if self.plan is ChannelPlan.SPLIT else "Channel"
        return tuple(
            Lane(channel, names.get(channel, _unnamed(kind, channel, channels))) for channel in range(channels)
        )

    @property
    def outline(self) -> Outline:
        """The whole waveform, or as much as there is of it."""
        return self.drawn or self.peaks

    @property
    def drawn_peaks(self) -> Outline:
        """The waveform, one channel per lane."""
        return self.outline.mixed() if self._mixed and self.outline.channel_count > 1 else self.outline

    def index_at(self, time: float) -> int | None:
        """Which utterance began last at or before time (s), or comes first; None when there is none."""
        index = bisect.bisect_right(self.utterances, time + 1e-3, key=lambda utterance: utterance.span.start) - 1
        return max(0, index) if self.utterances else None

    def apply(self, event: Event) -> Session:
        """The session after the event; itself when the event is about another job, or another number."""
        if isinstance(event, EngineStopped):
            return self._stopped(event.message)
        if isinstance(event, ResultKept | Corrected | Rescored):
            return self._reviewed(event)
        if isinstance(event, WaveformDrawn) and event.job == self.job:
            return self._with_drawing(event.path)
        if getattr(event, "job", None) != self.job or not (self.busy or self.phase is Phase.OPENING):
            return self
        if self.phase is Phase.RECORDING:
            return self._recording(event)
        match event:
            case JobStarted(media=media):
                return replace(self, phase=self.phase if self.phase is Phase.OPENING else Phase.RUNNING, media=media)
            case ChannelsPlanned(plan=plan):
                return replace(self, plan=plan)
            case WaveformAdvanced(envelope=envelope):
                return replace(self, peaks=self.peaks.append(envelope))
            case Progressed():
                return replace(self, phase=Phase.RUNNING, progress=self._progressed(event))
            case UtteranceReady(utterance=utterance) | UtteranceHeard(utterance=utterance):
                return self._with(utterance)
            case JobFinished() | JobFailed() | JobCancelled():
                return self._over(event)
        return self

    def again(self, job: str) -> Session:
        """A session that waits to be analysed under a new job; a result that is complete stays until then."""
        before = self if self.phase is Phase.FINISHED else None
        begun_as = self.view if before is not None or self.recorded else ""
        fresh = Session(job, self.path, before=before, begun_as=begun_as)
        fresh = replace(fresh, kept=self.kept, name=self.name, of_library=self.of_library, missing=self.missing)
        return replace(fresh, channels=self.channels, recorded=self.recorded)

    def ended(self, phase: Phase, message: str = "") -> Session:
        """The session without a result of its own; if there was one before, that is back."""
        if self.before is not None:
            return replace(self.before, job=self.job, begun_as=self.view, message=message)
        return replace(self, phase=phase, message=message)

    @property
    def _mixed(self) -> bool:
        plan = self.plan if self.recording is None else self.recording.plan
        return plan is ChannelPlan.MIX

    def _recording(self, event: Event) -> Session:
        """While it is being recorded its sound comes from the recorder, and a failed analysis does not end it."""
        match event:
            case SoundRecorded(envelope=envelope) if envelope is not None:
                return replace(self, peaks=self.peaks.append(envelope))
            case RecordingSaved() | RecordingFailed():
                return replace(self, phase=Phase.RUNNING)
            case JobStarted(media=media):
                return replace(self, media=media)
            case ChannelsPlanned(plan=plan):
                return replace(self, plan=plan)
            case UtteranceReady(utterance=utterance) | UtteranceHeard(utterance=utterance):
                return self._with(utterance)
            case JobFinished(recording=recording):
                return self._finished(recording)
        return self

    def _with_drawing(self, path: str) -> Session:
        """A file that went since it was told of leaves the waveform as it is."""
        try:
            return replace(self, drawn=DrawnPeaks.read(path))
        except (OSError, ValueError):
            return self

    def _over(self, event: JobFinished | JobFailed | JobCancelled) -> Session:
        match event:
            case JobFinished(recording=recording):
                return self._finished(recording)
            case JobFailed(message=message):
                return self.ended(Phase.FAILED, message)
            case JobCancelled():
                return self.ended(Phase.CANCELLED)

    def _stopped(self, message: str) -> Session:
        """The engine is gone."""
        match self.phase:
            case Phase.RUNNING:
                return self.ended(Phase.STOPPED, message)
            case Phase.OPENING:
                return self.ended(Phase.FAILED, message)
        return self

    def _progressed(self, event: Progressed) -> Progress:
        before = self.progress
        began = before.stage_began if before is not None and before.stage == event.stage else event.elapsed
        return Progress(event.stage, event.done, event.total, event.elapsed, began)

    def _with(self, utterance: Utterance) -> Session:
        """With the utterance, in the place of an earlier one of the same span and channel."""
        at = bisect.bisect_left(self.utterances, _order(utterance), key=_order)
        end = bisect.bisect_right(self.utterances, _order(utterance), lo=at, key=_order)
        same = next((i for i in range(at, end) if self.utterances[i].span == utterance.span), None)
        first, rest = (end, end) if same is None else (same, same + 1)
        return replace(self, utterances=(*self.utterances[:first], utterance, *self.utterances[rest:]))

    def _finished(self, recording: Recording) -> Session:
        done = replace(self, phase=Phase.FINISHED, progress=None, before=None, held=self.phase is Phase.OPENING)
        model = self.model or (recording.models[-1] if recording.models else None)  # the last is the one that judges
        return replace(done, analysed=recording, media=recording.media, model=model)._as_corrected()

    def _reviewed(self, event: ResultKept | Corrected | Rescored) -> Session:
        """What is corrected is the result in the library: an earlier one, while there is no other yet."""
        if isinstance(event, ResultKept):
            return replace(self, kept=event.number, held=True) if event.job == self.job else self
        if event.number != self.kept:
            return self
        if self.before is not None:
            return replace(self, before=self.before.apply(event))
        if not self.held and self.phase is not Phase.OPENING:
            return self
        return replace(self, corrections=self.corrections.apply(event))._as_corrected()

    def _as_corrected(self) -> Session:
        if self.analysed is None:
            return self
        recording = self.corrections.to(self.analysed, self.utterances)
        return replace(self, recording=recording, utterances=recording.utterances)


def _names(utterances: Sequence[Utterance]) -> dict[int, str]:
    """Who speaks on each channel: one, until the user says that some of it was somebody else."""
    names: dict[int, dict[str, None]] = {}
    for utterance in utterances:
        names.setdefault(utterance.channel, {})[utterance.speaker] = None
    return {channel: ", ".join(known) for channel, known in names.items()}


def _unnamed(kind: str, channel: int, channels: int) -> str:
    """The name of a lane on which nobody has spoken yet."""
    return f"{kind} {channel + 1}" if channels > 1 else "Sound"
