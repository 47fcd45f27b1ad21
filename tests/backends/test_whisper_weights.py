"""Reading a CTranslate2 model.bin: made by hand, damaged, and the real one."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from mmemotion.backends.whisper_encoder import load_whisper
from mmemotion.backends.whisper_weights import load_state, read_variables, transformers_state
from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.manifest import Manifest


def _name(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _variable(name: str, value: np.ndarray, kind: int) -> bytes:
    shape = struct.pack(f"<B{value.ndim}I", value.ndim, *value.shape)
    return _name(name) + shape + struct.pack("<BI", kind, value.nbytes) + value.tobytes()


def _file(*variables: bytes, aliases: bytes = struct.pack("<I", 0), name: str = "WhisperSpec") -> bytes:
    head = struct.pack("<I", 6) + _name(name) + struct.pack("<II", 3, len(variables))
    return head + b"".join(variables) + aliases


def test_variables_keep_shape_type_and_aliases() -> None:
    value = np.arange(6, dtype="<f2").reshape(2, 3)
    aliases = struct.pack("<I", 1) + _name("decoder/projection/weight") + _name("decoder/embeddings/weight")
    found = read_variables(_file(_variable("decoder/embeddings/weight", value, 4), aliases=aliases))
    assert (
        np.array_equal(found["decoder/projection/weight"], value) and found["decoder/embeddings/weight"].dtype == "<f2"
    )


def test_fused_projections_are_taken_apart() -> None:
    rows = np.arange(6, dtype="<f4")
    state = transformers_state(
        {
            "encoder/layer_1/self_attention/linear_0/weight": np.stack([rows, rows], 1),
            "encoder/layer_1/self_attention/linear_0/bias": rows,
            "decoder/layer_0/attention/linear_1/bias": rows[:4],
            "decoder/layer_0/attention/linear_2/bias": rows[:2],
            "encoder/layer_norm/gamma": rows[:2],
        }
    )
    stem = "model.encoder.layers.1.self_attn"
    assert state[f"{stem}.k_proj.weight"].tolist() == [[2, 2], [3, 3]]
    assert state[f"{stem}.v_proj.bias"].tolist() == [4, 5] and f"{stem}.k_proj.bias" not in state
    assert state["model.decoder.layers.0.encoder_attn.v_proj.bias"].tolist() == [2, 3]
    assert "model.decoder.layers.0.encoder_attn.out_proj.bias" in state and "model.encoder.layer_norm.weight" in state


def test_damaged_files_are_refused() -> None:
    whole = _file(_variable("encoder/layer_norm/gamma", np.ones(4, "<f4"), 0))
    for cut in (2, 10, len(whole) - 8):
        with pytest.raises(ModelCorruptError, match="damaged"):
            read_variables(whole[:cut])
    with pytest.raises(ModelCorruptError, match="OtherSpec"):
        read_variables(_file(name="OtherSpec"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"model\.bin"):
        load_state(tmp_path)


def test_the_real_weights_fill_transformers_whisper() -> None:
    """load_state_dict is strict: every key is there, and no other."""
    model = load_whisper(Manifest.load().folder("whisper-base"))
    assert all(parameter.isfinite().all() for parameter in model.parameters())
