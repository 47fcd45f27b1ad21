"""Where each weight comes from, its licence and its sha256; nothing is loaded before it is verified."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.paths import cache_dir, data_dir, models_dir
from mmemotion.types import ModelRecord

MODELS_VARIABLE = "MMEMOTION_MODELS"
"""Environment variable: a folder of models that is looked into before all others."""

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""Of the name of a model that a user makes."""

EMOTION_TASK = "emotion from words and voice"
"""What the manifest says of a trained model that an analysis may use."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model: size in bytes, sha256 in hex, and the packaged parts that make it, in order."""

    name: str
    size: int
    sha256: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the manifest says of a model. hub: "owner/name@revision", or empty."""

    name: str
    task: str
    licence: str
    files: tuple[ModelFile, ...]
    packages: tuple[str, ...] = ()
    hub: str = ""

    @property
    def sha256(self) -> str:
        """Of the whole model: of its only file, or of the list of its files' names and sums."""
        if len(self.files) == 1:
            return self.files[0].sha256
        listing = "".join(f"{file.sha256}  {file.name}\n" for file in self.files)
        return hashlib.sha256(listing.encode()).hexdigest()


class Manifest:
    """The models of models/manifest.toml, found in the first of their places that has them."""

    def __init__(self, cards: Sequence[ModelCard], folder: Path) -> None:
        self._cards = {card.name: card for card in cards}
        self._folder = folder

    @staticmethod
    def load(path: Path | None = None) -> Manifest:
        """The manifest at path; by default the program's own, and after it the user's, whose models add to those.

        Raises ModelMissingError when one cannot be read.
        """
        own = path or models_dir() / "manifest.toml"
        cards = _cards(own, "install mmemotion again")
        if path is None and user_manifest().is_file():
            shipped = {card.name for card in cards}
            cards += [c for c in _cards(user_manifest(), "train your models again") if c.name not in shipped]
        return Manifest(cards, own.parent)

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """All models, in the order of the file."""
        return tuple(self._cards.values())

    def card(self, name: str) -> ModelCard:
        """What is known of a model. Raises ModelMissingError, naming those there are."""
        if name not in self._cards:
            raise ModelMissingError(f'There is no model "{name}"; known are {", ".join(self._cards)}.')
        return self._cards[name]

    def record(self, name: str) -> ModelRecord:
        """What results say of the model they come from."""
        card = self.card(name)
        return ModelRecord(card.name, card.task, card.sha256)

    def installed(self, task: str) -> tuple[ModelRecord, ...]:
        """The models for a task that have all their files in one of their places; loading them will verify these."""
        return tuple(self.record(card.name) for card in self.cards if card.task == task and self._place(card))

    def folder(self, name: str, download: bool = False) -> Path:
        """A folder with all files of the model, each verified. The network is used only with download.

        Raises ModelMissingError or ModelCorruptError.
        """
        card = self.card(name)
        if (place := self._place(card)) is not None:
            return _verified(card, place)
        return _assembled(card) or _from_hub(card, download)

    def _place(self, card: ModelCard) -> Path | None:
        """The first place that has all files of the model."""
        found = (place for place in self._places(card) if all((place / file.name).is_file() for file in card.files))
        return next((place for place in found if place.is_dir()), None)

    def _places(self, card: ModelCard) -> Iterator[Path]:
        if own := os.environ.get(MODELS_VARIABLE):
            yield Path(own) / card.name
        yield data_dir() / "models" / card.name
        yield self._folder / card.name
        roots = {str(Path(part).parent) for file in card.files for part in file.parts}
        if len(roots) == 1 and all(len(file.parts) == 1 for file in card.files) and (root := _packaged(*roots)):
            yield root


def user_manifest() -> Path:
    """The list of models the user trained; each lies beside it in a folder of its name."""
    return data_dir() / "models" / "manifest.toml"


