"""What is asked of the user about a speaker. The box stops nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget


def ask_name(parent: QWidget, question: str, name: str, take: Callable[[str], None]) -> None:
    """A name for a speaker."""
    box = QInputDialog(parent)
    box.setWindowTitle("Speaker")
    box.setLabelText(question)
    box.setTextValue(name)
    box.setMinimumWidth(360)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.textValueSelected.connect(lambda text: take(" ".join(text.split())))
    box.open()
