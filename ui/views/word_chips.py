"""Words that can be left out: each a chip, pressed by a click or with Space while the arrow keys move from one to the
next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.roles import Painted, Role
from ui.theme import Theme

LINE, HEIGHT = 26, 22
PADDING, GAP, RADIUS = 7, 4, 6
PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class WordChips(Painted, QWidget):
    """pressed carries the place of a word; came_to the area of the chip the user moved to."""

    accessible_role = Role.List

    pressed = Signal(int)
    came_to = Signal(QRect)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._without: frozenset[int] = frozenset()
        self._current = 0
        self._places: tuple[int, list[QRect]] = (-1, [])
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    def show_words(self, words: tuple[str, ...], without: tuple[int, ...]) -> None:
        """Takes the words and the places of those that are left out."""
        if words != self._words:
            self._words, self._current, self._places = words, 0, (-1, [])
            self.updateGeometry()
        self._without = frozenset(without)
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def chips(self) -> list[QRect]:
        """Where each word lies."""
        if self._places[0] != self.width():
            self._places = self.width(), self._flow(self.width())
        return self._places[1]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All lines."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As many lines as the words need."""
        return max((chip.bottom() + 1 for chip in self._flow(width)), default=HEIGHT) + 2

    def event(self, event: QEvent) -> bool:
        """Keeps the keys it needs from the actions of the window while it has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._knows(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Moves to another word, or presses this one."""
        if not self._words or not self._knows(event):
            super().keyPressEvent(event)
        elif event.key() in PRESS:
            self.pressed.emit(self._current)
        elif event.key() in ENDS:
            self._move(0 if event.key() == ENDS[0] else len(self._words) - 1)
        else:
            self._move(self._current + STEPS[Qt.Key(event.key())])

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Presses the word under the mouse."""
        chips = self.chips()
        place = next((i for i, chip in enumerate(chips) if chip.contains(event.position().toPoint())), None)
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self._current = place
            self.pressed.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Shows which word is meant."""
        super().focusInEvent(event)
        self._move(self._current)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The chips that are in view."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, chip in enumerate(self.chips()):
            if chip.intersects(event.rect()):
                self._paint_chip(painter, chip, place)

    def _paint_chip(self, painter: QPainter, chip: QRect, place: int) -> None:
        out, focused = place in self._without, self.hasFocus() and place == self._current
        edge = self._theme.accent if focused else self._theme.line
        style = Qt.PenStyle.DashLine if out and not focused else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(edge), 2 if focused else 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush if out else QColor(self._theme.window))
        painter.drawRoundedRect(chip.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        font = QFont(self.font())
        font.setStrikeOut(out)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted if out or not self.isEnabled() else self._theme.text))
        room = chip.width() - 2 * PADDING + 2
        text = painter.fontMetrics().elidedText(self._words[place], Qt.TextElideMode.ElideRight, room)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _flow(self, width: int) -> list[QRect]:
        """Chips from left to right, in as many lines as they need."""
        chips, x, y = [], 0, 0
        for word in self._words:
            wide = min(width, self.fontMetrics().horizontalAdvance(word) + 2 * PADDING)
            if x and x + wide > width:
                x, y = 0, y + LINE
            chips.append(QRect(x, y, wide, HEIGHT))
            x += wide + GAP
        return chips

    def _knows(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and event.key() in (*PRESS, *STEPS, *ENDS)

    def _move(self, place: int) -> None:
        if not self._words:
            return
        self._current = min(max(0, place), len(self._words) - 1)
        self._describe()
        self.update()
        self.came_to.emit(self.chips()[self._current])

    def _describe(self) -> None:
        if not self._words:
            self.setAccessibleName("Words to leave out: none")
            return
        state = "left out" if self._current in self._without else "counts"
        name = f"{self._words[self._current]}, word {self._current + 1} of {len(self._words)}, {state}"
        self.setAccessibleName(name)
