"""Errors a user can meet. Each carries one sentence that says what is wrong and what to do.

MmemotionError
├── InputError                  the recording cannot be used (exit code 2)
│   ├── UnreadableFileError     missing, a folder, or no permission
│   ├── NotMediaError           not audio or video that can be decoded
│   ├── NoSoundError            a video with no sound, or a file with no samples
│   └── TooShortError           less sound than can be analysed
├── OutputError                 a result cannot be written (disk full, no permission)
├── ConfigError                 a setting or option does not make sense
├── ModelError                  weights cannot be used
│   ├── ModelMissingError       not found in any of the places they may come from
│   └── ModelCorruptError       sha256 or content is not what the manifest says
├── DataError                   a corpus or training file is missing or broken
├── TrainingError               a fit went wrong, such as a loss that is not a number
├── MicrophoneError             no sound can be recorded: no microphone, or it cannot be opened
├── LibraryError                the library of recordings cannot do what is asked
├── EditError                   a correction cannot be made, such as a part of an utterance that is too short
├── EngineError                 the engine process stopped or cannot be started
└── Cancelled                   the user stopped the job
"""

from __future__ import annotations


class MmemotionError(Exception):
    """Base of all errors meant for the user."""


class InputError(MmemotionError):
    """The recording cannot be used."""


class UnreadableFileError(InputError):
    """The file is missing, a folder, or may not be read."""


class NotMediaError(InputError):
    """The file is not audio or video that can be decoded."""


class NoSoundError(InputError):
    """The file holds no sound at all."""


class TooShortError(InputError):
    """The sound is shorter than what can be analysed."""


class OutputError(MmemotionError):
    """A result cannot be written."""


class ConfigError(MmemotionError):
    """A setting or an option does not make sense."""


class ModelError(MmemotionError):
    """Model weights cannot be used."""


class ModelMissingError(ModelError):
    """The weights were found in none of their places."""


class ModelCorruptError(ModelError):
    """The weights are not those the manifest names."""


class DataError(MmemotionError):
    """A corpus or training file is missing or broken."""


class TrainingError(MmemotionError):
    """A fit went wrong."""


class MicrophoneError(MmemotionError):
    """No sound can be recorded."""


class LibraryError(MmemotionError):
    """The library of recordings cannot do what is asked."""


class EditError(MmemotionError):
    """A correction cannot be made."""


class EngineError(MmemotionError):
    """The engine process stopped or cannot be started."""


class Cancelled(MmemotionError):  # noqa: N818 - a decision, not a fault
    """The user stopped the job."""
