"""Labels by the name the style sheet knows them under. Their text is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

SMALL_LINE = 14
"""Pixels of a line of small text."""


def label(name: str, text: str = "", wrap: bool = False) -> QLabel:
    """A label; with wrap, as many lines as it needs."""
    result = QLabel(text)
    result.setObjectName(name)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    return result


def section(text: str) -> QLabel:
    """The small capitals over a section."""
    result = label("section", text.upper())
    result.setAccessibleName(text)  # capitals may be spelled out when they are read aloud
    return result


def reserve(text: QLabel, lines: int) -> QLabel:
    """Keeps room for so many small lines, so that nothing below jumps when there are fewer."""
    text.setMinimumHeight(lines * SMALL_LINE)
    text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return text
