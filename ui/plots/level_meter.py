"""A level meter: a bar per channel, the peak held for a while, a mark of clipping that stays until it is clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.roles import Painted, Role
from ui.state.level import HOLD, Level, share
from ui.state.wording import number
from ui.theme import Theme

CLIP, GAP = 10, 4
LOUD = share(-9.0)
EXPLAINED = (
    "How loud each channel is, from −60 to 0 dBFS. The thin line is the loudest of the last 1.5 s.\n"
    "The red mark says that the sound was too loud for the microphone (click or press Space to take it back)."
)


class LevelMeter(Painted, QWidget):
    """clip_clicked says that the marks of clipping were seen."""

    accessible_role = Role.Button

    clip_clicked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._levels: tuple[Level, ...] = ()
        self._shown: tuple[tuple[int, int, bool], ...] = ()
        self._now = 0.0
        self.setToolTip(EXPLAINED)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_levels(self, levels: tuple[Level, ...], now: float) -> None:
        """Takes the levels; now is the monotonic clock (s). Painted only when a pixel moves."""
        shown = tuple(self._in_pixels(level, now) for level in levels)
        if shown != self._shown:
            self._levels, self._shown, self._now = levels, shown, now
            self.setAccessibleName(_described(levels))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line, two at most."""
        return QSize(148, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Takes the marks back."""
        self.clip_clicked.emit()

    def event(self, event: QEvent) -> bool:
        """Keeps Space for itself while it has the focus."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space takes the marks back, too."""
        if event.key() == Qt.Key.Key_Space:
            self.clip_clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Bars side by side from the top."""
        painter = QPainter(self)
        count = max(1, len(self._levels))
        height = min(10.0, (self.height() - GAP * (count - 1)) / count)
        top = (self.height() - count * height - GAP * (count - 1)) / 2
        for index, (level, peak, clipped) in enumerate(self._shown):
            y = top + index * (height + GAP)
            self._paint_bar(painter, QRectF(0, y, self._room, height), level, peak)
            mark = QRectF(self._room + GAP, y, CLIP, height)
            painter.fillRect(mark, QColor(self._theme.record if clipped else self._theme.line))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    @property
    def _room(self) -> int:
        return self.width() - CLIP - GAP

    def _paint_bar(self, painter: QPainter, area: QRectF, level: int, peak: int) -> None:
        painter.fillRect(area, QColor(self._theme.line))
        painter.fillRect(QRectF(area.left(), area.top(), level, area.height()), QColor(self._theme.accent))
        loud = LOUD * area.width()
        if level > loud:
            high = QRectF(loud, area.top(), level - loud, area.height())
            painter.fillRect(high, QColor(self._theme.record))
        if peak > 0:
            painter.fillRect(QRectF(peak - 2, area.top(), 2, area.height()), QColor(self._theme.text))

    def _in_pixels(self, level: Level, now: float) -> tuple[int, int, bool]:
        peak = level.peak if now - level.peaked_at < HOLD else level.level_at(now)
        return round(share(level.level_at(now)) * self._room), round(share(peak) * self._room), level.clipped


def _described(levels: tuple[Level, ...]) -> str:
    parts = [f"{number(level.peak)} dBFS{', too loud' if level.clipped else ''}" for level in levels]
    return "Level: " + "; ".join(parts)
