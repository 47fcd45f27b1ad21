"""The state of a fit on disk: tensors as safetensors, the rest as JSON in its header; never a pickle.

One file, written beside and renamed: at any moment there is the last whole state, or the one before it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from mmemotion.errors import OutputError

_HEADER = "state"


@dataclass(frozen=True, slots=True)
class Saved:
    """tensors by name; values: all that is JSON."""

    tensors: Mapping[str, Tensor]
    values: Mapping[str, Any]

    def part(self, prefix: str) -> dict[str, Tensor]:
        """The tensors whose names begin with prefix and a point, without them."""
        start = f"{prefix}."
        return {name.removeprefix(start): value for name, value in self.tensors.items() if name.startswith(start)}


def save(path: Path, saved: Saved) -> None:
    """Writes the file whole or not at all. Raises OutputError."""
    from safetensors.torch import save_file

    tensors = {name: value.detach().contiguous() for name, value in saved.tensors.items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        fresh = Path(name)
        try:
            save_file(tensors, fresh, {_HEADER: json.dumps(dict(saved.values))})
            _to_disk(fresh)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written ({error.strerror}); make room, or choose another --out."
        ) from error


def load(path: Path) -> Saved | None:
    """What was saved there; None when there is nothing, or nothing that can be read."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as stored:
            values = json.loads((stored.metadata() or {})[_HEADER])
            return Saved({name: stored.get_tensor(name) for name in stored.keys()}, values)  # noqa: SIM118 - no dict
    except (OSError, SafetensorError, KeyError, ValueError):
        return None


def learned_state(model: nn.Module) -> dict[str, Tensor]:
    """What fitting changes: parameters that are not frozen, and buffers."""
    frozen = {name for name, parameter in model.named_parameters() if not parameter.requires_grad}
    return {name: value for name, value in model.state_dict().items() if name not in frozen}


def optimizer_tensors(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """Tensors of the optimizer's state, by number of the parameter and name."""
    states = optimizer.state_dict()["state"]
    return {f"{number}.{name}": value for number, state in states.items() for name, value in state.items()}


def restore_optimizer(optimizer: torch.optim.Optimizer, tensors: Mapping[str, Tensor]) -> None:
    """Puts back what optimizer_tensors gave, into an optimizer of the same parameters."""
    states: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        number, _, name = key.partition(".")
        states.setdefault(int(number), {})[name] = value
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": states, "param_groups": groups})


def _to_disk(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
