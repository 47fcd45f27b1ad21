"""What window and command line say to the recorder, and what it answers."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from mmemotion.types import Envelope, Gap, Microphone, Unfinished


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
