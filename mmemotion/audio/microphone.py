"""Microphones, through PortAudio: which there are, and sound from one of them. The only room that knows sounddevice."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from mmemotion.errors import MicrophoneError
from mmemotion.types import Connect, Give, Microphone, Pcm

BLOCK_SECONDS = 0.02
STORE_SECONDS = 0.2
"""How much the device holds for us when we come late."""

COMMON_RATES = (48_000, 44_100, 32_000, 16_000)

NONE_FOUND = "No microphone was found: connect one, allow this program to use it, and try again."


class Line:
    """Sound that comes in. close() returns at once, also when the device hangs."""

    def __init__(self, stream: Any, name: str, sample_rate: int, channel_count: int) -> None:
        self._stream = stream
        self.name, self.sample_rate, self.channel_count = name, sample_rate, channel_count

    def close(self) -> None:
        """Takes no more sound. abort() and not stop(), which waits for ever for a device that hangs."""
        with contextlib.suppress(Exception):
            self._stream.abort(ignore_errors=True)
        with contextlib.suppress(Exception):
            self._stream.close(ignore_errors=True)


class Microphones:
    """The microphones of this machine."""

    def found(self) -> tuple[Microphone, ...]:
        """Those there are now, the default one first. May only be called while no line is open."""
        sounddevice = _portaudio()
        standard = _default_input(sounddevice)
        microphones = [
            Microphone(name, int(info["max_input_channels"]), round(info["default_samplerate"]), index == standard)
            for index, name, info in _inputs(sounddevice)
        ]
        return tuple(sorted(microphones, key=lambda microphone: not microphone.default))

    def open(self, name: str, channel_count: int, connect: Connect, ended: Callable[[], None]) -> Line:
        """Sound from the microphone of a name, or from the default one; `ended` is called when the device gives up.

        A microphone with fewer channels gives those it has. Raises MicrophoneError.
        """
        sounddevice = _portaudio()
        index, name, info = _chosen(list(_inputs(sounddevice)), _default_input(sounddevice), name)
        channels = min(channel_count, int(info["max_input_channels"]))
        fault: Exception | None = None
        for rate in _rates(sounddevice, info):
            try:
                sounddevice.check_input_settings(index, channels, "int16", samplerate=rate)
                give = connect(rate, channels)
                return Line(_stream(sounddevice, (index, channels, rate), give, ended), name, rate, channels)
            except (sounddevice.PortAudioError, ValueError) as error:
                fault = fault or error
        raise MicrophoneError(
            f"The microphone {name} cannot be used ({_plain(fault)}): connect it again or choose another."
        ) from fault


def _portaudio() -> Any:
    """The library, knowing the devices of this moment: its list is as old as its last initialisation."""
    try:
        import sounddevice
    except OSError as error:
        raise MicrophoneError("Recording needs the library PortAudio (on Debian: libportaudio2).") from error
    with contextlib.suppress(Exception):
        sounddevice._terminate()
    try:
        sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        raise MicrophoneError(f"The sound system cannot be reached ({_plain(error)}).") from error
    return sounddevice


def _inputs(sounddevice: Any) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Index, name and facts of each device that gives sound."""
    for index in range(sounddevice._lib.Pa_GetDeviceCount()):
        info = sounddevice._lib.Pa_GetDeviceInfo(index)
        if info and info.maxInputChannels > 0:
            # query_devices() gives up on all devices when the name of one is not UTF-8.
            name = sounddevice._ffi.string(info.name).decode("utf-8", errors="replace").strip()
            facts = {
                "max_input_channels": info.maxInputChannels,
                "default_samplerate": info.defaultSampleRate,
                "hostapi": info.hostApi,
            }
            yield index, name, facts


def _rates(sounddevice: Any, info: dict[str, Any]) -> tuple[int, ...]:
    """Sample rates (Hz) in the order in which they are tried: the device's own first.

    ALSA names 44.1 kHz for every sound server, while their microphones run at 48 kHz.
    """
    own = round(info["default_samplerate"])
    alsa = sounddevice.query_hostapis(info["hostapi"])["name"] == "ALSA"
    return tuple(dict.fromkeys((COMMON_RATES[0], own, *COMMON_RATES) if alsa else (own, *COMMON_RATES)))


def _default_input(sounddevice: Any) -> int:
    return int(sounddevice._lib.Pa_GetDefaultInputDevice())


def _chosen(inputs: list[tuple[int, str, dict[str, Any]]], standard: int, name: str) -> tuple[int, str, dict[str, Any]]:
    if not inputs:
        raise MicrophoneError(NONE_FOUND)
    if name:
        found = next((one for one in inputs if one[1] == name), None)
        if found is None:
            raise MicrophoneError(f"The microphone {name} is not there: connect it again or choose another.")
        return found
    return next((one for one in inputs if one[0] == standard), inputs[0])


def _stream(sounddevice: Any, where: tuple[int, int, int], give: Give, ended: Callable[[], None]) -> Any:
    index, channels, rate = where

    def heard(samples: Pcm, frames: int, times: Any, status: Any) -> None:
        give(samples, time.monotonic(), bool(status.input_overflow))

    stream = sounddevice.InputStream(
        samplerate=rate,
        blocksize=round(BLOCK_SECONDS * rate),
        device=index,
        channels=channels,
        dtype="int16",
        latency=STORE_SECONDS,
        callback=heard,
        finished_callback=ended,
    )
    stream.start()
    return stream


def _plain(error: Exception | None) -> str:
    """What PortAudio says, without its numbers."""
    return str(error).partition(" [")[0].removeprefix("Error opening InputStream: ").strip() or "it gives no reason"
