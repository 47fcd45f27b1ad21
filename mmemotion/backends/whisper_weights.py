"""Whisper's weights from a CTranslate2 model.bin to torch, by the names transformers gives them.

The file (CTranslate2, model_spec.py, binary version 6) holds: version uint32, name of the specification, its revision
uint32, number of variables uint32; per variable its name, rank uint8, dimensions uint32, type uint8, bytes uint32 and
the data; then number of aliases uint32 and per alias two names. A name is a uint16 length and bytes ending in 0. All
is little-endian.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mmemotion.errors import ModelCorruptError, ModelMissingError

if TYPE_CHECKING:
    from torch import Tensor

Array = npt.NDArray[Any]

VERSION = 6
TYPES = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}
"""Type numbers of the format -> numpy."""

_PARTS = (
    (r"^(encoder|decoder)/layer_(\d+)/", r"model.\1.layers.\2."),
    (r"^(encoder|decoder)/", r"model.\1."),
    (r"embeddings/weight$", "embed_tokens.weight"),
    (r"position_encodings/encodings$", "embed_positions.weight"),
    (r"self_attention/layer_norm/", "self_attn_layer_norm."),
    (r"attention/layer_norm/", "encoder_attn_layer_norm."),
    (r"ffn/layer_norm/", "final_layer_norm."),
    (r"self_attention/", "self_attn."),
    (r"attention/", "encoder_attn."),
    (r"ffn/linear_0/", "fc1."),
    (r"ffn/linear_1/", "fc2."),
    (r"layer_norm/", "layer_norm."),
    (r"(linear_\d)/", r"\1."),
    (r"(conv[12])/", r"\1."),
    (r"gamma$", "weight"),
    (r"beta$", "bias"),
)

_FUSED = {"self_attn.linear_0": "qkv", "encoder_attn.linear_0": "q", "encoder_attn.linear_1": "kv"}
"""Projections CTranslate2 stores as one matrix, rows in the order of the letters."""


def load_state(folder: Path) -> dict[str, Tensor]:
    """All weights of folder/model.bin in float32, by the names of WhisperForConditionalGeneration.

    Raises ModelMissingError when the file is not there, ModelCorruptError when it is not such a file.
    """
    return transformers_state(_load_variables(folder))


def load_encoder_state(folder: Path) -> dict[str, Tensor]:
    """The encoder's weights alone, by the names of WhisperEncoder. Raises as load_state."""
    variables = {name: value for name, value in _load_variables(folder).items() if name.startswith("encoder/")}
    return {name.removeprefix("model.encoder."): value for name, value in transformers_state(variables).items()}


def read_variables(data: bytes) -> dict[str, Array]:
    """Variables and aliases of a model.bin, as views into data. Raises ModelCorruptError."""
    reader = _Reader(data)
    try:
        version, name, _ = reader.number("I"), reader.name(), reader.number("I")
        if version != VERSION or name != "WhisperSpec":
            raise ModelCorruptError(
                f"The weights are a {name} of version {version}, not Whisper's of version {VERSION}."
            )
        variables = dict(reader.variable() for _ in range(reader.number("I")))
        for _ in range(reader.number("I")):
            alias, target = reader.name(), reader.name()
            variables[alias] = variables[target]
    except (struct.error, ValueError, KeyError) as error:
        raise ModelCorruptError("Whisper's weights are cut short or damaged; install them again.") from error
    return variables


def transformers_state(variables: Mapping[str, Array]) -> dict[str, Tensor]:
    """Weights in float32 under the names of transformers; settings such as the number of heads are left out.

    The key projection, which has no bias in Whisper and a bias of zeros here, loses it.
    """
    import torch

    found = (pair for name, value in variables.items() for pair in _renamed(name, value))
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in found}


class _Reader:
    """Takes values from the front of data."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, code: str) -> int:
        value = struct.unpack_from("<" + code, self._data, self._at)[0]
        self._at += struct.calcsize("<" + code)
        return int(value)

    def name(self) -> str:
        size = self.number("H")
        self._at += size
        return self._data[self._at - size : self._at].rstrip(b"\0").decode("utf-8")

    def variable(self) -> tuple[str, Array]:
        name = self.name()
        shape = tuple(self.number("I") for _ in range(self.number("B")))
        kind, size = np.dtype(TYPES[self.number("B")]), self.number("I")
        value = np.frombuffer(self._data, kind, size // kind.itemsize, self._at).reshape(shape)
        self._at += size
        return name, value


def _load_variables(folder: Path) -> dict[str, Array]:
    path = folder / "model.bin"
    try:
        return read_variables(path.read_bytes())
    except OSError as error:
        raise ModelMissingError(f"Whisper's weights cannot be read from {path}; install them again.") from error


def _renamed(name: str, value: Array) -> Iterator[tuple[str, Array]]:
    if name == "decoder/projection/weight":
        yield "proj_out.weight", value
    elif value.ndim and not name.startswith("decoder/alignment"):
        for pattern, replacement in _PARTS:
            name = re.sub(pattern, replacement, name)
        yield from _unfused(name, value)


def _unfused(name: str, value: Array) -> Iterator[tuple[str, Array]]:
    """The projections of a fused matrix one by one; the last linear of an attention is its output projection."""
    stem, _, kind = name.rpartition(".")
    block, _, linear = stem.rpartition(".")
    if "linear_" not in linear:
        yield name, value
        return
    letters = next((parts for end, parts in _FUSED.items() if stem.endswith(end)), "")
    if not letters:
        yield f"{block}.out_proj.{kind}", value
        return
    for letter, part in zip(letters, np.split(value, len(letters)), strict=True):
        if (letter, kind) != ("k", "bias"):
            yield f"{block}.{letter}_proj.{kind}", part
