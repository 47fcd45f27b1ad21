"""Results and waveforms as they lie in the library: MessagePack, compressed (zlib) where that is worth its time.

Readers take what they know by its name: a field that is new needs a default.
"""

from __future__ import annotations

import math
import zlib
from typing import Any, TypeVar

import msgspec
import numpy as np

from mmemotion.heap import uncollected
from mmemotion.types import Envelope, FloatArray

T = TypeVar("T")

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
    """told: the value as compressed MessagePack, in which an array is its shape and its place in measures (float32),
    which stay as they are: they hardly become smaller, and unpacking them would take most of the time."""

    told: bytes
    measures: bytes


_encoder = msgspec.msgpack.Encoder()
_results = msgspec.msgpack.Decoder(_Result)
_waveforms = msgspec.msgpack.Decoder(_Waveform)


def pack(value: Any) -> bytes:
    """A value with arrays of float32 in it, exactly."""
    measures = bytearray()

    def place(value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            raise TypeError(f"cannot keep a {type(value).__name__}")
        at = len(measures)
        measures.extend(np.ascontiguousarray(value, dtype="<f4").tobytes())
        return {"shape": value.shape, "at": at}

    told = msgspec.msgpack.Encoder(enc_hook=place).encode(value)
    return _encoder.encode(_Result(zlib.compress(told, _FAST), bytes(measures)))


def unpack(blob: bytes, kind: type[T]) -> T:
    """What pack() packed. Raises ValueError when it is none of this kind."""
    found = _results.decode(blob)

    measures = np.frombuffer(found.measures, _FLOAT)

    def placed(kind: type, value: Any) -> Any:
        shape, at = value["shape"], value["at"] // _FLOAT.itemsize
        flat = measures[at : at + (shape[0] if len(shape) == 1 else math.prod(shape))]
        return flat if shape == [len(flat)] else flat.reshape(shape)

    decoder = msgspec.msgpack.Decoder(kind, dec_hook=placed)
    told = _unpacked(found.told)
    try:
        with uncollected():
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
