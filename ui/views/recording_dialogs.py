"""What is asked of the user about recordings. None of these boxes stops anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from ui.views.law import LAW

FIRST = "Tell people that they are recorded."
FIRST_WORDS = f"{LAW}\n\nEverything stays on this computer."
STILL = "A recording is being made."
STILL_WORDS = "All that was heard until now is saved already."

Role = QMessageBox.ButtonRole


def tell_the_law(parent: QWidget, go_on: Callable[[], None]) -> None:
    """Before the first recording ever."""
    box = _box(parent, FIRST, FIRST_WORDS)
    _offer(box, {"Start recording": (Role.AcceptRole, go_on), "Cancel": (Role.RejectRole, _nothing)})


def ask_before_closing(parent: QWidget, stop: Callable[[], None]) -> None:
    """The window is to be closed while something is being recorded."""
    box = _box(parent, STILL, STILL_WORDS)
    _offer(box, {"Keep recording": (Role.RejectRole, _nothing), "Stop and save": (Role.AcceptRole, stop)})


def offer_unfinished(
    parent: QWidget, sentence: str, take: Callable[[], None], delete: Callable[[], None], later: Callable[[], None]
) -> None:
    """A recording that nobody stopped was found."""
    box = _box(parent, sentence, "It can be opened and analysed as any other.")
    choices = {
        "Open it": (Role.AcceptRole, take),
        "Later": (Role.RejectRole, later),
        "Delete": (Role.DestructiveRole, delete),
    }
    _offer(box, choices)


def show_in_folder(folder: str) -> None:
    """Opens the folder in the program of the desktop."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))


def _box(parent: QWidget, title: str, words: str) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.NoIcon, "mmemotion", title, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(words)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def _offer(box: QMessageBox, choices: Mapping[str, tuple[QMessageBox.ButtonRole, Callable[[], None]]]) -> None:
    buttons: dict[QPushButton, Callable[[], None]] = {}
    for text, (role, action) in choices.items():
        buttons[box.addButton(text, role)] = action
        if role is Role.RejectRole:
            box.setEscapeButton(next(reversed(buttons)))
        if role is Role.AcceptRole:
            box.setDefaultButton(next(reversed(buttons)))
    box.buttonClicked.connect(lambda clicked: buttons[clicked]())
    box.open()


def _nothing() -> None:
    """Leaves everything as it is."""
