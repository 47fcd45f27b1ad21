"""Labels by the name the style sheet knows them under. Their text is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def label(name: str, text: str = "", wrap: bool = False) -> QLabel:
    """A label; with wrap, as many lines as it needs."""
    result = QLabel(text)
    result.setObjectName(name)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    return result


def section(text: str) -> QLabel:
    """The small capitals over a section."""
    return label("section", text.upper())
