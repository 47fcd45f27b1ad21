"""Colours of the window, light and dark, and the style sheet made of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mmemotion.paths import assets_dir

BASE_PX = 13
SMALL_PX = 11


class ThemeChoice(StrEnum):
    """What the user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb, by what they are for."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    on_accent: str
    words: str
    voice: str
    selection: str
    scroll: str
    play_head: str
    record: str
    speakers: tuple[str, ...]

    def speaker(self, channel: int) -> str:
        """The colour of who speaks on a channel."""
        return self.speakers[channel % len(self.speakers)]


DARK = Theme(
    name="dark",
    window="#16181c",
    panel="#1e2125",
    raised="#262a30",
    line="#33373e",
    text="#e8eaed",
    muted="#9aa1ab",
    accent="#7aa6ff",
    accent_strong="#9bbcff",
    on_accent="#0c1424",
    words="#2f6bd8",
    voice="#7a55c9",
    selection="#28324a",
    scroll="#6d747f",
    play_head="#f4f6f8",
    record="#c8401a",
    speakers=("#7aa6ff", "#b9bec7", "#c4a1ff", "#7fd1c0"),
)
LIGHT = Theme(
    name="light",
    window="#f6f7f9",
    panel="#ffffff",
    raised="#ffffff",
    line="#dadee4",
    text="#1b1e23",
    muted="#626a75",
    accent="#2463eb",
    accent_strong="#1b4fc4",
    on_accent="#ffffff",
    words="#2463eb",
    voice="#7448c8",
    selection="#ebf1fe",
    scroll="#868d98",
    play_head="#15181c",
    record="#c8401a",
    speakers=("#2463eb", "#5c6470", "#7448c8", "#0e7868"),
)


def resolve(choice: ThemeChoice) -> Theme:
    """The theme for a choice; SYSTEM follows the desktop."""
    if choice is ThemeChoice.SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    return DARK if choice is ThemeChoice.DARK else LIGHT


def style_sheet(theme: Theme) -> str:
    """assets/themes/window.qss in the colours of the theme."""
    template = (assets_dir() / "themes" / "window.qss").read_text(encoding="utf-8")
    return Template(template).substitute(asdict(theme), menu=(assets_dir() / "icons" / "menu.svg").as_posix())


def palette(theme: Theme) -> QPalette:
    """The theme for what a style sheet does not reach: dialogs, menus, disabled text."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.panel,
        roles.Base: theme.window,
        roles.AlternateBase: theme.raised,
        roles.Button: theme.panel,
        roles.ToolTipBase: theme.raised,
        roles.WindowText: theme.text,
        roles.Text: theme.text,
        roles.ButtonText: theme.text,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Link: theme.accent,
    }
    result = QPalette()
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    return result


def small(font: QFont) -> QFont:
    """The font in the small size."""
    result = QFont(font)
    result.setPixelSize(SMALL_PX)
    return result


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, where it has them, so that running times do not jitter."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


class _Drawn(QIconEngine):
    """A picture of lines in one colour, drawn for every size anew, so that it is crisp at any scale."""

    FADED = 0.4

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source
        self._renderer = QSvgRenderer(QByteArray(source.encode()))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draws into the rectangle, fainter where nothing can be done with it."""
        painter.setOpacity(self.FADED if mode is QIcon.Mode.Disabled else 1.0)
        self._renderer.render(painter, QRectF(rect))
        painter.setOpacity(1.0)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A picture of so many pixels of the screen."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Another of the same picture."""
        return _Drawn(self._source)


@lru_cache(maxsize=64)
def icon(name: str, colour: str) -> QIcon:
    """The icon assets/icons/name.svg in one colour."""
    source = (assets_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QIcon(_Drawn(source.replace("currentColor", colour)))
