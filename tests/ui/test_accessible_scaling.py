"""Nothing is cut off in a small window, at any scaling of the desktop; each scaling is a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cut_off import faults
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.views.elided import ElidedLabel

TOOL = Path(__file__).resolve().parents[2] / "tools" / "scales.py"
SCENES = 9


@pytest.mark.parametrize(("size", "scale"), [("1024x700", 2.0), ("840x560", 1.25)])
def test_nothing_is_cut_off(tmp_path: Path, size: str, scale: float) -> None:
    command = [sys.executable, str(TOOL), "--out", str(tmp_path), "--sizes", size, "--scales", str(scale)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == SCENES
    review = next(path for path in pictures if path.name.startswith("review-light"))
    assert QImageReader(str(review)).size().width() == round(int(size.split("x")[0]) * scale)


def test_what_is_cut_off_is_found(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label, button, elided, area = QLabel("A long sentence"), QPushButton("A long one"), ElidedLabel(), QScrollArea()
    elided.show_text("A sentence that is shortened, and told in its tool tip")
    wide = QLabel("wide")
    wide.setFixedWidth(900)
    area.setWidget(wide)
    row = QHBoxLayout(window)
    for part, width in ((label, 30), (button, 20), (elided, 80), (area, 200)):
        part.setFixedWidth(width)
        row.addWidget(part)
    window.show()
    found = faults(window)
    assert [any(what in fault for fault in found) for what in ("sentence'", "long one", "sideways")] == [True] * 3
    assert len(found) == 3