def sha256_of(path: Path) -> str:
    """Sum of a file's content, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def register_trained(folder: Path, name: str, task: str, licence: str) -> None:
    """Writes the entry of a model trained here into manifest.toml beside its folder, in place of an older one."""
    path = folder.parent / "manifest.toml"
    files = sorted(p for p in folder.iterdir() if p.suffix in (".safetensors", ".json"))
    entry = f'[[model]]\nname = "{name}"\ntask = {_quoted(task)}\nlicence = {_quoted(licence)}\n'
    for file in files:
        entry += f'[[model.file]]\nname = "{file.name}"\nsize = {file.stat().st_size}\nsha256 = "{sha256_of(file)}"\n'
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    head, *others = text.split("[[model]]\n")
    kept = [other.rstrip() + "\n\n" for other in others if f'name = "{name}"\n' not in other.split("[[", 1)[0]]
    fresh = path.with_suffix(".new")
    fresh.write_text("[[model]]\n".join([head, *kept]) + entry, encoding="utf-8")
    fresh.replace(path)


def _cards(path: Path, remedy: str) -> list[ModelCard]:
    try:
        return [_card(entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["model"]]
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ModelMissingError(f"The list of models {path} cannot be read; {remedy}.") from error


def _card(entry: dict[str, Any]) -> ModelCard:
    files = tuple(ModelFile(f["name"], f["size"], f["sha256"], tuple(f.get("parts", ()))) for f in entry["file"])
    packages = tuple(entry.get("packages", ()))
    return ModelCard(entry["name"], entry["task"], entry["licence"], files, packages, entry.get("hub", ""))


def _quoted(text: str) -> str:
    """As TOML writes a string, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _intact(file: ModelFile, folder: Path) -> bool:
    path = folder / file.name
    return path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256


def _verified(card: ModelCard, folder: Path) -> Path:
    for file in card.files:
        _verify(card.name, file, folder)
    return folder


def _verify(model: str, file: ModelFile, folder: Path) -> None:
    if not _intact(file, folder):
        raise ModelCorruptError(
            f"{folder / file.name} is damaged: it is not the {file.name} of {model} that this version was made for. "
            "Remove it and install the model again."
        )


def _packaged(place: str) -> Path | None:
    """A file or folder in an installed package, found without importing it."""
    package, _, rest = place.partition("/")
    spec = importlib.util.find_spec(package)
    roots = [] if spec is None else list(spec.submodule_search_locations or ())
    return next((path for root in roots if (path := Path(root) / rest).exists()), None)


def _assembled(card: ModelCard) -> Path | None:
    """The model put together from its packaged parts in the cache, once; None when a package is not installed."""
    parts = {file: [_packaged(part) for part in file.parts] for file in card.files}
    if not all(found and all(found) for found in parts.values()):
        return None
    folder = cache_dir() / "models" / card.name
    for file, sources in parts.items():
        if not _intact(file, folder):
            _concatenate([source for source in sources if source], folder / file.name)
            _verify(card.name, file, folder)
    return folder


def _concatenate(sources: Sequence[Path], path: Path) -> None:
    """Written beside, then renamed: two programs at once do no harm, and no half file is left."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            fresh = Path(stream.name)
            try:
                for source in sources:
                    with source.open("rb") as part:
                        shutil.copyfileobj(part, stream, 1 << 20)
                stream.close()
                fresh.replace(path)
            except OSError:
                fresh.unlink(missing_ok=True)
                raise
    except OSError as error:
        reason = f"{path} cannot be made from its parts: {error.strerror}"
        raise ModelMissingError(f"{reason}. Make room, or allow mmemotion to write there.") from error


def _from_hub(card: ModelCard, download: bool) -> Path:
    """The model from the local cache of the hub or, when the user asked for it, from the hub itself."""
    if card.hub:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

        repository, _, revision = card.hub.partition("@")
        names = [file.name for file in card.files]
        try:
            found = snapshot_download(
                repository, revision=revision, allow_patterns=names, local_files_only=not download
            )
            if all((Path(found) / name).is_file() for name in names):
                return _verified(card, Path(found))
        except (LocalEntryNotFoundError, HfHubHTTPError, OSError):
            pass  # said in one sentence below, with all the places looked at
    raise ModelMissingError(_how_to_get(card))


def _how_to_get(card: ModelCard) -> str:
    ways = [f"install {' and '.join(card.packages)}"] if card.packages else []
    ways += [f"run: mmemotion models --download {card.name}"] if card.hub else []
    ways += [f"put it into {data_dir() / 'models' / card.name}"]
    return f"The model {card.name} ({card.task}) was not found; {', or '.join(ways)}."
