"""What is asked of the user about a recording of the library. None of these boxes stops anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from ui.views.dialogs import MEDIA

ENDING = ".mmemotion"
KIND = f"Recordings with results (*{ENDING})"


def ask_note(parent: QWidget, title: str, note: str, take: Callable[[str], None]) -> None:
    """A few lines of the user's own about a recording."""
    box = _box(parent, "Note", f"Note about “{title}”")
    box.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
    box.setTextValue(note)
    box.textValueSelected.connect(lambda text: take(text.strip()))
    box.open()


def ask_tags(parent: QWidget, title: str, tags: Sequence[str], take: Callable[[tuple[str, ...]], None]) -> None:
    """Words to find a recording by."""
    box = _box(parent, "Tags", f"Tags of “{title}”, with commas between them")
    box.setTextValue(", ".join(tags))
    box.textValueSelected.connect(lambda text: take(split_tags(text)))
    box.open()


def split_tags(text: str) -> tuple[str, ...]:
    """The tags in a line, each once."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := " ".join(part.split()))))


def find_media(parent: QWidget, path: str) -> str:
    """Where the media of a recording is now; empty when cancelled."""
    name = Path(path).name
    patterns = " ".join(f"*.{ending} *.{ending.upper()}" for ending in MEDIA.split())
    kinds = f"Audio and video ({patterns});;All files (*)"
    return QFileDialog.getOpenFileName(parent, f"Find {name}", _nearest(path), kinds)[0]


def choose_import(parent: QWidget, folder: str) -> str:
    """The file to import; empty when cancelled."""
    return QFileDialog.getOpenFileName(parent, "Import a recording", folder, f"{KIND};;All files (*)")[0]


def choose_export(parent: QWidget, folder: str, title: str) -> str:
    """The file to export to; empty when cancelled."""
    name = "".join("-" if letter in '/\\:*?"<>|' else letter for letter in title)
    chosen = QFileDialog.getSaveFileName(parent, "Export a recording", str(Path(folder) / f"{name}{ENDING}"), KIND)[0]
    return chosen if not chosen or Path(chosen).suffix else f"{chosen}{ENDING}"


def _nearest(path: str) -> str:
    """The folder a file was in, or what is left of the way there."""
    return str(next((folder for folder in Path(path).parents if folder.is_dir()), Path.home()))


def _box(parent: QWidget, title: str, words: str) -> QInputDialog:
    box = QInputDialog(parent)
    box.setWindowTitle(title)
    box.setLabelText(words)
    box.setMinimumWidth(420)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
