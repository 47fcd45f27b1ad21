"""What window, command line and engine say to each other. Commands go down, events come up; each names its job."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from mmemotion.config import Config
from mmemotion.types import ChannelPlan, Envelope, Media, Recording, Utterance


class Analyze(msgspec.Struct, frozen=True, tag=True):
    """Analyse the file at path."""

    job: str
    path: str
    config: Config


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


class EngineStopped(msgspec.Struct, frozen=True, tag=True):
    """The engine is gone; message says why. Running jobs are lost and may be sent again."""

    message: str


Command = Analyze | Cancel | Shutdown
Event = (
    EngineReady
    | JobStarted
    | WaveformAdvanced
    | ChannelsPlanned
    | Progressed
    | UtteranceReady
    | JobFinished
    | JobFailed
    | JobCancelled
    | EngineStopped
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
