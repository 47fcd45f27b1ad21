"""What is remembered, and that broken memories do no harm."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ui.settings import RECENT_FILES, Settings
from ui.theme import ThemeChoice


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    file = str(tmp_path / "settings.ini")
    before = Settings(QSettings(file, QSettings.Format.IniFormat))
    before.theme = ThemeChoice.DARK
    before.last_folder = str(tmp_path)
    before.model = "mine"
    before.microphone, before.recorded_channels, before.knows_the_law = "USB headset", 2, True
    before.add_recent("/only one.wav")
    before.save_layout("columns", QByteArray(b"abc"))
    before._store.sync()
    after = Settings(QSettings(file, QSettings.Format.IniFormat))
    assert after.theme is ThemeChoice.DARK
    assert after.last_folder == str(tmp_path)
    assert after.model == "mine"
    assert (after.microphone, after.recorded_channels, after.knows_the_law) == ("USB headset", 2, True)
    assert after.recent == ("/only one.wav",)
    assert after.layout("columns") == QByteArray(b"abc")


def test_recent_files_are_few_and_newest_first(settings: Settings) -> None:
    for number in range(RECENT_FILES + 3):
        settings.add_recent(f"/{number}.wav")
    settings.add_recent("/5.wav")
    assert len(settings.recent) == RECENT_FILES
    assert settings.recent[:2] == ("/5.wav", "/10.wav")
    settings.clear_recent()
    assert settings.recent == ()


def test_nonsense_reads_as_the_default(settings: Settings) -> None:
    for key in (
        "microphone",
        "recorded_channels",
        "knows_the_law",
        "theme",
        "last_folder",
        "model",
        "recent",
        "layout/window",
    ):
        settings._store.setValue(key, 17)
    assert settings.theme is ThemeChoice.SYSTEM
    assert settings.last_folder == str(Path.home())
    assert settings.model == "default"
    assert (settings.microphone, settings.recorded_channels, settings.knows_the_law) == ("", 1, False)
    assert settings.recent == ()
    assert settings.layout("window") is None
