"""What window and command line say to the engine about analysis, and what it answers. Each names its job."""

from __future__ import annotations

import msgspec

from mmemotion.config import Config
from mmemotion.types import ChannelPlan, Envelope, Media, Probabilities, Recording, Span, Track, Utterance


class Analyze(msgspec.Struct, frozen=True, tag=True):
    """Analyse the file at path."""

    job: str
    path: str
    config: Config


class Listen(msgspec.Struct, frozen=True, tag=True):
    """Analyse the recording at path while it is being made; ends when the recording does."""

    job: str
    path: str
    config: Config


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """Stop the job; answered by JobCancelled, or by its result if that came first."""

    job: str


class DrawWaveform(msgspec.Struct, frozen=True, tag=True):
    """Draw the whole waveform of the file at path in fine detail; answered by WaveformDrawn, if it can be read."""

    job: str
    path: str


class Shutdown(msgspec.Struct, frozen=True, tag=True):
    """Finish and exit."""


class EngineReady(msgspec.Struct, frozen=True, tag=True):
    """Models are loaded; device names where networks run."""

    device: str


class JobStarted(msgspec.Struct, frozen=True, tag=True):
    """The file was opened."""

    job: str
    media: Media


class WaveformAdvanced(msgspec.Struct, frozen=True, tag=True):
    """The next stretch of the waveform, for drawing."""

    job: str
    envelope: Envelope


class WaveformDrawn(msgspec.Struct, frozen=True, tag=True):
    """The whole waveform lies in the file at path (mmemotion.pyramid); replaces all that was sent of it before."""

    job: str
    path: str


class ChannelsPlanned(msgspec.Struct, frozen=True, tag=True):
    """How the channels become speakers; in a mix every utterance is on channel 0."""

    job: str
    plan: ChannelPlan


class Progressed(msgspec.Struct, frozen=True, tag=True):
    """stage: a word for the user. done and total in seconds of sound (total None while unknown); elapsed in seconds."""

    job: str
    stage: str
    done: float
    total: float | None
    elapsed: float


class UtteranceReady(msgspec.Struct, frozen=True, tag=True):
    """An utterance, judged by what was said until then. They come in order of start, then channel."""

    job: str
    utterance: Utterance


class JobFinished(msgspec.Struct, frozen=True, tag=True):
    """The whole result; replaces all utterances sent before: the same ones, judged by the whole recording."""

    job: str
    recording: Recording


class ResultPart(msgspec.Struct, frozen=True, tag=True):
    """Utterances of a JobFinished that is too large for one message. Engine and pipe only: nobody else sees it."""

    job: str
    utterances: tuple[Utterance, ...]


class JobFailed(msgspec.Struct, frozen=True, tag=True):
    """kind: the class name of the error; message: one sentence for the user."""

    job: str
    kind: str
    message: str


class JobCancelled(msgspec.Struct, frozen=True, tag=True):
    """The job was stopped as asked."""

    job: str


class UtteranceHeard(msgspec.Struct, frozen=True, tag=True):
    """While recording: an utterance that ended just now, at first sight.

    UtteranceReady brings the same one (by span and channel) again, with words recognised among more words.
    """

    job: str
    utterance: Utterance


class PartialTranscript(msgspec.Struct, frozen=True, tag=True):
    """What is being said on a channel since start (s): settled only grows, tentative may still change.

    Both are empty when nobody speaks any more.
    """

    job: str
    channel: int
    start: float
    settled: str
    tentative: str


class EstimatePreviewed(msgspec.Struct, frozen=True, tag=True):
    """How the voice on a channel sounds in the last seconds (span), by its sound alone."""

    job: str
    channel: int
    span: Span
    probabilities: Probabilities


class TracksAdvanced(msgspec.Struct, frozen=True, tag=True):
    """The next stretch of the tracks f0 (Hz) and loudness (dBFS) of a channel, each going on where it ended."""

    job: str
    channel: int
    tracks: tuple[Track, ...]


class Listening(msgspec.Struct, frozen=True, tag=True):
    """How far a live analysis is behind the sound (s); previews are left out while it is far behind."""

    job: str
    heard: float
    behind: float
    previews: bool


class EngineStopped(msgspec.Struct, frozen=True, tag=True):
    """The engine is gone; message says why. Running jobs are lost and may be sent again."""

    message: str
