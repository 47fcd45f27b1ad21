"""On the right of a recording being made: the emotion perceived now, its probabilities, and its place."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.plots.affect_plane import AffectPlane
from ui.state.live import Live
from ui.state.live_facts import NAMED, SMOOTHED, perceived
from ui.theme import SMALL_PX, Theme
from ui.views.big_emotion import BigEmotion
from ui.views.emotion_bars import EmotionBars
from ui.views.labels import label, section

WIDTH, PRESENTED_WIDTH = (336, 420), (480, 760)
PRESENTED_TEXT = 20


class NowPane(QFrame):
    """Shows the mood of who is speaking."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Perceived emotion now")
        self._title = section("Perceived emotion now")
        self._big = BigEmotion(theme)
        self._caption = label("muted")
        self._bars = EmotionBars(theme)
        self._bars.set_flexible()
        self._smoothed = label("small", SMOOTHED, wrap=True)
        self._smoothed.setToolTip(NAMED)
        self._big.setToolTip(NAMED)
        self._plane = AffectPlane(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        for part in (self._title, self._big, self._caption):
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addWidget(self._bars)
        layout.addWidget(self._smoothed)
        layout.addSpacing(4)
        layout.addWidget(self._plane, 1)
        layout.addStretch()
        self.set_presenting(False)

    def show_live(self, live: Live, now: float) -> None:
        """Takes what is perceived at now (monotonic clock, s)."""
        shown = perceived(live, now)
        self._big.show_emotion(shown.headline, shown.emotion, shown.stale)
        self._caption.setText(shown.caption)
        if self._bars.isVisibleTo(self):
            self._bars.show_live(shown.bars, shown.ticks, shown.emotion, shown.stale)
        self._plane.show_mood(live.mood, now)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keeps the plane from being higher than wide."""
        super().resizeEvent(event)
        self._plane.setMaximumHeight(self.width())

    def set_presenting(self, presenting: bool) -> None:
        """Only the emotion and its place, larger."""
        narrow, wide = PRESENTED_WIDTH if presenting else WIDTH
        self.setMinimumWidth(narrow)
        self.setMaximumWidth(wide)
        self._big.set_presenting(presenting)
        for part in (self._bars, self._smoothed):
            part.setVisible(not presenting)
        pixels = PRESENTED_TEXT if presenting else SMALL_PX
        for part in (self._title, self._caption):
            part.setStyleSheet(f"font-size: {pixels}px;" if presenting else "")
        self._plane.set_text_size(pixels)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        for part in (self._big, self._bars, self._plane):
            part.set_theme(theme)
