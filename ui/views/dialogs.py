"""The few dialogs: choose files, one sentence about an error, keys, about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from ui.views.labels import label
from ui.views.law import LAW

MEDIA = "wav mp3 m4a mp4 mkv ogg opus webm flac amr aac wma mov avi 3gp aif aiff"
ABOUT = """<h3>mmemotion</h3>
<p>Which emotion is perceived in speech, from words and voice together. Offline; nothing leaves this computer.</p>
<p>{law}</p>
<p>How often it is right, on speech of people it never heard, what it was trained on and what it is not for is written
in<br><code>{card}</code></p>
<p>Code: Apache-2.0. The trained models carry the licences of their data; the default one is for non-commercial use
only.</p>"""


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
    box.setText(ABOUT.format(law=LAW, card=card))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_keys(parent: QWidget, keys: Sequence[tuple[str, str]]) -> None:
    """All keys in a table, in two halves side by side."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keys")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    table = QGridLayout()
    table.setHorizontalSpacing(32)
    table.setVerticalSpacing(8)
    mouse = [("Zoom around the pointer", "Wheel"), ("Move along the time axis", "Drag, or Shift+Wheel")]
    entries = [*keys, *mouse]
    half = (len(entries) + 1) // 2
    for place, (name, key) in enumerate(entries):
        column, row = divmod(place, half)
        table.addWidget(QLabel(name), row, 2 * column)
        table.addWidget(label("muted", key), row, 2 * column + 1)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 16)
    layout.setSpacing(16)
    layout.addLayout(table)
    layout.addWidget(buttons)
    dialog.open()
