"""The few dialogs: choose files, one sentence about an error, keys, about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ui.views.key_sheet import KeySheet
from ui.views.law import LAW

MEDIA = "wav mp3 m4a mp4 mkv ogg opus webm flac amr aac wma mov avi 3gp aif aiff"
ABOUT = """<p>Which emotion is perceived in speech, from words and voice together. Offline; nothing leaves this
computer.</p>
<p>{law}</p>
<p>How often it is right, on speech of people it never heard, what it was trained on and what it is not for is written
in<br><code>{card}</code></p>
<p>Code: Apache-2.0. The trained models carry the licences of their data; the default one is for non-commercial use
only. Icons: Lucide, ISC.</p>"""


def choose_files(parent: QWidget, folder: str) -> list[str]:
    """The files the user picks; empty when cancelled."""
    patterns = " ".join(f"*.{ending} *.{ending.upper()}" for ending in MEDIA.split())
    kinds = f"Audio and video ({patterns});;All files (*)"
    return QFileDialog.getOpenFileNames(parent, "Open recordings", folder, kinds)[0]


def show_error(parent: QWidget, title: str, sentence: str = "") -> None:
    """Tells what is wrong without stopping anything else."""
    box = QMessageBox(QMessageBox.Icon.Warning, "mmemotion", title, QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(sentence)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_about(parent: QWidget, card: str) -> None:
    """What this is, how good it is, and under which licences."""
    box = QMessageBox(parent)
    box.setWindowTitle("About mmemotion")
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText("mmemotion")
    box.setInformativeText(ABOUT.format(law=LAW, card=card))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_keys(parent: QWidget, keys: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """All keys, by what they are for."""
    KeySheet(parent, keys).open()
