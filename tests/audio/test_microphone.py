"""Microphones as PortAudio tells of them: odd names, rates they do not have, none at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mmemotion.audio import microphone
from mmemotion.audio.microphone import Microphones
from mmemotion.errors import MicrophoneError
from mmemotion.types import Pcm


class PortAudioError(Exception):
    """As sounddevice names it."""


@dataclass
class Device:
    """What PortAudio knows of one device, and the sample rates it can be opened with."""

    name: bytes
    maxInputChannels: int = 2  # noqa: N815 - PortAudio's name
    defaultSampleRate: float = 44_100.0  # noqa: N815 - PortAudio's name
    hostApi: int = 0  # noqa: N815 - PortAudio's name
    rates: tuple[int, ...] = (44_100, 48_000)


@dataclass
class PortAudio:
    """A double of the library, at the border where it is imported."""

    devices: list[Device]
    standard: int = 0
    system: str = "ALSA"
    opened: list[dict[str, Any]] = field(default_factory=list)
    PortAudioError: type[Exception] = PortAudioError

    @property
    def _lib(self) -> Any:
        return SimpleNamespace(
            Pa_GetDeviceCount=lambda: len(self.devices),
            Pa_GetDeviceInfo=lambda index: self.devices[index],
            Pa_GetDefaultInputDevice=lambda: self.standard,
        )

    _ffi = SimpleNamespace(string=lambda name: name)

    def query_hostapis(self, index: int) -> dict[str, str]:
        return {"name": self.system}

    def check_input_settings(self, device: int, channels: int, dtype: str, samplerate: int) -> None:
        if samplerate not in self.devices[device].rates:
            raise PortAudioError("Invalid sample rate [PaErrorCode -9997]")

    def InputStream(self, **settings: Any) -> Any:  # noqa: N802 - sounddevice's name
        self.opened.append(settings)
        return SimpleNamespace(start=lambda: None, abort=lambda **_: None, close=lambda **_: None)


Install = Callable[[PortAudio], PortAudio]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    def put(library: PortAudio) -> PortAudio:
        monkeypatch.setattr(microphone, "_portaudio", lambda: library)
        return library

    return put


def connect(rate: int, channels: int) -> Callable[[Pcm, float, bool], None]:
    return lambda samples, clock, overflowed: None


def test_names_need_not_be_utf_8_and_the_default_comes_first(install: Install) -> None:
    install(PortAudio([Device(b"Mikrofon \xfcber USB"), Device(b"Speaker", 0), Device("Kopfhörer".encode())], 2))
    found = Microphones().found()
    assert [one.name for one in found] == ["Kopfhörer", "Mikrofon \ufffdber USB"]
    assert [one.default for one in found] == [True, False]


def test_a_microphone_with_an_odd_name_can_be_chosen(install: Install) -> None:
    library = install(PortAudio([Device(b"Default"), Device(b"\xfcber USB")]))
    line = Microphones().open("\ufffdber USB", 1, connect, lambda: None)
    assert library.opened[0]["device"] == 1
    assert line.name == "\ufffdber USB"


@pytest.mark.parametrize(
    ("system", "own", "can", "taken"),
    [
        ("ALSA", 44_100.0, (44_100, 48_000), 48_000),  # servers run at 48 kHz, whatever ALSA says
        ("ALSA", 44_100.0, (44_100,), 44_100),
        ("Core Audio", 44_100.0, (44_100, 48_000), 44_100),
        ("Windows WASAPI", 48_000.0, (16_000,), 16_000),
    ],
)
def test_a_rate_that_is_not_supported_is_replaced_by_one_that_is(
    install: Install, system: str, own: float, can: tuple[int, ...], taken: int
) -> None:
    library = install(PortAudio([Device(b"Mic", 2, own, 0, can)], system=system))
    line = Microphones().open("", 1, connect, lambda: None)
    assert line.sample_rate == taken
    assert [settings["samplerate"] for settings in library.opened] == [taken]


def test_a_microphone_that_has_no_rate_we_know_is_told(install: Install) -> None:
    install(PortAudio([Device(b"Mic", rates=())]))
    with pytest.raises(MicrophoneError) as caught:
        Microphones().open("", 1, connect, lambda: None)
    assert str(caught.value) == (
        "The microphone Mic cannot be used (Invalid sample rate): connect it again or choose another."
    )


def test_a_microphone_gives_the_channels_it_has(install: Install) -> None:
    install(PortAudio([Device(b"Mic", 1)]))
    assert Microphones().open("", 2, connect, lambda: None).channel_count == 1


def test_none_at_all_and_one_that_is_gone(install: Install) -> None:
    install(PortAudio([Device(b"Speaker", 0)]))
    with pytest.raises(MicrophoneError, match="No microphone was found"):
        Microphones().open("", 1, connect, lambda: None)
    install(PortAudio([Device(b"Mic")]))
    with pytest.raises(MicrophoneError, match="The microphone Headset is not there: connect it again"):
        Microphones().open("Headset", 1, connect, lambda: None)


def test_what_the_device_gives_is_passed_on_with_its_time(install: Install) -> None:
    library = install(PortAudio([Device(b"Mic", 1)]))
    got: list[tuple[Pcm, float, bool]] = []
    Microphones().open("", 1, lambda rate, channels: lambda *block: got.append(block), lambda: None)
    samples = np.ones((960, 1), dtype=np.int16)
    library.opened[0]["callback"](samples, 960, None, SimpleNamespace(input_overflow=True))
    assert got[0][0] is samples and got[0][1] > 0 and got[0][2]
