"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The corpora beside the checkout; the test is skipped where they are absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the corpora of ../shared/data are not on this machine")
    return folder
