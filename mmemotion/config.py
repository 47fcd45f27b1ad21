"""Settings of an analysis: what the user may choose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from mmemotion.errors import ConfigError

Choice = TypeVar("Choice", bound=StrEnum)


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


def make_config(language: str, device: str, channels: str, model: str = "default") -> Config:
    """Settings from what a user typed. Raises ConfigError naming the choices."""
    if language != "auto" and not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
        raise ConfigError(f'"{language}" is not a language code; use auto, or a code such as en, de, pl or ur.')
    return Config(language, _one_of(Device, device, "device"), _one_of(ChannelMode, channels, "channels"), model)


def _one_of(choices: type[Choice], value: str, name: str) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise ConfigError(f'"{value}" is not a choice for {name}; use {", ".join(choices)}.') from None
