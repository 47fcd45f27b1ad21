"""What window, command line, engine and recorder say to each other. Commands go down, events come up."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from mmemotion.messages.analysis import (
    Analyze,
    Cancel,
    ChannelsPlanned,
    EngineReady,
    EngineStopped,
    EstimatePreviewed,
    JobCancelled,
    JobFailed,
    JobFinished,
    JobStarted,
    Listen,
    Listening,
    PartialTranscript,
    Progressed,
    Shutdown,
    TracksAdvanced,
    UtteranceHeard,
    UtteranceReady,
    WaveformAdvanced,
)
from mmemotion.messages.library import (
    Delete,
    Describe,
    Exported,
    ExportKept,
    Find,
    Found,
    ImportKept,
    Kept,
    LibraryChanged,
    LibraryFailed,
    Moment,
    OpenKept,
    Query,
    Relink,
    Restore,
)
from mmemotion.messages.recording import (
    FindUnfinished,
    GapFound,
    ListMicrophones,
    MicrophonesFound,
    MicrophoneTrouble,
    Pause,
    Record,
    RecorderStopped,
    RecordingFailed,
    RecordingPaused,
    RecordingResumed,
    RecordingSaved,
    RecordingStarted,
    Resume,
    Settle,
    SoundRecorded,
    StopRecording,
    Trouble,
    UnfinishedFound,
)
from mmemotion.messages.review import (
    Correct,
    Corrected,
    Explain,
    Explained,
    Redo,
    Rescored,
    ResultKept,
    ReviewFailed,
    Suppose,
    Supposed,
    Undo,
)

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
    | Find
    | OpenKept
    | Describe
    | Delete
    | Restore
    | Relink
    | ExportKept
    | ImportKept
    | Correct
    | Undo
    | Redo
    | Suppose
    | Explain
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
    | Found
    | LibraryChanged
    | Exported
    | LibraryFailed
    | ResultKept
    | Corrected
    | Rescored
    | Supposed
    | Explained
    | ReviewFailed
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


__all__ = [
    "Analyze",
    "Cancel",
    "ChannelsPlanned",
    "Command",
    "Correct",
    "Corrected",
    "Delete",
    "Describe",
    "EngineReady",
    "EngineStopped",
    "EstimatePreviewed",
    "Event",
    "Explain",
    "Explained",
    "ExportKept",
    "Exported",
    "Find",
    "FindUnfinished",
    "Found",
    "GapFound",
    "ImportKept",
    "JobCancelled",
    "JobFailed",
    "JobFinished",
    "JobStarted",
    "Kept",
    "LibraryChanged",
    "LibraryFailed",
    "ListMicrophones",
    "Listen",
    "Listening",
    "MicrophoneTrouble",
    "MicrophonesFound",
    "Moment",
    "OpenKept",
    "PartialTranscript",
    "Pause",
    "Progressed",
    "Query",
    "Record",
    "RecorderStopped",
    "RecordingFailed",
    "RecordingPaused",
    "RecordingResumed",
    "RecordingSaved",
    "RecordingStarted",
    "Redo",
    "Relink",
    "Rescored",
    "Restore",
    "ResultKept",
    "Resume",
    "ReviewFailed",
    "Settle",
    "Shutdown",
    "SoundRecorded",
    "StopRecording",
    "Suppose",
    "Supposed",
    "TracksAdvanced",
    "Trouble",
    "Undo",
    "UnfinishedFound",
    "UtteranceHeard",
    "UtteranceReady",
    "WaveformAdvanced",
    "decode_command",
    "decode_event",
    "encode",
]
