"""The name of a row: it gives way where many rows share little height, so that the time axis stays in view."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt

LOWEST = 11.0
"""Pixels; in a lower row a name would lie over its neighbours."""


class RowLabel(pg.LabelItem):  # type: ignore[misc]
    """Asks for width only, and hides its text where its row is too low for it."""

    def __init__(self) -> None:
        super().__init__(justify="left")

    def updateMin(self) -> None:  # noqa: N802 - pyqtgraph's name
        """Asks for no height."""
        super().updateMin()
        self.setMinimumHeight(0)
        for hint in (Qt.SizeHint.MinimumSize, Qt.SizeHint.PreferredSize):
            self._sizeHint[hint] = (self._sizeHint[hint][0], 0)
        self.updateGeometry()

    def resizeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Shows the text where there is room."""
        super().resizeEvent(event)
        self.item.setVisible(self.size().height() >= LOWEST)
