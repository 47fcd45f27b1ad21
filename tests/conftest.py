"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmemotion.paths import LIBRARY_VARIABLE, RECORDINGS_VARIABLE

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The corpora beside the checkout; the test is skipped where they are absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the corpora of ../shared/data are not on this machine")
    return folder


@pytest.fixture(autouse=True)
def not_the_users_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the library or the recordings of whoever runs it."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setenv(LIBRARY_VARIABLE, str(folder / "library.sqlite"))
    monkeypatch.setenv(RECORDINGS_VARIABLE, str(folder / "recordings"))
