"""On top of a recording being made: Stop where Record was, Pause, the clock, the level, and what is amiss."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from ui.plots.level_meter import LevelMeter
from ui.state.live import Live
from ui.state.live_facts import late, lost, where_lost
from ui.state.wording import clock
from ui.theme import Theme, icon, tabular
from ui.views.actions import Actions
from ui.views.buttons import IconButton, PushButton
from ui.views.elided import ElidedLabel
from ui.views.labels import label
from ui.views.record_button import StopButton

CLOCK, LARGE_CLOCK = 22, 44
ROOM_FOR_TITLE = 1000
BEHIND = "Words and emotions are that much later than the sound. Nothing is lost; it catches up in pauses."


class LiveHeader(QFrame):
    """clip_clicked says that the marks of clipping were seen."""

    clip_clicked = Signal()

    def __init__(self, actions: Actions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("header")
        self._actions = actions
        self._stop = StopButton(actions)
        self._pause = PushButton("Pause", action=actions.pause_recording)
        self._dot = QLabel()
        self._clock = label("clock", "0:00")
        self._meter = LevelMeter(theme)
        self._meter.clip_clicked.connect(self.clip_clicked)
        self._title = ElidedLabel("muted")
        self._lost, self._late = label("warning"), label("warning")
        self._late.setToolTip(BEHIND)
        for part in (self._lost, self._late):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._present = IconButton(actions.present, 18)
        self._arrange()
        actions.pause_recording.changed.connect(self._show_pause)
        self.set_presenting(False)
        self.set_theme(theme)

    def show_live(self, live: Live, head: float, now: float, title: str) -> None:
        """head: the time (s) at the edge of the axis; now: the monotonic clock."""
        self._clock.setText(clock(head))
        self._meter.show_levels(tuple(channel.level for channel in live.channels), now)
        self._title.show_text(title)
        for part, text in ((self._lost, lost(live)), (self._late, late(live))):
            part.setText(text)
            part.setVisible(bool(text))
        amiss = bool(live.gaps) or live.is_behind
        self._title.setVisible(not self._presenting and (self.width() >= ROOM_FOR_TITLE or not amiss))
        self._lost.setToolTip(where_lost(live))
        self._show_state(live)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._meter.set_theme(theme)
        self._present.setIcon(icon("present", theme.text))
        self._dot.setPixmap(icon("record", theme.record).pixmap(16, 16))
        self._paused: bool | None = None

    def set_presenting(self, presenting: bool) -> None:
        """Shows less, and that larger."""
        font = tabular(QFont(self.font()))
        font.setPixelSize(LARGE_CLOCK if presenting else CLOCK)
        font.setWeight(QFont.Weight.DemiBold)
        self._clock.setFont(font)
        self._clock.setMinimumWidth(QFontMetrics(font).horizontalAdvance("00:00") + 4)
        self._clock.setStyleSheet(f"font-size: {font.pixelSize()}px;")
        self._presenting = presenting
        self._pause.setVisible(not presenting)

    def _show_state(self, live: Live) -> None:
        if live.paused is not self._paused:
            self._paused = live.paused
            name, colour = ("pause", self._theme.muted) if live.paused else ("record", self._theme.record)
            self._dot.setPixmap(icon(name, colour).pixmap(16, 16))
            self._dot.setToolTip("Paused" if live.paused else "Recording")
            self._dot.setAccessibleName(self._dot.toolTip())
            self._clock.setEnabled(not live.paused)
        self._stop.setText("Saving…" if live.stopping else "Stop")

    def _show_pause(self) -> None:
        resumes = self._actions.pause_recording.text().startswith("Resume")
        self._pause.setText("Resume" if resumes else "Pause")
        self._pause.setToolTip(f"{self._actions.pause_recording.text()} (Ctrl+P)")
        self._pause.setEnabled(self._actions.pause_recording.isEnabled())

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self._pause.setMinimumWidth(84)
        self._stop.setMinimumWidth(96)
        row.addWidget(self._stop)
        row.addWidget(self._pause)
        row.addSpacing(4)
        row.addWidget(self._dot)
        row.addWidget(self._clock)
        row.addWidget(self._meter)
        row.addWidget(self._title)
        row.addStretch(1)
        for part in (self._lost, self._late, self._present):
            row.addWidget(part)
