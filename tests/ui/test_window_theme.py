"""Text can be read in both themes (WCAG 2.2, contrast of at least 4.5), and the style sheet is complete."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from mmemotion.paths import assets_dir
from ui.emotions import luminance
from ui.theme import DARK, LIGHT, Theme, ThemeChoice, icon, resolve, style_sheet

Mode = QIcon.Mode
MENU_MARK = "#7f8791"
"""The colour in assets/icons/menu.svg, which no theme changes."""


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_text_is_readable(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.raised, theme.selection):
        assert contrast(theme.text, ground) >= 7
    for ground in (theme.window, theme.panel, theme.selection):
        assert contrast(theme.muted, ground) >= 4.5
        assert all(contrast(theme.speaker(channel), ground) >= 4.5 for channel in range(4))
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast("#ffffff", theme.words) >= 4.5
    assert contrast("#ffffff", theme.voice) >= 4.5
    assert contrast("#ffffff", theme.record) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_can_be_moved_and_what_has_the_focus_stands_out(theme: Theme) -> None:
    for ground in (theme.window, theme.panel):
        assert contrast(theme.scroll, ground) >= 3
        assert contrast(theme.accent, ground) >= 3
        assert contrast(theme.record, ground) >= 3
        assert contrast(theme.play_head, ground) >= 3
    assert contrast(theme.text, theme.record) >= 3
    assert contrast(MENU_MARK, theme.window) >= 3


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_style_sheet_names_no_unknown_colour(theme: Theme) -> None:
    assert "$" not in style_sheet(theme)


def test_a_choice_wins_over_the_desktop(qapp: QApplication) -> None:
    assert resolve(ThemeChoice.DARK) is DARK
    assert resolve(ThemeChoice.LIGHT) is LIGHT
    assert resolve(ThemeChoice.SYSTEM) in (DARK, LIGHT)


def test_icons_take_the_colour_of_the_theme(qapp: QApplication) -> None:
    image = icon("pause", "#ff0000").pixmap(40, 40).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 250
    }
    assert colours == {"#ff0000"}


def test_icons_are_drawn_for_the_size_they_are_shown_in(qapp: QApplication) -> None:
    for ratio in (1.0, 1.5, 2.0):
        picture = icon("search", "#000000").pixmap(QSize(18, 18), ratio)
        assert picture.width() == round(18 * ratio)
    small, large = (icon("stop", "#000000").pixmap(QSize(size, size), 1.0).toImage() for size in (16, 64))
    assert small.scaled(64, 64) != large, "drawn once and made larger"


def test_every_icon_is_listed_with_its_licence() -> None:
    folder = assets_dir() / "icons"
    licence = (folder / "LICENCE.md").read_text(encoding="utf-8")
    assert "ISC License" in licence
    icons = sorted(folder.glob("*.svg"))
    assert icons and all(f"`{path.name}`" in licence for path in icons)
    assert all("href" not in path.read_text() for path in icons)


def test_a_button_that_cannot_be_pressed_has_a_fainter_icon(qapp: QApplication) -> None:
    drawn = icon("play", "#000000")
    normal, disabled = (drawn.pixmap(QSize(20, 20), 1.0, mode).toImage() for mode in (Mode.Normal, Mode.Disabled))
    assert disabled.pixelColor(9, 10).alpha() < 0.6 * normal.pixelColor(9, 10).alpha()
