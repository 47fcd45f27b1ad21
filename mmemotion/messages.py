"""What window, command line and engine say to each other. Commands go down, events come up; each names its job."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
import numpy as np

from mmemotion.config import Config
from mmemotion.types import (
    ChannelPlan,
    Envelope,
    Gap,
    Media,
    Microphone,
    Probabilities,
    Recording,
    Span,
    Track,
    Unfinished,
    Utterance,
)


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


class ListMicrophones(msgspec.Struct, frozen=True, tag=True):
    """Asks the recorder which microphones there are now; answered by MicrophonesFound."""


class Record(msgspec.Struct, frozen=True, tag=True):
    """Record into the new file path (WAV), or go on with the unfinished recording that is there.

    microphone: a name, or empty for the default one. channel_count: 1 or 2.
    """

    job: str
    path: str
    microphone: str = ""
    channel_count: int = 1


class Pause(msgspec.Struct, frozen=True, tag=True):
    """Stop taking in sound for a while; answered by RecordingPaused."""

    job: str


class Resume(msgspec.Struct, frozen=True, tag=True):
    """Take in sound again; answered by RecordingResumed."""

    job: str


class StopRecording(msgspec.Struct, frozen=True, tag=True):
    """Close the recording with all that was heard until now; answered by RecordingSaved."""

    job: str


class FindUnfinished(msgspec.Struct, frozen=True, tag=True):
    """Asks the recorder for recordings in a folder that nobody stopped; answered by UnfinishedFound."""

    folder: str


class Settle(msgspec.Struct, frozen=True, tag=True):
    """The user has dealt with an unfinished recording: it is not to be found again. Its sound is left as it is."""

    path: str


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """Stop the job; answered by JobCancelled, or by its result if that came first."""

    job: str


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


class Trouble(StrEnum):
    """What can be wrong with a microphone while it records."""

    NONE = "none"
    NO_SIGNAL = "no signal"
    MUTED = "muted"
    STALLED = "stalled"
    UNPLUGGED = "unplugged"
    GONE = "gone"
    DISK = "disk"


class MicrophonesFound(msgspec.Struct, frozen=True, tag=True):
    """The microphones there are, the default one first."""

    microphones: tuple[Microphone, ...]


class RecordingStarted(msgspec.Struct, frozen=True, tag=True):
    """Sound is being recorded; sample_rate in Hz."""

    job: str
    path: str
    microphone: str
    sample_rate: int
    channel_count: int


class SoundRecorded(msgspec.Struct, frozen=True, tag=True):
    """More sound is in the file, which now has so many seconds.

    clock: monotonic time (s) at which the last of it was heard. levels: RMS, peaks: largest sample of what is new
    (dBFS per channel, -120 for none); clipped: whether a channel reached full scale.
    """

    job: str
    seconds: float
    clock: float
    envelope: Envelope | None
    levels: tuple[float, ...]
    peaks: tuple[float, ...]
    clipped: tuple[bool, ...]


class RecordingPaused(msgspec.Struct, frozen=True, tag=True):
    """No sound is taken in."""

    job: str


class RecordingResumed(msgspec.Struct, frozen=True, tag=True):
    """Sound is taken in again."""

    job: str


class GapFound(msgspec.Struct, frozen=True, tag=True):
    """Sound was lost; the place is marked in the file."""

    job: str
    gap: Gap


class MicrophoneTrouble(msgspec.Struct, frozen=True, tag=True):
    """What is wrong now, in a sentence for the user; NONE and empty when all is well again."""

    job: str
    trouble: Trouble
    message: str


class RecordingSaved(msgspec.Struct, frozen=True, tag=True):
    """The recording is closed: complete but for the gaps; seconds of sound in it."""

    job: str
    path: str
    seconds: float
    gaps: tuple[Gap, ...]


class UnfinishedFound(msgspec.Struct, frozen=True, tag=True):
    """Recordings that nobody stopped, each whole by now but for its last second at most."""

    recordings: tuple[Unfinished, ...]


class RecordingFailed(msgspec.Struct, frozen=True, tag=True):
    """Recording ended or never began; message says why and what to do. path is empty when nothing was recorded."""

    job: str
    kind: str
    message: str
    path: str
    seconds: float


class RecorderStopped(msgspec.Struct, frozen=True, tag=True):
    """The recorder is gone; message says why. What it recorded is in its file; Record with its path goes on with it."""

    message: str


class EngineStopped(msgspec.Struct, frozen=True, tag=True):
    """The engine is gone; message says why. Running jobs are lost and may be sent again."""

    message: str


Command = (
    Analyze
    | Listen
    | Cancel
    | Shutdown
    | ListMicrophones
    | Record
    | Pause
    | Resume
    | StopRecording
    | FindUnfinished
    | Settle
)
Event = (
    EngineReady
    | JobStarted
    | WaveformAdvanced
    | ChannelsPlanned
    | Progressed
    | UtteranceReady
    | UtteranceHeard
    | PartialTranscript
    | EstimatePreviewed
    | TracksAdvanced
    | Listening
    | JobFinished
    | JobFailed
    | JobCancelled
    | EngineStopped
    | MicrophonesFound
    | RecordingStarted
    | SoundRecorded
    | RecordingPaused
    | RecordingResumed
    | GapFound
    | MicrophoneTrouble
    | RecordingSaved
    | UnfinishedFound
    | RecordingFailed
    | RecorderStopped
)


def _pack_array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"shape": value.shape, "float32": np.ascontiguousarray(value, dtype="<f4").tobytes()}
    raise TypeError(f"cannot send a {type(value).__name__}")


def _unpack_array(kind: type, value: Any) -> Any:
    return np.frombuffer(value["float32"], dtype="<f4").reshape(value["shape"])


_encoder = msgspec.msgpack.Encoder(enc_hook=_pack_array)
_commands: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command, dec_hook=_unpack_array)
_events: msgspec.msgpack.Decoder[Event] = msgspec.msgpack.Decoder(Event, dec_hook=_unpack_array)


def encode(message: Command | Event) -> bytes:
    """A message as MessagePack."""
    return _encoder.encode(message)


def decode_command(data: bytes) -> Command:
    """The command in data. Raises msgspec.DecodeError when it is none."""
    return _commands.decode(data)


def decode_event(data: bytes) -> Event:
    """The event in data. Raises msgspec.DecodeError when it is none."""
    return _events.decode(data)
