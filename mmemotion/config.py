"""Settings of an analysis, beside nothing else: what the user may choose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChannelMode(StrEnum):
    """What to do with several channels: decide by listening, average them, or keep each as a speaker."""

    AUTO = "auto"
    MIX = "mix"
    SPLIT = "split"


class Device(StrEnum):
    """Where networks run. AUTO is a GPU where torch finds one, else the CPU."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True)
class Config:
    """language: "auto" or an ISO 639-1 code. model: name of a trained fusion model in models/."""

    language: str = "auto"
    device: Device = Device.AUTO
    channels: ChannelMode = ChannelMode.AUTO
    model: str = "default"
    beam_size: int = 5
