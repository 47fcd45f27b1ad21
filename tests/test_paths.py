from __future__ import annotations

from pathlib import Path

import pytest

from mmemotion import paths


def test_what_ships_is_found() -> None:
    assert (paths.models_dir() / "manifest.toml").is_file()
    assert (paths.assets_dir() / "sample" / "LICENCE.md").is_file()


def test_an_installed_package_uses_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data" / "models").mkdir(parents=True)
    monkeypatch.setattr(paths, "_package", tmp_path)
    assert paths.models_dir() == tmp_path / "_data" / "models"


def test_the_users_folders_are_apart_from_the_program() -> None:
    for folder in (paths.data_dir(), paths.cache_dir()):
        assert folder.is_absolute()
        assert "mmemotion" in folder.parts[-1]
        assert Path(paths.__file__).parent not in folder.parents


def test_the_sample_is_short_and_small() -> None:
    import soundfile

    sample = paths.assets_dir() / "sample" / "meeting.flac"
    assert soundfile.info(sample).duration <= 60
    assert sample.stat().st_size < 1_000_000
