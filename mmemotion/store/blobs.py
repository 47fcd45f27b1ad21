"""Results and waveforms as they lie in the library: MessagePack, compressed (zlib) where that is worth its time.

Readers take what they know by its name: a field that is new needs a default.
"""

from __future__ import annotations

import contextlib
import gc
import math
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np

from mmemotion.types import Envelope, FloatArray, Recording

LARGEST = 2**30
"""Bytes of the largest blob that is unpacked: 100 times what a day of talk takes."""

_FAST = 1
_FLOAT = np.dtype("<f4")
_STEPS = 32768
"""Steps of the waveform to 1.0: those of 16-bit sound, and fine enough to be drawn for any other."""


class _Waveform(msgspec.Struct, frozen=True):
    """minima and maxima: int16 [n, channel] in a row."""

    start: float
    hop: float
    channels: int
    minima: bytes
    maxima: bytes


class _Result(msgspec.Struct, frozen=True):
    """told: a Recording as compressed MessagePack, in which an array is its shape and its place in measures (float32),
    which stay as they are: they hardly become smaller, and unpacking them would take most of the time."""

    told: bytes
    measures: bytes


_encoder = msgspec.msgpack.Encoder()
_results = msgspec.msgpack.Decoder(_Result)
_waveforms = msgspec.msgpack.Decoder(_Waveform)


def pack_result(recording: Recording) -> bytes:
    """The whole result, exactly."""
    measures = bytearray()

    def place(value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            raise TypeError(f"cannot keep a {type(value).__name__}")
        at = len(measures)
        measures.extend(np.ascontiguousarray(value, dtype="<f4").tobytes())
        return {"shape": value.shape, "at": at}

    told = msgspec.msgpack.Encoder(enc_hook=place).encode(recording)
    return _encoder.encode(_Result(zlib.compress(told, _FAST), bytes(measures)))


def unpack_result(blob: bytes) -> Recording:
    """What pack_result packed. Raises ValueError when it is none."""
    found = _results.decode(blob)

    def placed(kind: type, value: Any) -> Any:
        shape = value["shape"]
        flat = np.frombuffer(found.measures, _FLOAT, math.prod(shape), value["at"])
        return flat if len(shape) == 1 else flat.reshape(shape)

    decoder = msgspec.msgpack.Decoder(Recording, dec_hook=placed)
    told = _unpacked(found.told)
    try:
        with _uncollected():
            return decoder.decode(told)
    except KeyError as error:
        raise ValueError("an array without a place") from error


def pack_waveform(envelope: Envelope) -> bytes:
    """The waveform in steps of 16 bits."""
    minima, maxima = (_steps(values) for values in (envelope.minima, envelope.maxima))
    channels = envelope.minima.shape[1]
    return zlib.compress(_encoder.encode(_Waveform(envelope.start, envelope.hop, channels, minima, maxima)), _FAST)


def unpack_waveform(blob: bytes) -> Envelope:
    """What pack_waveform packed. Raises ValueError when it is none."""
    found = _waveforms.decode(_unpacked(blob))
    minima, maxima = (_values(data, found.channels) for data in (found.minima, found.maxima))
    if minima.shape != maxima.shape or not found.hop > 0:
        raise ValueError("no waveform is like this")
    return Envelope(found.start, found.hop, minima, maxima)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Of many objects made at once none is garbage: to look for it again and again takes longer than to make them."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _unpacked(blob: bytes) -> bytes:
    try:
        data = zlib.decompressobj().decompress(blob, LARGEST + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(data) > LARGEST:
        raise ValueError("too large")
    return data


def _steps(values: FloatArray) -> bytes:
    return np.clip(np.round(values * _STEPS), -_STEPS, _STEPS - 1).astype("<i2").tobytes()


def _values(data: bytes, channels: int) -> FloatArray:
    return np.frombuffer(data, dtype="<i2").reshape(-1, channels).astype(np.float32) / np.float32(_STEPS)
