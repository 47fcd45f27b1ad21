"""A configuration as TOML: what a run was told, and what a search found best."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from mmemotion.training.config import TrainingConfig


def to_toml(config: TrainingConfig) -> str:
    """All of it, what is left at its default too."""
    values = _without_none(msgspec.to_builtins(config))
    plain = {key: value for key, value in values.items() if not _is_table(value)}
    tables = {key: value for key, value in values.items() if _is_table(value)}
    return "\n".join([_lines(plain), *(_table(key, value) for key, value in tables.items() if value)])


def _is_table(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) > 0 and all(isinstance(one, Mapping) for one in value)
    return isinstance(value, Mapping)


def _table(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(f"[[{name}]]\n{_lines(one)}" for one in value)
    return f"[{name}]\n{_lines(value)}"


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in values.items())


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() else json.dumps(key)


def _value(value: Any) -> str:
    """JSON writes strings, numbers, booleans and lists as TOML does."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list | tuple) else value
