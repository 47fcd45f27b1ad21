"""The folder of a run: what it was told, what it read, how it went, and what came of it.

config.toml, run.json, files.sha256, tensorboard/, checkpoints/, metrics.json, model/
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mmemotion
from mmemotion.errors import ConfigError, OutputError
from mmemotion.training.config import TrainingConfig, read_config
from mmemotion.training.toml import to_toml

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

CONFIG, RECORD, METRICS, FILES = "config.toml", "run.json", "metrics.json", "files.sha256"
NEEDED = 'It needs more than the program itself: pip install "mmemotion[train]".'


@dataclass(frozen=True, slots=True)
class RunFolder:
    """What lies where."""

    place: Path

    @property
    def checkpoints(self) -> Path:
        """States of fits, to go on from."""
        return self.place / "checkpoints"

    @property
    def model(self) -> Path:
        """The finished model."""
        return self.place / "model"

    @property
    def finished(self) -> bool:
        """True once the model is there and measured."""
        return (self.place / METRICS).is_file()

    def journal(self) -> TensorBoardJournal:
        """Numbers for TensorBoard. Raises ConfigError when it is not installed."""
        return TensorBoardJournal(self.place / "tensorboard")

    def write(self, name: str, text: str) -> None:
        """A file written whole or not at all. Raises OutputError."""
        try:
            handle, beside = tempfile.mkstemp(dir=self.place, prefix=f".{name}.")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(beside).chmod(0o644)
            Path(beside).replace(self.place / name)
        except OSError as error:
            raise OutputError(f"{self.place / name} cannot be written ({error.strerror}); make room there.") from error

    def write_json(self, name: str, values: Mapping[str, Any]) -> None:
        """Values as JSON. Raises OutputError."""
        self.write(name, json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def new_run(config: TrainingConfig, place: Path | None) -> RunFolder:
    """A new folder with the configuration, by default runs/NAME-DATE. Raises ConfigError, OutputError."""
    place = place or Path("runs") / f"{config.name}-{datetime.now():%Y-%m-%d-%H%M%S}"
    if (place / CONFIG).exists():
        raise ConfigError(f"{place} holds a run already; go on with it by --resume {place}, or choose another --out.")
    folder = RunFolder(place)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{place} cannot be made ({error.strerror}); choose another --out.") from error
    folder.write(CONFIG, to_toml(config))
    return folder


def old_run(place: Path) -> tuple[RunFolder, TrainingConfig]:
    """A run that was begun, and its configuration. Raises ConfigError."""
    if not (place / CONFIG).is_file():
        raise ConfigError(f"{place} holds no run (there is no {CONFIG} in it); name the folder of one.")
    return RunFolder(place), read_config(place / CONFIG)


class TensorBoardJournal:
    """Numbers as TensorBoard reads them. Raises ConfigError when it is not installed."""

    def __init__(self, folder: Path) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise ConfigError(NEEDED) from error
        self._writer: SummaryWriter = SummaryWriter(str(folder))

    def scalar(self, name: str, value: float, step: int) -> None:
        """One number of one step."""
        self._writer.add_scalar(name, value, step)

    def close(self) -> None:
        """Writes what is still in memory."""
        self._writer.close()


def versions() -> dict[str, str]:
    """Of the program and what its numbers depend on."""
    from importlib.metadata import version

    names = ("torch", "transformers", "numpy", "librosa", "soxr")
    found = {"mmemotion": mmemotion.__version__, "python": sys.version.split()[0]}
    return found | {name: version(name) for name in names}


def git_revision() -> str:
    """Of the checkout the program runs from, with a + when files were changed; empty where there is none."""
    root = Path(mmemotion.__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return ""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=40", "--match=", "--dirty=+"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
