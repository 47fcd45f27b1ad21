"""What is asked of the user about a recording of the library. None of these boxes stops anything else."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QPlainTextEdit, QWidget

from ui.views.dialogs import MEDIA

ENDING = ".mmemotion"
KIND = f"Recordings with results (*{ENDING})"
KINDS = (
    (f"Whole recording, for another library (*{ENDING})", ENDING),
    ("Report (*.html)", ".html"),
    ("Text (*.md)", ".md"),
    ("Table of utterances (*.utterances.csv)", ".utterances.csv"),
    ("Table of words (*.words.csv)", ".words.csv"),
    ("Table of pitch and loudness (*.tracks.csv)", ".tracks.csv"),
    ("Facts of the conversation (*.facts.csv)", ".facts.csv"),
    ("Subtitles (*.srt)", ".srt"),
    ("Web subtitles (*.vtt)", ".vtt"),
    ("Praat (*.TextGrid)", ".TextGrid"),
    ("ELAN (*.eaf)", ".eaf"),
    ("All results (*.json)", ".json"),
)
"""What a recording can be exported as: how the user reads it, and the ending that tells it."""


def ask_note(parent: QWidget, title: str, note: str, take: Callable[[str], None]) -> None:
    """A few lines of the user's own about a recording."""
    box = _box(parent, "Note", f"Note about “{title}”")
    box.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
    box.setTextValue(note)
    box.textValueSelected.connect(lambda text: take(text.strip()))
    box.open()
    for field in box.findChildren(QPlainTextEdit):
        field.setTabChangesFocus(True)
        field.setAccessibleName(box.labelText())


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
    """The file to export to, whose ending tells the format; empty when cancelled."""
    name = "".join("-" if letter in '/\\:*?"<>|' else letter for letter in title)
    kinds = ";;".join(kind for kind, _ in KINDS)
    path, kind = QFileDialog.getSaveFileName(parent, "Export a recording", str(Path(folder) / name), kinds)
    return path and _with_ending(path, dict(KINDS).get(kind, ENDING))


def _with_ending(path: str, wanted: str) -> str:
    """What the user typed, if it ends as one of the formats; else as the one that was chosen, under a name that is
    free: the dialog asked about another one."""
    if any(path.lower().endswith(ending.lower()) for _, ending in KINDS):
        return path
    names = itertools.chain([path], (f"{path} ({number})" for number in itertools.count(2)))
    return next(f"{name}{wanted}" for name in names if not Path(f"{name}{wanted}").exists())


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
