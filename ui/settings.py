"""What the window remembers from one run to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from mmemotion.config import Config, Talk
from ui.theme import ThemeChoice

RECENT_FILES = 8
LIBRARY_WIDTH = 240


class Settings:
    """A typed face on QSettings: broken or foreign values read as the default."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("mmemotion", "mmemotion")

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark or as the desktop."""
        value = self._store.value("theme")
        return ThemeChoice(value) if value in list(ThemeChoice) else ThemeChoice.SYSTEM

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue("theme", str(choice))

    @property
    def model(self) -> str:
        """The name of the model that analyses use."""
        value = self._store.value("model")
        return value if isinstance(value, str) and value else Config().model

    @model.setter
    def model(self, name: str) -> None:
        self._store.setValue("model", name)

    @property
    def microphone(self) -> str:
        """The name of the microphone to record from; empty for the system's default."""
        value = self._store.value("microphone")
        return value if isinstance(value, str) else ""

    @microphone.setter
    def microphone(self, name: str) -> None:
        self._store.setValue("microphone", name)

    @property
    def recorded_channels(self) -> int:
        """How many channels to record: 1 or 2."""
        return 2 if self._store.value("recorded_channels") in (2, "2") else 1

    @recorded_channels.setter
    def recorded_channels(self, count: int) -> None:
        self._store.setValue("recorded_channels", count)

    @property
    def knows_the_law(self) -> bool:
        """Whether the user was told, once, what the law says about recording people."""
        return self._store.value("knows_the_law") in (True, "true")

    @knows_the_law.setter
    def knows_the_law(self, known: bool) -> None:
        self._store.setValue("knows_the_law", known)

    @property
    def talk(self) -> Talk:
        """How people are expected to talk in what is analysed."""
        value = self._store.value("talk")
        return Talk(value) if value in list(Talk) else Talk.EVERYDAY

    @talk.setter
    def talk(self, talk: Talk) -> None:
        self._store.setValue("talk", str(talk))

    @property
    def keep(self) -> bool:
        """Whether results go into the library."""
        return self._store.value("keep") not in (False, "false")

    @keep.setter
    def keep(self, keep: bool) -> None:
        self._store.setValue("keep", keep)

    @property
    def shows_library(self) -> bool:
        """Whether the library is to be seen."""
        return self._store.value("shows_library") not in (False, "false")

    @shows_library.setter
    def shows_library(self, shown: bool) -> None:
        self._store.setValue("shows_library", shown)

    @property
    def has_library(self) -> bool:
        """Whether anything was in the library the last time."""
        return self._store.value("has_library") in (True, "true")

    @has_library.setter
    def has_library(self, full: bool) -> None:
        self._store.setValue("has_library", full)

    @property
    def library_width(self) -> int:
        """Width of the library in pixels."""
        value = str(self._store.value("library_width"))
        return int(value) if value.isdecimal() and 100 < int(value) < 1000 else LIBRARY_WIDTH

    @library_width.setter
    def library_width(self, width: int) -> None:
        self._store.setValue("library_width", width)

    @property
    def last_folder(self) -> str:
        """Where a file was last opened; the home folder when that is gone."""
        value = self._store.value("last_folder")
        return value if isinstance(value, str) and Path(value).is_dir() else str(Path.home())

    @last_folder.setter
    def last_folder(self, folder: str) -> None:
        self._store.setValue("last_folder", folder)

    @property
    def recent(self) -> tuple[str, ...]:
        """Files opened lately, the newest first."""
        value = self._store.value("recent")
        if isinstance(value, str):
            value = [value]
        return tuple(path for path in value if isinstance(path, str)) if isinstance(value, list) else ()

    def add_recent(self, path: str) -> None:
        """Puts a file in front of the recent ones."""
        paths = [path, *(other for other in self.recent if other != path)]
        self._store.setValue("recent", paths[:RECENT_FILES])

    def clear_recent(self) -> None:
        """Forgets the recent files."""
        self._store.remove("recent")

    def layout(self, name: str) -> QByteArray | None:
        """The saved geometry of a window or splitter; None when there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def save_layout(self, name: str, geometry: QByteArray) -> None:
        """Remembers the geometry of a window or splitter."""
        self._store.setValue(f"layout/{name}", geometry)
