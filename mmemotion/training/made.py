"""A finished model on disk, and its place among the models of the program."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from mmemotion.backends.trained_fusion import FusionSettings, save_trained
from mmemotion.errors import ConfigError, OutputError
from mmemotion.evaluation.model import TRAINED_ON
from mmemotion.manifest import EMOTION_TASK, Manifest, register_trained, user_manifest
from mmemotion.networks.fusion import AttentionFusion
from mmemotion.paths import models_dir

CARD = "card.md"


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """All that a model is: layers are the text encoder's fine-tuned ones."""

    network: AttentionFusion
    settings: FusionSettings
    layers: Mapping[str, Tensor]

    def save(self, folder: Path, card: str, trained_on: Iterable[str]) -> None:
        """weights.safetensors, config.json, card.md, and the sums of what was learned from. Raises OutputError."""
        try:
            save_trained(folder, self.network, self.settings, self.layers)
            (folder / CARD).write_text(card, encoding="utf-8")
            (folder / TRAINED_ON).write_text(json.dumps(sorted(set(trained_on)), indent=0) + "\n", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{folder} cannot be written ({error.strerror}); make room there.") from error


def refuse_shipped(name: str) -> None:
    """Raises ConfigError when the program itself has a model of that name."""
    if name in {card.name for card in Manifest.load(models_dir() / "manifest.toml").cards}:
        raise ConfigError(f'The program has a model "{name}" of its own; give yours another name.')


def install(folder: Path, name: str, licence: str, models: Path | None = None) -> Path:
    """Copies the model to where the program finds it by name, by default among the user's models; an older one of that
    name is replaced. Raises OutputError."""
    models = models or user_manifest().parent
    target = models / name
    try:
        models.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=models, prefix=f".{name}."))
        shutil.copytree(folder, fresh, dirs_exist_ok=True)
        if (target / CARD).exists() and models == models_dir():
            shutil.copy2(target / CARD, fresh / CARD)  # the card of a shipped model is written by hand
        fresh.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        fresh.replace(target)
        register_trained(target, name, EMOTION_TASK, licence)
    except OSError as error:
        raise OutputError(f"{target} cannot be written ({error.strerror}); make room there.") from error
    return target
