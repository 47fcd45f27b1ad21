"""Checkpoints: no pickle, whole or not there, and all that AdamW keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from mmemotion.errors import OutputError
from mmemotion.fitting.checkpoint import Saved, learned_state, load, optimizer_tensors, restore_optimizer, save


def _stepped(model: nn.Module) -> torch.optim.AdamW:
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    for _ in range(3):
        model(torch.ones(2, 4)).sum().backward()
        optimizer.step()
    return optimizer


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    model = nn.Linear(4, 2)
    first = _stepped(model)
    large = 2**127 + 1  # the state of numpy's generators has such numbers
    tensors = {f"optimizer.{name}": value for name, value in optimizer_tensors(first).items()}
    save(tmp_path / "deep" / "state.safetensors", Saved(tensors, {"step": 3, "large": large}))
    back = load(tmp_path / "deep" / "state.safetensors")
    assert back is not None and back.values == {"step": 3, "large": large}
    second = torch.optim.AdamW(model.parameters(), lr=0.1)
    restore_optimizer(second, back.part("optimizer"))
    for one, other in zip(first.state.values(), second.state.values(), strict=True):
        assert all(torch.equal(one[name], other[name]) for name in ("step", "exp_avg", "exp_avg_sq"))


def test_the_file_is_safetensors_and_nothing_is_left_beside(tmp_path: Path) -> None:
    place = tmp_path / "state.safetensors"
    for step in range(3):
        save(place, Saved({"a": torch.ones(2)}, {"step": step}))
    content = place.read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    assert json.loads(header["__metadata__"]["state"]) == {"step": 2}
    assert list(tmp_path.iterdir()) == [place]


def test_nothing_or_damage_is_none(tmp_path: Path) -> None:
    place = tmp_path / "state.safetensors"
    assert load(place) is None
    save(place, Saved({"a": torch.ones(100)}, {}))
    place.write_bytes(place.read_bytes()[:-10])
    assert load(place) is None
    place.write_bytes(b"\x80\x04N.")  # a pickle
    assert load(place) is None


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        save(tmp_path / "file" / "state.safetensors", Saved({}, {}))


def test_frozen_parameters_are_not_kept() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))
    model[0].requires_grad_(False)
    assert set(learned_state(model)) == {f"1.{name}" for name in model[1].state_dict()}
