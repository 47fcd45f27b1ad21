"""The sentence that stands wherever results are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy

LAW = (
    "Perceived emotion, inferred - not read. In the EU, inferring emotions at work or in education is prohibited "
    "(AI Act, Art. 5(1)(f))."
)


def law_label() -> QLabel:
    """The sentence in small print; it wraps where the window is narrow."""
    label = QLabel(LAW)
    label.setObjectName("law")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
