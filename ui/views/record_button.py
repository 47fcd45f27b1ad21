"""Record, and what stands in its place while something is being recorded elsewhere in the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import LIGHT, icon, tabular
from ui.views.actions import Actions
from ui.views.buttons import PushButton

WHITE, RED = "#ffffff", LIGHT.record


class RecordButton(PushButton):
    """Begins a recording."""

    def __init__(self, actions: Actions) -> None:
        super().__init__("Record", "record", actions.record)
        self.setIcon(icon("record", WHITE))
        self.setToolTip("Record from the microphone (Ctrl+R)")


class StopButton(PushButton):
    """Ends the recording; enabled as its action is."""

    def __init__(self, actions: Actions) -> None:
        super().__init__("Stop", "record", actions.stop)
        self.setIcon(icon("stop", WHITE))
        self.setToolTip("Stop: the recording is saved already (Ctrl+Shift+R)")
        actions.stop.changed.connect(lambda: self.setEnabled(actions.stop.isEnabled()))
        self.setEnabled(actions.stop.isEnabled())


class RecordingChip(QWidget):
    """Record, or how long is being recorded, with Stop. clicked says that the recording is to be shown."""

    clicked = Signal()

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._record = RecordButton(actions)
        self._chip = PushButton("", "chip")
        self._chip.setIcon(icon("record", RED))
        self._chip.setFont(tabular(self._chip.font()))
        self._chip.setToolTip("Show the recording that is being made")
        self._chip.clicked.connect(self.clicked)
        self._stop = StopButton(actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._record, self._chip, self._stop):
            row.addWidget(part)
        self.show_recording("")

    @property
    def recording(self) -> bool:
        """Whether something is being recorded."""
        return bool(self._chip.text())

    def show_recording(self, text: str) -> None:
        """What is being recorded; empty while nothing is."""
        self._chip.setText(text)
        self._record.setVisible(not text)
        self._chip.setVisible(bool(text))
        self._stop.setVisible(bool(text))
