"""What window, command line, engine and recorder say to each other. Commands go down, events come up."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from mmemotion.messages.analysis import (
    Analyze,
    Cancel,
    ChannelsPlanned,
    DrawWaveform,
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
    ResultPart,
    Shutdown,
    TracksAdvanced,
    UtteranceHeard,
    UtteranceReady,
    WaveformAdvanced,
    WaveformDrawn,
)
from mmemotion.messages.library import (
    Delete,
    Describe,
    Exported,
    ExportKept,
    Find,
    FindInterrupted,
    Found,
    ImportKept,
    InterruptedFound,
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
from mmemotion.messages.training import (
    Accuracy,
    Adapt,
    AdaptedModel,
    Adapting,
    AdaptingFailed,
    Compared,
    CorrectionsCounted,
    CountCorrections,
    KeepModel,
    ModelKept,
    PackSaved,
    SavePack,
    StopAdapting,
    TrainerStopped,
)

Command = (
    Analyze
    | Listen
    | Cancel
    | DrawWaveform
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
    | FindInterrupted
    | Correct
    | Undo
    | Redo
    | Suppose
    | Explain
    | Adapt
    | CountCorrections
    | KeepModel
    | SavePack
    | StopAdapting
)
Event = (
    EngineReady
    | JobStarted
    | WaveformAdvanced
    | WaveformDrawn
    | ChannelsPlanned
    | Progressed
    | UtteranceReady
    | UtteranceHeard
    | PartialTranscript
    | EstimatePreviewed
    | TracksAdvanced
    | Listening
    | JobFinished
    | ResultPart
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
    | InterruptedFound
    | ResultKept
    | Corrected
    | Rescored
    | Supposed
    | Explained
    | ReviewFailed
    | AdaptedModel
    | Adapting
    | AdaptingFailed
    | CorrectionsCounted
    | ModelKept
    | PackSaved
    | TrainerStopped
)


_FLOAT = np.dtype("<f4")


def _pack_array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"shape": value.shape, "float32": np.ascontiguousarray(value, dtype="<f4").tobytes()}
    raise TypeError(f"cannot send a {type(value).__name__}")


def _unpack_array(kind: type, value: Any) -> Any:
    flat = np.frombuffer(value["float32"], _FLOAT)
    return flat if value["shape"] == [len(flat)] else flat.reshape(value["shape"])


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
    "Accuracy",
    "Adapt",
    "AdaptedModel",
    "Adapting",
    "AdaptingFailed",
    "Analyze",
    "Cancel",
    "ChannelsPlanned",
    "Command",
    "Compared",
    "Correct",
    "Corrected",
    "CorrectionsCounted",
    "CountCorrections",
    "Delete",
    "Describe",
    "DrawWaveform",
    "EngineReady",
    "EngineStopped",
    "EstimatePreviewed",
    "Event",
    "Explain",
    "Explained",
    "ExportKept",
    "Exported",
    "Find",
    "FindInterrupted",
    "FindUnfinished",
    "Found",
    "GapFound",
    "ImportKept",
    "InterruptedFound",
    "JobCancelled",
    "JobFailed",
    "JobFinished",
    "JobStarted",
    "KeepModel",
    "Kept",
    "LibraryChanged",
    "LibraryFailed",
    "ListMicrophones",
    "Listen",
    "Listening",
    "MicrophoneTrouble",
    "MicrophonesFound",
    "ModelKept",
    "Moment",
    "OpenKept",
    "PackSaved",
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
    "ResultPart",
    "Resume",
    "ReviewFailed",
    "SavePack",
    "Settle",
    "Shutdown",
    "SoundRecorded",
    "StopAdapting",
    "StopRecording",
    "Suppose",
    "Supposed",
    "TracksAdvanced",
    "TrainerStopped",
    "Trouble",
    "Undo",
    "UnfinishedFound",
    "UtteranceHeard",
    "UtteranceReady",
    "WaveformAdvanced",
    "WaveformDrawn",
    "decode_command",
    "decode_event",
    "encode",
]
