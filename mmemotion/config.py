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


class Talk(StrEnum):
    """What is known of how people talk in a recording before it is heard: mostly neutral, as every day; or acted, as in
    a demonstration, with every emotion as often."""

    EVERYDAY = "everyday"
    ACTED = "acted"


@dataclass(frozen=True, slots=True)
class Config:
    """language: "auto" or an ISO 639-1 code. model: name of a trained fusion model in models/.

    keep: the result goes into the library.
    """

    language: str = "auto"
    device: Device = Device.AUTO
    channels: ChannelMode = ChannelMode.AUTO
    model: str = "default"
    talk: Talk = Talk.EVERYDAY
    beam_size: int = 5
    keep: bool = False


def make_config(language: str, device: str, channels: str, model: str = "default", talk: str = "everyday") -> Config:
    """Settings from what a user typed. Raises ConfigError naming the choices."""
    if language != "auto" and not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
        raise ConfigError(f'"{language}" is not a language code; use auto, or a code such as en, de, pl or ur.')
    return Config(
        language,
        _one_of(Device, device, "device"),
        _one_of(ChannelMode, channels, "channels"),
        model,
        _one_of(Talk, talk, "talk"),
    )


def _one_of(choices: type[Choice], value: str, name: str) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise ConfigError(f'"{value}" is not a choice for {name}; use {", ".join(choices)}.') from None
