"""Light or dark: by the user's choice, or as the desktop is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.settings import Settings
from ui.theme import Theme, ThemeChoice, palette, resolve, style_sheet
from ui.views.main_window import MainWindow

NATIVE = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
}


class LookController(QObject):
    """Holds the theme; every painter given to follow() hears of a change."""

    def __init__(self, application: QApplication, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._application, self._settings = application, settings
        self._followers: list[Callable[[Theme], None]] = []
        self._themes = window.actions_.themes
        for choice, action in self._themes.items():
            action.triggered.connect(lambda _=False, c=choice: self.choose(c))
        self.theme = resolve(settings.theme)
        self.choose(settings.theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    def follow(self, painter: Callable[[Theme], None]) -> None:
        """Calls the painter at every change from now on."""
        self._followers.append(painter)

    def choose(self, choice: ThemeChoice) -> None:
        """Takes the user's choice and remembers it."""
        self._settings.theme = choice
        self._themes[choice].setChecked(True)
        QGuiApplication.styleHints().setColorScheme(NATIVE[choice])
        self._apply()

    def _apply(self) -> None:
        self.theme = resolve(self._settings.theme)
        sheet = style_sheet(self.theme)
        if self._application.styleSheet() != sheet:  # all there is would be dressed again
            self._application.setPalette(palette(self.theme))
            self._application.setStyleSheet(sheet)
        for painter in self._followers:
            painter(self.theme)
