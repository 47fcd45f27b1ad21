"""Text can be read in both themes (WCAG 2.2, contrast of at least 4.5), and the style sheet is complete."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ui.emotions import luminance
from ui.theme import DARK, LIGHT, Theme, ThemeChoice, icon, resolve, style_sheet


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_text_is_readable(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.raised, theme.selection):
        assert contrast(theme.text, ground) >= 7
    for ground in (theme.window, theme.panel):
        assert contrast(theme.muted, ground) >= 4.5
        assert all(contrast(theme.speaker(channel), ground) >= 4.5 for channel in range(4))
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast("#ffffff", theme.words) >= 4.5
    assert contrast("#ffffff", theme.voice) >= 4.5
    assert contrast("#ffffff", theme.record) >= 4.5


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
